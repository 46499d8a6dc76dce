import type { Quality, ReviewState, Samples } from '../model/index.ts';

/** One utterance of a series as the voice room sees it: values only. */
export interface VoiceUtterance {
  /** Unique within the series. */
  readonly id: string;
  readonly episode: string;
  /** Any length of vector, the same for all; null where the span is too short or silent to embed. */
  readonly embedding: Float32Array | null;
  /** Length of the speech that was embedded. */
  readonly durationSamples: Samples;
  readonly quality?: Quality | null;
  /** Two voices at once, or a group's line ("BOTH:"): scored, never enrolled. */
  readonly overlapped: boolean;
  readonly script: { readonly character: string | null; readonly probability: number };
  /** The character that the subtitle itself names, or null. */
  readonly subtitle: string | null;
  readonly review?: { readonly character: string | null; readonly state: ReviewState } | null;
}

/** How enrolment, scoring and joining behave. All have defaults that suit a series of any size. */
export interface VoiceOptions {
  /** Speech shorter than this never enrols while its character has longer; default 16,000 (1 s). */
  readonly shortestEnrolled: Samples;
  /** Expected share of speech by voices that are not in the bank; default 0.03. */
  readonly strangers: number;
  /** Least probability to name a voice; below it the voice abstains; default 0.5. */
  readonly least: number;
  /** Within-series adaptation: `auto` uses it only if it helps on held-out labels. */
  readonly adaptation: 'auto' | 'off' | 'on';
  /** How many prototypes a voice may have at most; more than one only if it helps on held-out labels. */
  readonly prototypes: number;
}

export const DEFAULT_OPTIONS: VoiceOptions = {
  shortestEnrolled: 16_000,
  strangers: 0.03,
  least: 0.5,
  adaptation: 'auto',
  prototypes: 3,
};
