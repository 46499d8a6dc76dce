import type { NoiseModel } from './bank.ts';

/**
 * Voices as Gaussian distributions of embeddings, in the manner of the two-covariance model (Brümmer and de
 * Villiers, "The speaker partitioning problem", 2010) with isotropic covariances: a voice's mean is drawn around
 * the mean of all voices, an utterance around its voice's mean with a variance that grows as it gets shorter.
 * Scoring against the posterior of the mean gives a voice with little enrolment its wide uncertainty for free.
 */
export interface Voices {
  readonly dimension: number;
  readonly mean: Float64Array;
  readonly noise: NoiseModel;
  /** By character, then by prototype. */
  readonly characters: readonly (readonly Prototype[])[];
}

/** A manner of speaking: precision-weighted sum of embeddings, and the sum of the precisions. */
export interface Prototype {
  readonly sum: Float64Array;
  readonly precision: number;
}

/** What an utterance itself gave to a voice, to be taken away before it is scored. */
export interface Contribution {
  readonly character: number;
  readonly prototype: number;
  readonly precision: number;
}

/** How far the manners of one voice lie apart, as a share of how far voices lie apart. */
const MANNERS = 0.3;

export const noiseVariance = (noise: NoiseModel, seconds: number): number =>
  noise.base + noise.perReciprocalSecond / seconds;

/** Where the mean of one prototype is believed to be. */
export interface Belief {
  readonly mean: Float64Array;
  readonly variance: number;
}

/** Beliefs of all prototypes of one character, without the contribution of `x` where one is given. */
export function believe(
  voices: Voices,
  character: number,
  x?: ArrayLike<number>,
  offset = 0,
  own?: Contribution,
): Belief[] {
  const { dimension, mean, noise } = voices;
  const prototypes = voices.characters[character] ?? [];
  const prior = 1 / noise.between;
  const total = new Float64Array(dimension);
  let precision = 0;
  for (const { sum, precision: part } of prototypes) {
    precision += part;
    for (let d = 0; d < dimension; d += 1) total[d]! += sum[d]!;
  }
  if (own && x) {
    precision = Math.max(0, precision - own.precision);
    for (let d = 0; d < dimension; d += 1) total[d]! -= own.precision * x[offset + d]!;
  }
  const variance = 1 / (prior + precision);
  for (let d = 0; d < dimension; d += 1) total[d] = (mean[d]! * prior + total[d]!) * variance;
  if (prototypes.length === 1) return [{ mean: total, variance }];
  // Each manner is drawn around the voice's own mean: one with few utterances falls back upon it.
  const narrow = 1 / (MANNERS * noise.between);
  return prototypes.map(({ sum, precision: given }, at) => {
    const mine = own && own.prototype === at ? own.precision : 0;
    const left = Math.max(0, given - mine);
    const spread = 1 / (narrow + left);
    const centre = new Float64Array(dimension);
    for (let d = 0; d < dimension; d += 1) {
      const gathered = sum[d]! - (mine && x ? mine * x[offset + d]! : 0);
      centre[d] = (total[d]! * narrow + gathered) * spread;
    }
    return { mean: centre, variance: spread };
  });
}

/** Writes the scores of one utterance: a log-likelihood per effective dimension for each character, then for "someone else". */
export type Scorer = (
  x: Float32Array,
  offset: number,
  seconds: number,
  own: Contribution | undefined,
  into: Float64Array,
  at: number,
) => void;

/** A scorer that holds all beliefs ready; only the character that an utterance helped to enrol is worked out anew. */
export function makeScorer(voices: Voices): Scorer {
  const { dimension, mean, noise } = voices;
  const beliefs = voices.characters.map((_, character) => believe(voices, character));
  const stranger: Belief[] = [{ mean, variance: noise.between }];
  const best = (options: readonly Belief[], x: Float32Array, offset: number, own: number): number => {
    let highest = Number.NEGATIVE_INFINITY;
    for (const belief of options) {
      let distance = 0;
      for (let d = 0; d < dimension; d += 1) {
        const apart = x[offset + d]! - belief.mean[d]!;
        distance += apart * apart;
      }
      const variance = belief.variance + own;
      highest = Math.max(highest, -0.5 * (Math.log(variance) + distance / variance));
    }
    return highest;
  };
  return (x, offset, seconds, own, into, at) => {
    const variance = noiseVariance(noise, seconds);
    for (let character = 0; character < beliefs.length; character += 1) {
      const options =
        own?.character === character ? believe(voices, character, x, offset, own) : beliefs[character]!;
      into[at + character] = best(options, x, offset, variance);
    }
    into[at + beliefs.length] = best(stranger, x, offset, variance);
  };
}
