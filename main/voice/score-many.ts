import { RolecallError } from '../model/index.ts';
import { transformRows } from './adaptation.ts';
import type { VoiceBank } from './bank.ts';
import { posterior } from './calibration.ts';
import { voicesOf } from './score.ts';
import type { Contribution } from './voices.ts';
import { makeScorer } from './voices.ts';

export interface ManyScores {
  /** Index of the best answer among the bank's characters; their number stands for "someone else". */
  readonly best: Int32Array;
  readonly probability: Float32Array;
  /** Probability of the best answer less that of the runner-up. */
  readonly margin: Float32Array;
}

export interface ManyOptions {
  /** Ids of the rows: given, no utterance is scored against itself. */
  readonly ids?: readonly string[];
  readonly onProgress?: (rows: number) => void;
}

/** Rows that are adapted at a time. */
const BLOCK = 4_096;

/**
 * The same answers as `scoreUtterances`, for as many rows as fit into memory: a whole series of 500 hours at once.
 *
 * @param vectors unit vectors, rows x the bank's dimension
 * @param seconds speech of each row
 * @throws RolecallError where the sizes do not fit the bank
 */
export function scoreMany(
  vectors: Float32Array,
  seconds: Float32Array,
  bank: VoiceBank,
  options: ManyOptions = {},
): ManyScores {
  const { dimension } = bank;
  const rows = seconds.length;
  if (vectors.length !== rows * dimension) throw otherSize(vectors.length, rows, dimension);
  const size = bank.characters.length + 1;
  const result: ManyScores = {
    best: new Int32Array(rows),
    probability: new Float32Array(rows),
    margin: new Float32Array(rows),
  };
  const score = makeScorer(voicesOf(bank));
  const logPriors = Float64Array.from(bank.priors, Math.log);
  const transform = bank.transform === null ? null : Float64Array.from(bank.transform);
  const adapted = new Float32Array(transform === null ? 0 : BLOCK * dimension);
  const scores = new Float64Array(size);
  const odds = new Float64Array(size);
  for (let at = 0; at < rows; at += 1) {
    const inBlock = at % BLOCK;
    if (inBlock === 0) {
      options.onProgress?.(at);
      if (transform !== null) {
        const block = vectors.subarray(at * dimension, Math.min(rows, at + BLOCK) * dimension);
        transformRows(block, dimension, transform, adapted);
      }
    }
    const length = Math.max(0.25, seconds[at]!);
    const member = options.ids && bank.members[options.ids[at]!];
    const own: Contribution | undefined = member && {
      character: member[0],
      prototype: member[1],
      precision: member[2],
    };
    if (transform === null) score(vectors, at * dimension, length, own, scores, 0);
    else score(adapted, inBlock * dimension, length, own, scores, 0);
    posterior(scores, 0, length, logPriors, bank.calibration, odds);
    let [first, second] = [0, -1];
    for (let class_ = 1; class_ < size; class_ += 1) {
      if (odds[class_]! > odds[first]!) [first, second] = [class_, first];
      else if (second < 0 || odds[class_]! > odds[second]!) second = class_;
    }
    result.best[at] = first;
    result.probability[at] = odds[first]!;
    result.margin[at] = odds[first]! - (second < 0 ? 0 : odds[second]!);
  }
  return result;
}

const otherSize = (length: number, rows: number, dimension: number): RolecallError =>
  new RolecallError({
    kind: 'internal',
    message: `${length} numbers are not ${rows} embeddings of ${dimension}.`,
    remedy: 'Run the series again after the encoder was changed, so that its voices are learnt anew.',
  });
