import { EAR_BANDS, EarBands } from '../ear-bands/index.ts';
import { PowerSpectra } from '../power-spectra/index.ts';
import type { Features } from './bands.ts';

/** 64 ms at 16 kHz: fine enough that the harmonics of a low voice stand apart. */
const FRAME = 1024;
/** 20 ms. */
const HOP = 320;
/** What the shortest clip is filled up to with silence: 13 frames. */
export const EAR_MINIMUM = FRAME + 12 * HOP;

const spectra = new PowerSpectra(FRAME);
const bands = new EarBands();
/** Room for the longest clip so far: new memory for every clip would cost more than what is written into it. */
let room = { values: new Float32Array(0), powers: new Float32Array(0) };

export interface EarFeatures extends Features {
  /** The powers whose common logarithms `values` are, place by place. */
  readonly powers: Float32Array;
}

/**
 * What the sound judge is fed: the twin of `rolecall-ear-v0/training/features.py`. The arrays hold until the next call.
 *
 * @param clip at least `EAR_MINIMUM` samples, not silent
 */
export function earFeatures(clip: Float32Array): EarFeatures {
  let square = 0;
  for (let i = 0; i < clip.length; i += 1) square += clip[i]! * clip[i]!;
  const level = Math.sqrt(square / clip.length) + 1e-9;
  const scale = 1 / (level * level * spectra.windowEnergy);
  const frames = Math.floor((clip.length - FRAME) / HOP) + 1;
  const length = frames * EAR_BANDS;
  if (room.values.length < length)
    room = { values: new Float32Array(length), powers: new Float32Array(length) };
  const values = room.values.subarray(0, length);
  const powers = room.powers.subarray(0, length);
  for (let frame = 0; frame < frames; frame += 2) {
    const first = frame * HOP;
    const hasSecond = frame + 1 < frames;
    spectra.first.set(clip.subarray(first, first + FRAME));
    if (hasSecond) spectra.second.set(clip.subarray(first + HOP, first + HOP + FRAME));
    spectra.run(scale);
    store(spectra.firstPower, frame);
    if (hasSecond) store(spectra.secondPower, frame + 1);
  }
  return { frames, bands: EAR_BANDS, values, powers };

  function store(power: Float32Array, frame: number): void {
    bands.power.set(power);
    bands.run();
    powers.set(bands.powers, frame * EAR_BANDS);
    values.set(bands.logarithms, frame * EAR_BANDS);
  }
}
