import type { Contribution, Voices } from './voices.ts';

/** Labelled vectors in one space (raw or adapted). */
export interface Space {
  readonly count: number;
  readonly dimension: number;
  readonly vectors: Float32Array;
  readonly seconds: Float64Array;
  readonly characters: number;
  readonly labels: Int32Array;
  readonly weights: Float64Array;
  readonly certain: Uint8Array;
}

export interface Fit {
  readonly voices: Voices;
  /** Probability that each label is right; 0 where there is none. */
  readonly trust: Float64Array;
  /** What each row gave, undefined where it gave nothing. */
  readonly members: readonly (Contribution | undefined)[];
}
