import { RolecallError } from '../model/index.ts';
import { transformRow } from './adaptation.ts';
import type { VoiceBank } from './bank.ts';
import { posterior } from './calibration.ts';
import { voicesOf } from './score.ts';
import { believe, makeScorer, noiseVariance } from './voices.ts';

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

const PROGRESS_ROWS = 16_384;

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
  const voices = voicesOf(bank);
  const slow = makeScorer(voices);
  const fast = makeFastScorer(bank);
  const logPriors = Float64Array.from(bank.priors, Math.log);
  const transform = bank.transform === null ? null : Float64Array.from(bank.transform);
  const adapted = new Float32Array(dimension);
  const scores = new Float64Array(size);
  const odds = new Float64Array(size);
  for (let at = 0; at < rows; at += 1) {
    const length = Math.max(0.25, seconds[at]!);
    let from = vectors;
    let offset = at * dimension;
    if (transform !== null) {
      transformRow(vectors, offset, dimension, transform, adapted, 0);
      [from, offset] = [adapted, 0];
    }
    const member = options.ids && bank.members[options.ids[at]!];
    if (member) {
      const [character, prototype, precision] = member;
      slow(from, offset, length, { character, prototype, precision }, scores, 0);
    } else {
      fast(from, offset, noiseVariance(bank.noise, length), scores);
    }
    posterior(scores, 0, length, logPriors, bank.calibration, odds);
    let [first, second] = [0, -1];
    for (let class_ = 1; class_ < size; class_ += 1) {
      if (odds[class_]! > odds[first]!) [first, second] = [class_, first];
      else if (second < 0 || odds[class_]! > odds[second]!) second = class_;
    }
    result.best[at] = first;
    result.probability[at] = odds[first]!;
    result.margin[at] = odds[first]! - (second < 0 ? 0 : odds[second]!);
    if ((at + 1) % PROGRESS_ROWS === 0) options.onProgress?.(at + 1);
  }
  return result;
}

/** Scores unit vectors against beliefs that are laid out as one matrix, four of them at a time. */
function makeFastScorer(bank: VoiceBank) {
  const { dimension } = bank;
  const voices = voicesOf(bank);
  const stranger = voices.characters.length;
  const beliefs = [
    ...voices.characters.flatMap((_, class_) =>
      believe(voices, class_).map((belief) => ({ class_, ...belief })),
    ),
    { class_: stranger, mean: voices.mean, variance: voices.noise.between },
  ];
  // Filled up to a multiple of four with copies of the last: they change no maximum.
  while (beliefs.length % 4 !== 0) beliefs.push(beliefs[beliefs.length - 1]!);
  const count = beliefs.length;
  // Interleaved by fours: the numbers that are needed together lie together.
  const matrix = new Float32Array(count * dimension);
  beliefs.forEach(({ mean }, at) => {
    const base = (at >> 2) * 4 * dimension + (at & 3);
    for (let d = 0; d < dimension; d += 1) matrix[base + 4 * d] = mean[d]!;
  });
  const powers = Float64Array.from(beliefs, ({ mean }) =>
    mean.reduce((sum, value) => sum + value * value, 0),
  );
  const variances = Float64Array.from(beliefs, ({ variance }) => variance);
  const classes = Int32Array.from(beliefs, ({ class_ }) => class_);
  const products = new Float64Array(count);
  return (x: Float32Array, offset: number, noise: number, into: Float64Array): void => {
    for (let four = 0; four < count; four += 4) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let column = 0, place = four * dimension; column < dimension; column += 1, place += 4) {
        const value = x[offset + column]!;
        a += value * matrix[place]!;
        b += value * matrix[place + 1]!;
        c += value * matrix[place + 2]!;
        d += value * matrix[place + 3]!;
      }
      products[four] = a;
      products[four + 1] = b;
      products[four + 2] = c;
      products[four + 3] = d;
    }
    into.fill(Number.NEGATIVE_INFINITY);
    for (let at = 0; at < count; at += 1) {
      const variance = variances[at]! + noise;
      // The rows are unit vectors: |x - m|^2 = 1 + |m|^2 - 2 x.m
      const score = -0.5 * (Math.log(variance) + (1 + powers[at]! - 2 * products[at]!) / variance);
      const class_ = classes[at]!;
      if (score > into[class_]!) into[class_] = score;
    }
  };
}

const otherSize = (length: number, rows: number, dimension: number): RolecallError =>
  new RolecallError({
    kind: 'internal',
    message: `${length} numbers are not ${rows} embeddings of ${dimension}.`,
    remedy: 'Run the series again after the encoder was changed, so that its voices are learnt anew.',
  });
