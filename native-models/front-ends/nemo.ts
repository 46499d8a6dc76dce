import { PowerSpectrum } from '../../main/model/power-spectrum.ts';
import { BANDS, bandsFrom, energyIn, type Features } from './bands.ts';

const SAMPLE_RATE = 16_000;
const WINDOW = 400;
const STEP = 160;
const SIZE = 512;
const PRE_EMPHASIS = 0.97;
/** Added below the logarithm. */
const GUARD = 2 ** -24;
/** Added to the deviation that a band is divided by. */
const EPSILON = 1e-5;

/** Slaney's mel scale: linear to 1 kHz, logarithmic above. */
const mel = (hertz: number): number =>
  hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4);
const hertzOf = (value: number): number =>
  value < 15 ? (200 * value) / 3 : 1000 * Math.exp(((value - 15) * Math.log(6.4)) / 27);

const edges = Array.from({ length: BANDS + 2 }, (_, i) => hertzOf((mel(SAMPLE_RATE / 2) * i) / (BANDS + 1)));
/** Triangles on the axis of hertz, each of the same area. */
const bank = bandsFrom(
  (band, hertz) => {
    const [left, middle, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const height = Math.min((hertz - left) / (middle - left), (right - hertz) / (right - middle));
    return (height * 2) / (right - left);
  },
  SIZE,
  SAMPLE_RATE,
);

/** A symmetric Hann window of 25 ms in the middle of the transform's 32 ms. */
const shape = Float64Array.from({ length: SIZE }, (_, i) => {
  const at = i - (SIZE - WINDOW) / 2;
  return at < 0 || at >= WINDOW ? 0 : 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (WINDOW - 1));
});

/**
 * The mel spectrogram that NeMo's speaker models are fed (AudioToMelSpectrogramPreprocessor: pre-emphasis over the
 * whole clip, frames around every tenth millisecond with the ends mirrored, natural logarithm), each band brought to
 * mean 0 and deviation 1 over the clip (`per_feature`).
 *
 * @param clip 16 kHz samples, -1 to 1; at least 257
 */
export function nemoMelSpectrogram(clip: Float32Array): Features {
  const frames = 1 + Math.floor(clip.length / STEP);
  // In full precision until it is standardised: a near silent band would be magnified rounding.
  const logarithms = new Float64Array(frames * BANDS);
  const sharp = Float64Array.from(clip, (sample, i) =>
    i === 0 ? sample : sample - PRE_EMPHASIS * clip[i - 1]!,
  );
  const spectrum = new PowerSpectrum(SIZE);
  const power = new Float64Array(SIZE / 2 + 1);
  const windowed = new Float64Array(SIZE);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * STEP - SIZE / 2;
    for (let i = 0; i < SIZE; i += 1) windowed[i] = sharp[mirrored(start + i, clip.length)]! * shape[i]!;
    spectrum.compute(windowed, power);
    for (let band = 0; band < BANDS; band += 1) {
      logarithms[frame * BANDS + band] = Math.log(energyIn(bank[band]!, power) + GUARD);
    }
  }
  return { frames, bands: BANDS, values: standardised(logarithms, frames) };
}

/** A place beyond an end, reflected at the sample of that end. */
const mirrored = (place: number, length: number): number => {
  const right = place < 0 ? -place : place;
  return right < length ? right : 2 * (length - 1) - right;
};

function standardised(logarithms: Float64Array, frames: number): Float32Array {
  const values = new Float32Array(logarithms.length);
  for (let band = 0; band < BANDS; band += 1) {
    let mean = 0;
    for (let at = band; at < logarithms.length; at += BANDS) mean += logarithms[at]! / frames;
    let square = 0;
    for (let at = band; at < logarithms.length; at += BANDS) square += (logarithms[at]! - mean) ** 2;
    const deviation = Math.sqrt(square / Math.max(1, frames - 1)) + EPSILON;
    for (let at = band; at < logarithms.length; at += BANDS)
      values[at] = (logarithms[at]! - mean) / deviation;
  }
  return values;
}
