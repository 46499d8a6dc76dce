import type { NoiseModel, VoiceBank } from './bank.ts';
import { PRIOR_CALIBRATION } from './calibration.ts';
import { PRIOR_NOISE } from './fit.ts';

/** However long a voice is heard, its mean is known no better than this many seconds of base noise would tell. */
const SATURATION = 4;

/**
 * What was heard of a voice as the sufficient statistics of the model: the precision-weighted sum of its embeddings,
 * measured from the mean of all voices, and the sum of the precisions.
 */
export interface Heard {
  readonly sum: Float64Array;
  readonly precision: number;
}

/** What the voices of a series vary by. */
export interface Model {
  readonly mean: ArrayLike<number>;
  readonly noise: NoiseModel;
  /** Effective dimensions: nats that one unit of score is worth. */
  readonly scale: number;
}

export const modelOf = (bank: VoiceBank | null, dimension: number): Model => ({
  mean: bank?.mean ?? new Float64Array(dimension),
  noise: bank?.noise ?? PRIOR_NOISE,
  scale: Math.exp((bank?.calibration ?? PRIOR_CALIBRATION).scale),
});

/**
 * Log-likelihood ratio of one voice against two. Utterances of one voice are not independent (same scene, same
 * mood), so the precision of a group saturates; otherwise large groups would be sure of anything.
 */
export function oneVoice(a: Heard, b: Heard, { noise, scale }: Model): number {
  const most = SATURATION / noise.base;
  const heldA = 1 / (1 + a.precision / most);
  const heldB = 1 / (1 + b.precision / most);
  const [precisionA, precisionB] = [a.precision * heldA, b.precision * heldB];
  const powerA = dot(a.sum, a.sum) * heldA * heldA;
  const powerB = dot(b.sum, b.sum) * heldB * heldB;
  const power = powerA + powerB + 2 * dot(a.sum, b.sum) * heldA * heldB;
  const evidence = (total: number, precision: number) =>
    0.5 *
    ((noise.between * total) / (1 + noise.between * precision) - Math.log(1 + noise.between * precision));
  return (
    scale *
    (evidence(power, precisionA + precisionB) - evidence(powerA, precisionA) - evidence(powerB, precisionB))
  );
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d]! * b[d]!;
  return sum;
}
