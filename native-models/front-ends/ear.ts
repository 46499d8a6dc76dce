import { Fourier } from '../fourier.ts';
import type { Features } from './bands.ts';

/** 64 ms at 16 kHz: fine enough that the harmonics of a low voice stand apart. */
const FRAME = 1024;
/** 20 ms. */
const HOP = 320;
const FLOOR = 1e-7;
/** Bins 3 to 66 (47 to 1031 Hz) one by one, then bands of growing width from there to 8 kHz. */
const FIRST_BIN = 3;
const SINGLE = 64;
const WIDE = 32;
/** Bins 67 to 130 (to 2031 Hz) one by one: where the harmonics of a second voice show between those of the first. */
const FURTHER = 64;
export const EAR_BANDS = SINGLE + WIDE + FURTHER;
/** What the shortest clip is filled up to with silence: 13 frames. */
export const EAR_MINIMUM = FRAME + 12 * HOP;

const window = Float64Array.from(
  { length: FRAME },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME),
);
const windowEnergy = window.reduce((sum, value) => sum + value * value, 0);
const edges = Int32Array.from({ length: WIDE + 1 }, (_, i) =>
  Math.round((FIRST_BIN + SINGLE) * (FRAME / 2 / (FIRST_BIN + SINGLE)) ** (i / WIDE)),
);

const fourier = new Fourier(FRAME);
const re = new Float64Array(FRAME);
const im = new Float64Array(FRAME);
const firstPower = new Float64Array(FRAME / 2 + 1);
const secondPower = new Float64Array(FRAME / 2 + 1);

/**
 * What the sound judge is fed: the twin of `rolecall-ear-v0/training/features.py`, which says what the bands are.
 *
 * @param clip at least `EAR_MINIMUM` samples, not silent
 */
export function earFeatures(clip: Float32Array): Features {
  let square = 0;
  for (let i = 0; i < clip.length; i += 1) square += clip[i]! * clip[i]!;
  const scale = 1 / (Math.sqrt(square / clip.length) + 1e-9);
  const frames = Math.floor((clip.length - FRAME) / HOP) + 1;
  const values = new Float32Array(frames * EAR_BANDS);
  // Two real frames are one complex one: half the work.
  for (let frame = 0; frame < frames; frame += 2) {
    const first = frame * HOP;
    const hasSecond = frame + 1 < frames;
    for (let i = 0; i < FRAME; i += 1) {
      const weight = window[i]! * scale;
      re[i] = clip[first + i]! * weight;
      im[i] = hasSecond ? clip[first + HOP + i]! * weight : 0;
    }
    fourier.transform(re, im);
    separate();
    writeBands(firstPower, values, frame * EAR_BANDS);
    if (hasSecond) writeBands(secondPower, values, (frame + 1) * EAR_BANDS);
  }
  return { frames, bands: EAR_BANDS, values };
}

/** Powers of the frame that was the real part and of the other: the even and the odd half of the spectrum. */
function separate(): void {
  const scale = 1 / (4 * windowEnergy);
  for (let k = 0; k <= FRAME / 2; k += 1) {
    const other = (FRAME - k) & (FRAME - 1);
    const sumR = re[k]! + re[other]!;
    const lessR = re[k]! - re[other]!;
    const sumI = im[k]! + im[other]!;
    const lessI = im[k]! - im[other]!;
    firstPower[k] = (sumR * sumR + lessI * lessI) * scale;
    secondPower[k] = (sumI * sumI + lessR * lessR) * scale;
  }
}

function writeBands(power: Float64Array, values: Float32Array, at: number): void {
  for (let band = 0; band < SINGLE; band += 1)
    values[at + band] = Math.log(power[FIRST_BIN + band]! + FLOOR) * Math.LOG10E;
  for (let band = 0; band < WIDE; band += 1) {
    const from = edges[band]!;
    const to = edges[band + 1]!;
    let sum = 0;
    for (let bin = from; bin < to; bin += 1) sum += power[bin]!;
    values[at + SINGLE + band] = Math.log(sum / (to - from) + FLOOR) * Math.LOG10E;
  }
  for (let band = 0; band < FURTHER; band += 1)
    values[at + SINGLE + WIDE + band] = Math.log(power[FIRST_BIN + SINGLE + band]! + FLOOR) * Math.LOG10E;
}
