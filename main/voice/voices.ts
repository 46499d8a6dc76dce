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

/**
 * Writes the scores of one utterance, a unit vector at `offset` of `x`: a log-likelihood per effective dimension for
 * each character, then for "someone else", to `into` from `at` on.
 */
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
  const { dimension, noise } = voices;
  const stranger = voices.characters.length;
  const beliefs = [
    ...voices.characters.flatMap((_, class_) =>
      believe(voices, class_).map((belief) => ({ class_, ...belief })),
    ),
    { class_: stranger, mean: voices.mean, variance: noise.between },
  ];
  const multiply = byFours(
    beliefs.map(({ mean }) => mean),
    dimension,
  );
  const powers = Float64Array.from(beliefs, ({ mean }) => power(mean));
  const variances = Float64Array.from(beliefs, ({ variance }) => variance);
  const classes = Int32Array.from(beliefs, ({ class_ }) => class_);
  const products = new Float64Array(beliefs.length + 3);
  return (x, offset, seconds, own, into, at) => {
    const spread = noiseVariance(noise, seconds);
    multiply(x, offset, products);
    into.fill(Number.NEGATIVE_INFINITY, at, at + stranger + 1);
    for (let belief = 0; belief < classes.length; belief += 1) {
      const class_ = classes[belief]!;
      const score = density(powers[belief]!, products[belief]!, variances[belief]! + spread);
      if (score > into[at + class_]!) into[at + class_] = score;
    }
    if (!own) return;
    let best = Number.NEGATIVE_INFINITY;
    for (const { mean, variance } of believe(voices, own.character, x, offset, own)) {
      let product = 0;
      for (let d = 0; d < dimension; d += 1) product += x[offset + d]! * mean[d]!;
      best = Math.max(best, density(power(mean), product, variance + spread));
    }
    into[at + own.character] = best;
  };
}

/** Log-density of a unit vector, per effective dimension: |x - m|^2 = 1 + |m|^2 - 2 x.m */
const density = (meanPower: number, product: number, variance: number): number =>
  -0.5 * (Math.log(variance) + (1 + meanPower - 2 * product) / variance);

const power = (vector: Float64Array): number => vector.reduce((sum, value) => sum + value * value, 0);

/** Products of a vector with many others, four at a time: their numbers are interleaved, so that memory is read in order. */
function byFours(others: readonly Float64Array[], dimension: number) {
  const fours = Math.ceil(others.length / 4);
  const matrix = new Float64Array(fours * 4 * dimension);
  others.forEach((other, at) => {
    const base = (at >> 2) * 4 * dimension + (at & 3);
    for (let d = 0; d < dimension; d += 1) matrix[base + 4 * d] = other[d]!;
  });
  return (x: Float32Array, offset: number, into: Float64Array): void => {
    for (let four = 0; four < fours; four += 1) {
      let [a, b, c, d] = [0, 0, 0, 0];
      let place = four * 4 * dimension;
      for (let column = offset; column < offset + dimension; column += 1) {
        const value = x[column]!;
        a += value * matrix[place]!;
        b += value * matrix[place + 1]!;
        c += value * matrix[place + 2]!;
        d += value * matrix[place + 3]!;
        place += 4;
      }
      into[four * 4] = a;
      into[four * 4 + 1] = b;
      into[four * 4 + 2] = c;
      into[four * 4 + 3] = d;
    }
  };
}
