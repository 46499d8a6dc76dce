import type { Unit } from './corridor.ts';

/** The script as a row of words with its seams. */
export interface ScriptTrack {
  /** By word: index of its line. */
  readonly lineOf: Int32Array;
  /** By position (0 to the number of words): what stands between the words there. */
  readonly seam: Uint8Array;
  /** By word: the sentence mark after it, as a number (see `MARKS`). */
  readonly marks: Uint8Array;
}

/** Kinds of seam between two words of the script. */
export const SEAM = { none: 0, sentence: 1, line: 2, speaker: 3 } as const;

/** Sentence marks as numbers; 0 is none. */
export const MARKS = { '': 0, '.': 1, '?': 2, '!': 3 } as const;

/**
 * Probabilities of the moves through the lattice: a pair hidden Markov model (Durbin et al., Biological
 * Sequence Analysis, chapter 4) whose gaps know parts, lines, sentences and time.
 */
export interface LatticeCosts {
  readonly absent: number;
  readonly skipOpen: number;
  readonly skipExtend: number;
  readonly insertOpen: number;
  readonly insertFirst: number;
  readonly insertExtend: number;
  readonly crossLine: number;
  readonly crossSpeaker: number;
  /** Words of script that pass in a second of silence between cues. */
  readonly wordsPerSecond: number;
  readonly farSkip: number;
  readonly farMean: number;
  /** By seam: how well a jump leaves from there, how well it lands there. */
  readonly leave: readonly number[];
  readonly land: readonly number[];
  /** By seam: how well the next speaker of a cue goes on without a jump from there. */
  readonly nextSpeaker: readonly number[];
}

export const LATTICE_COSTS: LatticeCosts = {
  absent: 0.15,
  skipOpen: 0.12,
  skipExtend: 0.45,
  insertOpen: 0.02,
  insertFirst: 0.01,
  insertExtend: 0.4,
  crossLine: 0.2,
  crossSpeaker: 0.02,
  wordsPerSecond: 2.2,
  farSkip: 0.01,
  farMean: 300,
  leave: [0.05, 0.4, 1, 1],
  land: [0.1, 1.5, 5, 5],
  nextSpeaker: [0.01, 0.03, 0.1, 1],
};

/** By the sentence marks of the two words: how much more likely the pair is for agreeing. */
const MARK_RATIO = [
  [1.03, 0.8, 0.5, 0.7],
  [0.8, 1.2, 0.4, 0.8],
  [0.5, 0.4, 3, 0.5],
  [0.7, 0.8, 0.5, 2],
] as const;
export const MARK_TABLE = Float64Array.from(MARK_RATIO.flat());

/** Probabilities of leaving the place where the unit before ended: near by or far. */
export interface Jump {
  readonly stay: number;
  readonly near: number;
  readonly nearDecay: number;
  readonly far: number;
  readonly farDecay: number;
}

/** The longer the silence before a unit, the more of the script may have passed. */
export function jumpOf(unit: Unit, costs: LatticeCosts): Jump {
  if (unit.follows === 'part') {
    return { stay: 0.98, near: 0.01, nearDecay: 0.7, far: 0.001, farDecay: 0.99 };
  }
  const seconds = Math.min(600, Math.max(0, unit.gap));
  const near = 0.04 + 0.7 * (1 - Math.exp(-seconds / 6));
  const far = costs.farSkip * (1 + Math.min(10, seconds / 3));
  const nearMean = 4 + costs.wordsPerSecond * seconds;
  const farMean = costs.farMean + costs.wordsPerSecond * seconds;
  return {
    stay: Math.max(0.02, 1 - near - far),
    near: near / nearMean,
    nearDecay: 1 - 1 / nearMean,
    far: far / farMean,
    farDecay: 1 - 1 / farMean,
  };
}
