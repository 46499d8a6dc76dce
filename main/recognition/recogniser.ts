/** Sound to be recognised: 16 kHz mono, 16 bit. */
export interface SpokenClip {
  readonly samples: Int16Array;
}

/** Turns speech into words. Close it when it is no longer needed. */
export interface Recogniser {
  readonly name: string;
  /** Clips that one call should hold: a program that loads a large model is started as rarely as possible. */
  readonly batch: number;
  /**
   * The words of each clip, in order; empty where nothing was understood.
   *
   * @throws RolecallError `environment` with the remedy where the recogniser does not work
   */
  recognise(clips: readonly SpokenClip[], signal: AbortSignal): Promise<string[]>;
  close(): Promise<void>;
}

/** Longer answers are no words of one line. */
export const LONGEST_RECOGNISED = 5000;

/** One line without control characters. */
export const tidyWords = (text: string): string =>
  text
    .slice(0, LONGEST_RECOGNISED)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
