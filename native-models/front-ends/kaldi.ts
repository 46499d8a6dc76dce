import { PowerSpectrum } from '../../main/model/power-spectrum.ts';
import { BANDS, bandsFrom, energyIn, type Features, withoutMean } from './bands.ts';

export interface KaldiOptions {
  readonly window: 'povey' | 'hamming';
  /** What samples of -1 to 1 are multiplied by: 32768 where the encoder was trained on 16-bit numbers. */
  readonly scale: 1 | 32_768;
}

const SAMPLE_RATE = 16_000;
/** 25 ms every 10 ms, padded to a power of two. */
const FRAME = 400;
const STEP = 160;
const SIZE = 512;
const PRE_EMPHASIS = 0.97;
const LOWEST_HERTZ = 20;
/** Kaldi's floor below the logarithm: the smallest step of a 32-bit number at 1. */
const FLOOR = 2 ** -23;

const mel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);

const LOW = mel(LOWEST_HERTZ);
const WIDTH = (mel(SAMPLE_RATE / 2) - LOW) / (BANDS + 1);
/** Triangles on the mel axis; the bin at half the sample rate belongs to none. */
const bank = bandsFrom(
  (band, hertz) => {
    if (hertz >= SAMPLE_RATE / 2) return 0;
    const place = (mel(hertz) - LOW) / WIDTH - band;
    return Math.min(place, 2 - place);
  },
  SIZE,
  SAMPLE_RATE,
);

const windows = {
  hamming: Float64Array.from(
    { length: FRAME },
    (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (FRAME - 1)),
  ),
  povey: Float64Array.from(
    { length: FRAME },
    (_, i) => (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (FRAME - 1))) ** 0.85,
  ),
};

/**
 * Logarithms of 80 filterbank energies as Kaldi's `compute-fbank-feats` gives them (frames inside the clip only, no
 * dither, each frame without its mean, pre-emphasis 0.97, power spectrum, natural logarithm), then each band without
 * its mean over the clip. Clips shorter than 25 ms have no frames.
 *
 * @param clip 16 kHz samples, -1 to 1
 */
export function kaldiFilterbank(clip: Float32Array, { window, scale }: KaldiOptions): Features {
  const frames = clip.length < FRAME ? 0 : 1 + Math.floor((clip.length - FRAME) / STEP);
  const values = new Float32Array(frames * BANDS);
  const spectrum = new PowerSpectrum(SIZE);
  const power = new Float64Array(SIZE / 2 + 1);
  const padded = new Float64Array(SIZE);
  const shape = windows[window];
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * STEP;
    let mean = 0;
    for (let i = 0; i < FRAME; i += 1) mean += clip[start + i]! / FRAME;
    // The first sample of a frame has nobody before it and stands in for that one itself.
    let before = clip[start]! - mean;
    for (let i = 0; i < FRAME; i += 1) {
      const sample = clip[start + i]! - mean;
      padded[i] = (sample - PRE_EMPHASIS * before) * shape[i]! * scale;
      before = sample;
    }
    spectrum.compute(padded, power);
    for (let band = 0; band < BANDS; band += 1) {
      values[frame * BANDS + band] = Math.log(Math.max(FLOOR, energyIn(bank[band]!, power)));
    }
  }
  return withoutMean({ frames, bands: BANDS, values });
}
