import { PowerSpectra } from '../power-spectra/index.ts';
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

const edges = Int32Array.from({ length: WIDE + 1 }, (_, i) =>
  Math.round((FIRST_BIN + SINGLE) * (FRAME / 2 / (FIRST_BIN + SINGLE)) ** (i / WIDE)),
);

const spectra = new PowerSpectra(FRAME);

export interface EarFeatures extends Features {
  /** The powers whose common logarithms `values` are, place by place. */
  readonly powers: Float32Array;
}

/**
 * What the sound judge is fed: the twin of `rolecall-ear-v0/training/features.py`, which says what the bands are.
 *
 * @param clip at least `EAR_MINIMUM` samples, not silent
 */
export function earFeatures(clip: Float32Array): EarFeatures {
  let square = 0;
  for (let i = 0; i < clip.length; i += 1) square += clip[i]! * clip[i]!;
  const level = Math.sqrt(square / clip.length) + 1e-9;
  const scale = 1 / (level * level * spectra.windowEnergy);
  const frames = Math.floor((clip.length - FRAME) / HOP) + 1;
  const values = new Float32Array(frames * EAR_BANDS);
  const powers = new Float32Array(frames * EAR_BANDS);
  for (let frame = 0; frame < frames; frame += 2) {
    const first = frame * HOP;
    const hasSecond = frame + 1 < frames;
    spectra.first.set(clip.subarray(first, first + FRAME));
    if (hasSecond) spectra.second.set(clip.subarray(first + HOP, first + HOP + FRAME));
    spectra.run(scale);
    writeBands(spectra.firstPower, powers, frame * EAR_BANDS);
    if (hasSecond) writeBands(spectra.secondPower, powers, (frame + 1) * EAR_BANDS);
  }
  for (let i = 0; i < values.length; i += 1) values[i] = Math.log(powers[i]!) * Math.LOG10E;
  return { frames, bands: EAR_BANDS, values, powers };
}

function writeBands(power: Float32Array, powers: Float32Array, at: number): void {
  for (let band = 0; band < SINGLE; band += 1) powers[at + band] = power[FIRST_BIN + band]! + FLOOR;
  for (let band = 0; band < WIDE; band += 1) {
    const from = edges[band]!;
    const to = edges[band + 1]!;
    let sum = 0;
    for (let bin = from; bin < to; bin += 1) sum += power[bin]!;
    powers[at + SINGLE + band] = sum / (to - from) + FLOOR;
  }
  for (let band = 0; band < FURTHER; band += 1)
    powers[at + SINGLE + WIDE + band] = power[FIRST_BIN + SINGLE + band]! + FLOOR;
}
