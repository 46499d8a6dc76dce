import type { Calibration } from './bank.ts';
import { minimise } from './minimise.ts';

/** Scores of labelled utterances that were made without them. */
export interface Trials {
  readonly count: number;
  /** Characters; each row of `scores` has one more, for "someone else". */
  readonly characters: number;
  readonly scores: Float64Array;
  readonly seconds: Float64Array;
  /** Labelled character of each row. */
  readonly labels: Int32Array;
}

/** What is believed before a series has spoken: fitted on read speech with noise and music, see docs/voice.md. */
export const PRIOR_CALIBRATION: Calibration = { scale: 3.3, slope: 0.2, stranger: 0, labelNoise: 0.05 };
/** Standard deviations of those beliefs: a short series stays near them, a long one speaks for itself. */
const PRIOR_WIDTH = { scale: 0.5, slope: 0.25, stranger: 2 };

/**
 * Probabilities of one row of scores: characters, then "someone else". Softmax of scores times a scale that
 * depends on the duration: long utterances carry more independent evidence than short ones.
 */
export function posterior(
  scores: Float64Array,
  at: number,
  seconds: number,
  logPriors: Float64Array,
  { scale, slope, stranger }: Calibration,
  into: Float64Array,
  absent = -1,
): void {
  const size = logPriors.length;
  const factor = Math.exp(scale + slope * Math.log(Math.min(10, seconds) / 3));
  let highest = Number.NEGATIVE_INFINITY;
  for (let class_ = 0; class_ < size; class_ += 1) {
    const logit =
      class_ === absent
        ? Number.NEGATIVE_INFINITY
        : factor * scores[at + class_]! + logPriors[class_]! + (class_ === size - 1 ? stranger : 0);
    into[class_] = logit;
    if (logit > highest) highest = logit;
  }
  let sum = 0;
  for (let class_ = 0; class_ < size; class_ += 1) {
    into[class_] = Math.exp(into[class_]! - highest);
    sum += into[class_]!;
  }
  for (let class_ = 0; class_ < size; class_ += 1) into[class_]! /= sum;
}

/** Probability that a label is right, given the voice's probability for it: Bayes, wrong labels being any other character's. */
export function labelRight(voice: number, labelNoise: number, characters: number): number {
  const right = (1 - labelNoise) * voice;
  const wrong = (labelNoise / Math.max(1, characters - 1)) * (1 - voice);
  return right + wrong > 0 ? right / (right + wrong) : 0;
}

/** Logarithm of the probability of a label that may be wrong: the cost of calibration never explodes on a wrong one. */
export function labelLogProbability(voice: number, labelNoise: number, characters: number): number {
  return Math.log(
    Math.max(1e-12, (1 - labelNoise) * voice + (labelNoise / Math.max(1, characters - 1)) * (1 - voice)),
  );
}

/** Logarithms of the shares of lines, one pseudo-line each, with `strangers` kept for "someone else". */
export function logPriorsOf(labels: Int32Array, characters: number, strangers: number): Float64Array {
  const counts = new Float64Array(characters + 1).fill(1);
  let total = characters;
  for (const label of labels) {
    if (label < 0) continue;
    counts[label]! += 1;
    total += 1;
  }
  return counts.map((count, at) =>
    Math.log(at === characters ? strangers : ((1 - strangers) * count) / Math.max(1, total)),
  );
}

/**
 * Fits the calibration by penalised maximum likelihood over labels that may be wrong. How "someone else" scores is
 * learnt by hiding from each utterance its own character: what is left must then be called someone else.
 */
export function fitCalibration(
  trials: Trials,
  logPriors: Float64Array,
  strangers: number,
  start = PRIOR_CALIBRATION,
): Calibration {
  const { characters, count } = trials;
  const row = new Float64Array(characters + 1);
  const hiddenWeight = strangers / (1 - strangers);
  let labelNoise = start.labelNoise;
  let fitted = start;
  for (let round = 0; round < 3; round += 1) {
    // How sure each label is under the last fit weighs the hidden trials: a wrong label hides nobody.
    const trust = new Float64Array(count);
    let wrong = 0;
    for (let at = 0; at < count; at += 1) {
      posterior(trials.scores, at * row.length, trials.seconds[at]!, logPriors, fitted, row);
      trust[at] = labelRight(row[trials.labels[at]!]!, labelNoise, characters);
      wrong += 1 - trust[at]!;
    }
    labelNoise = Math.min(0.3, (wrong + 1) / (count + 20));
    const cost = ([scale = 0, slope = 0, stranger = 0]: readonly number[]) => {
      const candidate: Calibration = { scale, slope, stranger, labelNoise };
      let sum =
        ((scale - PRIOR_CALIBRATION.scale) / PRIOR_WIDTH.scale) ** 2 / 2 +
        ((slope - PRIOR_CALIBRATION.slope) / PRIOR_WIDTH.slope) ** 2 / 2 +
        ((stranger - PRIOR_CALIBRATION.stranger) / PRIOR_WIDTH.stranger) ** 2 / 2;
      for (let at = 0; at < count; at += 1) {
        const label = trials.labels[at]!;
        posterior(trials.scores, at * row.length, trials.seconds[at]!, logPriors, candidate, row);
        sum -= labelLogProbability(row[label]!, labelNoise, characters);
        posterior(trials.scores, at * row.length, trials.seconds[at]!, logPriors, candidate, row, label);
        sum -= hiddenWeight * trust[at]! * Math.log(Math.max(1e-12, row[characters]!));
      }
      return sum;
    };
    const [scale = 0, slope = 0, stranger = 0] = minimise(
      cost,
      [fitted.scale, fitted.slope, fitted.stranger],
      [0.3, 0.15, 1],
    );
    fitted = { scale, slope, stranger, labelNoise };
  }
  return fitted;
}
