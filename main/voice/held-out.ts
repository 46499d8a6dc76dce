import { learnTransform, transformed } from './adaptation.ts';
import type { Calibration } from './bank.ts';
import type { Trials } from './calibration.ts';
import {
  fitCalibration,
  labelLogProbability,
  logPriorsOf,
  PRIOR_CALIBRATION,
  posterior,
} from './calibration.ts';
import { fitVoices } from './fit.ts';
import type { Fit, Space } from './labelled-space.ts';
import { makeScorer } from './voices.ts';

/** How voices are modelled: what cross-validation chooses between. */
export interface Settings {
  /** Shrinkage of the adaptation; 1 is none. */
  readonly shrinkage: number;
  readonly prototypes: number;
}

const FOLDS = 5;

/**
 * Log-probability of each label under voices that were learnt without its fold, adaptation and prototypes included.
 * Rows without a label are left out.
 */
export function heldOut(space: Space, settings: Settings, strangers: number): Float64Array {
  const folds = foldsOf(space);
  const size = space.characters + 1;
  const rows: number[] = [];
  for (let at = 0; at < space.count; at += 1) if (folds[at]! >= 0) rows.push(at);
  const place = new Map(rows.map((at, index) => [at, index]));
  const scores = new Float64Array(rows.length * size);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = Uint8Array.from(folds, (own) => (own === fold ? 1 : 0));
    const { fit, adapted } = fitWithTransform(space, held, settings, PRIOR_CALIBRATION, strangers);
    const score = makeScorer(fit.voices);
    for (const at of rows) {
      if (folds[at] !== fold) continue;
      score(
        adapted.vectors,
        at * space.dimension,
        space.seconds[at]!,
        undefined,
        scores,
        place.get(at)! * size,
      );
    }
  }
  const trials: Trials = {
    count: rows.length,
    characters: space.characters,
    scores,
    seconds: Float64Array.from(rows, (at) => space.seconds[at]!),
    labels: Int32Array.from(rows, (at) => space.labels[at]!),
  };
  const logPriors = logPriorsOf(trials.labels, space.characters, strangers);
  const calibration = fitCalibration(trials, logPriors, strangers);
  const odds = new Float64Array(size);
  return Float64Array.from(rows, (_, index) => {
    posterior(scores, index * size, trials.seconds[index]!, logPriors, calibration, odds);
    return labelLogProbability(odds[trials.labels[index]!]!, calibration.labelNoise, space.characters);
  });
}

/** Voices learnt in the raw space, then, where asked for, learnt again in the space adapted by them. */
export function fitWithTransform(
  space: Space,
  held: Uint8Array | null,
  settings: Settings,
  calibration: Calibration,
  strangers: number,
): { fit: Fit; adapted: Space; transform: Float64Array | null } {
  const adapts = settings.shrinkage < 1;
  const raw = fitVoices(space, held, adapts ? 1 : settings.prototypes, calibration, strangers);
  if (!adapts) return { fit: raw, adapted: space, transform: null };
  const transform = learnTransform(space, raw, settings.shrinkage);
  if (transform === null) return { fit: raw, adapted: space, transform: null };
  const adapted = { ...space, vectors: transformed(space.vectors, space.dimension, transform) };
  return { fit: fitVoices(adapted, held, settings.prototypes, calibration, strangers), adapted, transform };
}

/** A fold for each labelled row, dealt in turn within each character; -1 for the others. */
function foldsOf(space: Space): Int32Array {
  const next = new Int32Array(space.characters);
  return space.labels.map((label) => {
    if (label < 0) return -1;
    // Characters start at different folds, so that those with one line do not all fall into the first.
    const fold = (next[label]! + label) % FOLDS;
    next[label]! += 1;
    return fold;
  });
}

/** Mean gain of `candidate` over `base` in nats an utterance, and its standard error. */
export function gain(base: Float64Array, candidate: Float64Array): { mean: number; standardError: number } {
  const count = base.length;
  if (count < 2) return { mean: 0, standardError: Number.POSITIVE_INFINITY };
  let mean = 0;
  for (let at = 0; at < count; at += 1) mean += (candidate[at]! - base[at]!) / count;
  let square = 0;
  for (let at = 0; at < count; at += 1) square += (candidate[at]! - base[at]! - mean) ** 2;
  return { mean, standardError: Math.sqrt(square / (count - 1) / count) };
}
