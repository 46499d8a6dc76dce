import type { Calibration, NoiseModel } from './bank.ts';
import { labelRight, logPriorsOf, posterior } from './calibration.ts';
import type { Fit, Space } from './labelled-space.ts';
import { splitIntoManners } from './manners.ts';
import type { Contribution, Prototype } from './voices.ts';
import { makeScorer, noiseVariance } from './voices.ts';

/** Labels less probable than this enrol nothing at all. */
const TRIMMED = 0.1;
const ROUNDS = 4;
/** Variances believed before any utterance is seen, and how many utterances that belief is worth. */
export const PRIOR_NOISE: NoiseModel = { base: 0.3, perReciprocalSecond: 0.5, between: 0.5 };
const PRIOR_UTTERANCES = 20;
const PRIOR_CHARACTERS = 3;

/**
 * Voices from labels of which some are wrong: expectation maximisation over "this label is right". Every
 * utterance is judged by the voices without it; those that do not fit their label enrol the less, and at last not
 * at all (iterative trimming). What a person accepted always enrols in full.
 *
 * @param held rows that must not be learnt from, or null
 * @param prototypes most manners of speaking a voice is split into
 */
export function fitVoices(
  space: Space,
  held: Uint8Array | null,
  prototypes: number,
  calibration: Calibration,
  strangers: number,
): Fit {
  const { count, labels, certain, characters, dimension } = space;
  const weights = space.weights.map((weight, at) => (held?.[at] || labels[at]! < 0 ? 0 : weight));
  const trust = new Float64Array(count);
  for (let at = 0; at < count; at += 1) if (weights[at]! > 0) trust[at] = 1;
  const logPriors = logPriorsOf(labels, characters, strangers);
  const row = new Float64Array(characters + 1);
  const odds = new Float64Array(characters + 1);
  let labelNoise = calibration.labelNoise;
  let gathered = gather(space, weights, trust, PRIOR_NOISE);
  for (let round = 0; round < ROUNDS; round += 1) {
    const score = makeScorer(gathered.voices);
    let wrong = 0;
    let judged = 0;
    for (let at = 0; at < count; at += 1) {
      if (weights[at] === 0) continue;
      const label = labels[at]!;
      score(space.vectors, at * dimension, space.seconds[at]!, gathered.members[at], row, 0);
      posterior(row, 0, space.seconds[at]!, logPriors, calibration, odds);
      const right = certain[at] ? 1 : labelRight(odds[label]!, labelNoise, characters);
      wrong += 1 - right;
      judged += 1;
      trust[at] = right < TRIMMED ? 0 : right;
    }
    labelNoise = Math.min(0.3, (wrong + 1) / (judged + 20));
    gathered = gather(space, weights, trust, gathered.voices.noise);
  }
  if (prototypes > 1) gathered = splitIntoManners(space, gathered, prototypes);
  return { ...gathered, trust };
}

/** One prototype a character, and the variances that the utterances show around them. */
function gather(
  space: Space,
  weights: Float64Array,
  trust: Float64Array,
  last: NoiseModel,
): Omit<Fit, 'trust'> {
  const { count, dimension, characters, labels, seconds, vectors } = space;
  const noise = estimateNoise(space, weights, trust, last);
  const sums = Array.from({ length: characters }, () => new Float64Array(dimension));
  const precisions = new Float64Array(characters);
  const members: (Contribution | undefined)[] = new Array(count).fill(undefined);
  for (let at = 0; at < count; at += 1) {
    const weight = weights[at]! * trust[at]!;
    if (weight === 0) continue;
    const character = labels[at]!;
    const precision = weight / noiseVariance(noise, seconds[at]!);
    members[at] = { character, prototype: 0, precision };
    precisions[character]! += precision;
    const sum = sums[character]!;
    for (let d = 0; d < dimension; d += 1) sum[d]! += precision * vectors[at * dimension + d]!;
  }
  // The mean of all voices, held back towards the origin as if two voices had been heard there.
  const mean = new Float64Array(dimension);
  let heard = 2;
  sums.forEach((sum, character) => {
    const precision = precisions[character]!;
    if (precision === 0) return;
    heard += 1;
    for (let d = 0; d < dimension; d += 1) mean[d]! += sum[d]! / precision;
  });
  for (let d = 0; d < dimension; d += 1) mean[d]! /= heard;
  const prototypes = sums.map((sum, character): Prototype[] => [{ sum, precision: precisions[character]! }]);
  return { voices: { dimension, mean, noise, characters: prototypes }, members };
}

/** Least squares of the distances to the voices' means on 1 and 1 / duration, with a prior worth some utterances. */
function estimateNoise(
  space: Space,
  weights: Float64Array,
  trust: Float64Array,
  last: NoiseModel,
): NoiseModel {
  const { count, dimension, characters, labels, seconds, vectors } = space;
  const means = Array.from({ length: characters }, () => new Float64Array(dimension));
  const mass = new Float64Array(characters);
  const squares = new Float64Array(characters);
  for (let at = 0; at < count; at += 1) {
    const weight = (weights[at]! * trust[at]!) / noiseVariance(last, seconds[at]!);
    if (weight === 0) continue;
    const character = labels[at]!;
    mass[character]! += weight;
    squares[character]! += weight * weight;
    for (let d = 0; d < dimension; d += 1) means[character]![d]! += weight * vectors[at * dimension + d]!;
  }
  means.forEach((mean, character) => {
    for (let d = 0; d < dimension; d += 1) mean[d]! /= mass[character] || 1;
  });
  // Normal equations of distance = base + per / seconds; the prior stands at 1 s and 4 s.
  let [ones, slopes, cross, value, valueSlope] = [0, 0, 0, 0, 0];
  const observe = (weight: number, reciprocal: number, distance: number) => {
    ones += weight;
    slopes += weight * reciprocal * reciprocal;
    cross += weight * reciprocal;
    value += weight * distance;
    valueSlope += weight * reciprocal * distance;
  };
  for (const reciprocal of [1, 0.25]) {
    observe(
      PRIOR_UTTERANCES / 2,
      reciprocal,
      PRIOR_NOISE.base + PRIOR_NOISE.perReciprocalSecond * reciprocal,
    );
  }
  for (let at = 0; at < count; at += 1) {
    const weight = weights[at]! * trust[at]!;
    const character = labels[at]!;
    if (weight === 0) continue;
    const share = weight / noiseVariance(last, seconds[at]!) / mass[character]!;
    if (share > 0.5) continue;
    let distance = 0;
    for (let d = 0; d < dimension; d += 1)
      distance += (vectors[at * dimension + d]! - means[character]![d]!) ** 2;
    // An utterance pulls its own mean towards itself by its share.
    observe(weight, 1 / seconds[at]!, distance / (1 - share));
  }
  const determinant = ones * slopes - cross * cross;
  let perReciprocalSecond = determinant > 1e-9 ? (ones * valueSlope - cross * value) / determinant : 0;
  perReciprocalSecond = Math.max(0.02, perReciprocalSecond);
  const base = Math.max(0.05, (value - perReciprocalSecond * cross) / ones);
  return {
    base,
    perReciprocalSecond,
    between: betweenVariance(means, mass, squares, dimension, base + perReciprocalSecond / 2),
  };
}

function betweenVariance(
  means: Float64Array[],
  mass: Float64Array,
  squares: Float64Array,
  dimension: number,
  noise: number,
): number {
  const heard = means.filter((_, character) => mass[character]! > 0);
  if (heard.length < 2) return PRIOR_NOISE.between;
  const centre = new Float64Array(dimension);
  for (const mean of heard) for (let d = 0; d < dimension; d += 1) centre[d]! += mean[d]! / heard.length;
  let sum = 0;
  means.forEach((mean, character) => {
    if (!mass[character]) return;
    let distance = 0;
    for (let d = 0; d < dimension; d += 1) distance += (mean[d]! - centre[d]!) ** 2;
    // A mean of few utterances strays by their noise: take that away.
    const strays = (noise * squares[character]!) / mass[character]! ** 2;
    sum += Math.max(0.05, distance - strays);
  });
  const unbiased = sum / (heard.length - 1);
  return (
    (unbiased * heard.length + PRIOR_NOISE.between * PRIOR_CHARACTERS) / (heard.length + PRIOR_CHARACTERS)
  );
}
