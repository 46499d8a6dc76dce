import { PowerSpectrum } from '../../main/model/power-spectrum.ts';
import { BANDS, bandsFrom, energyIn, type Features, withoutMean } from './bands.ts';

const SAMPLE_RATE = 16_000;
/** 25 ms every 10 ms, transformed as they are. */
const SIZE = 400;
const STEP = 160;
/** Least energy, and how far below the loudest band of the clip (in decibels) a band may lie. */
const FLOOR = 1e-10;
const RANGE = 80;

const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const hertzOf = (value: number): number => 700 * (10 ** (value / 2595) - 1);
const edges = Array.from({ length: BANDS + 2 }, (_, i) => hertzOf((mel(SAMPLE_RATE / 2) * i) / (BANDS + 1)));
/** Triangles on the axis of hertz that fall as steeply as they rise: the distance to the left edge counts for both. */
const bank = bandsFrom(
  (band, hertz) => 1 - Math.abs(hertz - edges[band + 1]!) / (edges[band + 1]! - edges[band]!),
  SIZE,
  SAMPLE_RATE,
);

/** A periodic Hamming window. */
const shape = Float64Array.from({ length: SIZE }, (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / SIZE));

/**
 * The filterbanks that SpeechBrain's ECAPA is fed (`Fbank` with its defaults and 80 bands: frames around every tenth
 * millisecond with silence beyond the ends, power in decibels, no more than 80 dB below the clip's loudest), then each
 * band without its mean over the clip.
 *
 * @param clip 16 kHz samples, -1 to 1
 */
export function speechBrainFilterbank(clip: Float32Array): Features {
  const frames = 1 + Math.floor(clip.length / STEP);
  const values = new Float32Array(frames * BANDS);
  const spectrum = new PowerSpectrum(SIZE);
  const power = new Float64Array(SIZE / 2 + 1);
  const windowed = new Float64Array(SIZE);
  let loudest = Number.NEGATIVE_INFINITY;
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * STEP - SIZE / 2;
    for (let i = 0; i < SIZE; i += 1) windowed[i] = (clip[start + i] ?? 0) * shape[i]!;
    spectrum.compute(windowed, power);
    for (let band = 0; band < BANDS; band += 1) {
      const decibels = 10 * Math.log10(Math.max(FLOOR, energyIn(bank[band]!, power)));
      values[frame * BANDS + band] = decibels;
      loudest = Math.max(loudest, decibels);
    }
  }
  for (let i = 0; i < values.length; i += 1) values[i] = Math.max(values[i]!, loudest - RANGE);
  return withoutMean({ frames, bands: BANDS, values });
}
