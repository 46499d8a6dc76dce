import type { Milliseconds, PartKind } from '../model/index.ts';

/** Punctuation that may end a sentence after a word; '' where none stands there. */
export type SentenceMark = '' | '.' | '?' | '!';

/** A text as the alignment sees it: normalised words, and for each the sentence mark that follows it. */
export interface AlignmentText {
  readonly words: readonly string[];
  /** As long as `words`. */
  readonly marks: readonly SentenceMark[];
}

/** One turn of the script, its speaker resolved to a canonical character (or group) name. */
export interface AlignmentLine extends AlignmentText {
  /** Ordinal among the lines of the script, from 1. */
  readonly ordinal: number;
  readonly speaker: string;
  /** The members where `speaker` is a group whose members are known; otherwise empty. */
  readonly members: readonly string[];
  readonly text: string;
  readonly scene: number;
}

/** One part of a cue. Parts are given in the file's order. */
export interface AlignmentPart extends AlignmentText {
  readonly cue: number;
  readonly part: number;
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly text: string;
  readonly kind: PartKind;
  /** The label that the subtitle itself gives, as written, or null. */
  readonly subtitleLabel: string | null;
  /** That label resolved to a canonical name, or null where there is none or it is nobody's. */
  readonly subtitleSpeaker: string | null;
}

export interface AlignmentInput {
  readonly lines: readonly AlignmentLine[];
  readonly parts: readonly AlignmentPart[];
}

export interface AlignmentOptions {
  /** Least calibrated probability at which a speaker is given; by default it depends on how whole the script is. */
  readonly threshold?: number;
}
