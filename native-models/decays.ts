import { EAR_BANDS } from './ear-bands/index.ts';
import type { EarFeatures } from './front-ends/ear.ts';

/** The ear's bands, gathered into ten: 250 Hz to 7 kHz. */
const BANDS = [
  [13, 29],
  [29, 45],
  [45, 64],
  [64, 68],
  [68, 72],
  [72, 76],
  [76, 80],
  [80, 84],
  [84, 88],
  [88, 92],
] as const;
/** Seconds between two frames. */
const STEP = 0.02;
/** Frames of a decay: 120 ms. */
const WIDTH = 6;
/** A decay counts that begins this far over its band's floor, dB, and rises nowhere by more than the other. */
const MARGIN = 12;
const SLACK = 0.5;
/** dB a second: slower is no decay. */
const SLOWEST = -10;
/** Fewer decays tell nothing. */
const FEWEST = 4;
/** Frames of the shortest clip whose decays are looked at. */
const SHORTEST = 12;
/** Fitted by `rolecall-ear-v0/training/decays.py`: the voice itself decays too. */
const OFFSET = 0.136;
const SLOPE = 1.322;
/** Seconds; beyond it the measure is not known to hold. */
const LONGEST = 3;

/**
 * Reverberation time T60 in seconds from how fast the sound decays (after Wen, Habets and Naylor, "Blind estimation of
 * reverberation time based on the distribution of signal decay rates", 2008): a room keeps steep decays from happening,
 * so the median of all slopes tells of it. Twin of `rolecall-ear-v0/training/decays.py`.
 *
 * @returns null where the clip is too short, or so noisy that nothing in it decays
 */
export function reverberationTime({ frames, powers }: Pick<EarFeatures, 'frames' | 'powers'>): number | null {
  if (frames < SHORTEST) return null;
  const slopes = BANDS.flatMap(([from, to]) => decays(bandLevels(powers, frames, from, to)));
  if (slopes.length < FEWEST) return null;
  slopes.sort((a, b) => a - b);
  const decay = -60 / slopes[Math.floor(0.5 * (slopes.length - 1))]!;
  return Math.min(LONGEST, Math.exp(OFFSET + SLOPE * Math.log(decay)));
}

/** dB. */
function bandLevels(powers: Float32Array, frames: number, from: number, to: number): Float64Array {
  const levels = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let band = from; band < to; band += 1) sum += powers[frame * EAR_BANDS + band]!;
    levels[frame] = 10 * Math.log10(sum / (to - from) + 1e-7);
  }
  return levels;
}

/** The value that `rank` others are at most as large as, from 0 on; cheaper than to sort all where `rank` is small. */
function nthSmallest(values: Float64Array, rank: number): number {
  const smallest = new Float64Array(rank + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (!(value < smallest[rank]!)) continue;
    let at = rank;
    for (; at > 0 && smallest[at - 1]! > value; at -= 1) smallest[at] = smallest[at - 1]!;
    smallest[at] = value;
  }
  return smallest[rank]!;
}

/** Slopes, dB a second, by least squares, of all stretches that fall throughout and begin clear of the floor. */
function decays(levels: Float64Array): number[] {
  const floor = nthSmallest(levels, Math.floor(0.05 * (levels.length - 1)));
  const middle = (WIDTH - 1) / 2;
  let spread = 0;
  for (let k = 0; k < WIDTH; k += 1) spread += (k - middle) ** 2;
  const slopes: number[] = [];
  let falling = 1;
  for (let end = 1; end < levels.length; end += 1) {
    falling = levels[end]! < levels[end - 1]! + SLACK ? falling + 1 : 1;
    const start = end - WIDTH + 1;
    if (falling < WIDTH || levels[start]! <= floor + MARGIN) continue;
    let slope = 0;
    for (let k = 0; k < WIDTH; k += 1) slope += (k - middle) * levels[start + k]!;
    slope /= spread * STEP;
    if (slope < SLOWEST) slopes.push(slope);
  }
  return slopes;
}
