import { Fourier } from '../../main/model/fourier.ts';

/** Samples at 48 kHz of a frame and between the starts of two. */
export const DEEP_FRAME = 960;
export const DEEP_HOP = 480;
export const DEEP_BINS = DEEP_FRAME / 2 + 1;
export const DEEP_BANDS = 32;
/** Lowest bins: those that are filtered over several frames. */
export const DEEP_FILTERED = 96;

const RATE = 48_000;
/** Fewest bins of a band. */
const LEAST_BINS = 2;
/** Share of what was before in the running means: a time constant of one second, as the model was trained. */
const KEPT = 0.99;
const [BAND_MEAN_FIRST, BAND_MEAN_LAST] = [-60, -90];
const [BIN_MEAN_FIRST, BIN_MEAN_LAST] = [0.001, 0.0001];

/** Vorbis's window: its square and that of its other half add up to one. */
const WINDOW = Float64Array.from({ length: DEEP_FRAME }, (_, at) => {
  const sine = Math.sin((Math.PI * (at + 0.5)) / DEEP_FRAME);
  return Math.sin((Math.PI / 2) * sine * sine);
});

/** Bins of each band of equal width on the ERB scale (B. Glasberg and B. Moore, 1990), at least two. */
export const DEEP_BAND_WIDTHS: readonly number[] = bandWidths();

function bandWidths(): number[] {
  const scale = 24.7 * 9.265;
  const toErb = (hertz: number): number => 9.265 * Math.log1p(hertz / scale);
  const toHertz = (erb: number): number => scale * Math.expm1(erb / 9.265);
  const highest = toErb(RATE / 2);
  const widths: number[] = [];
  let [before, over] = [0, 0];
  for (let band = 1; band <= DEEP_BANDS; band += 1) {
    const end = Math.round((toHertz((highest * band) / DEEP_BANDS) * DEEP_FRAME) / RATE);
    const width = end - before - over;
    over = width < LEAST_BINS ? LEAST_BINS - width : 0;
    widths.push(Math.max(width, LEAST_BINS));
    before = end;
  }
  // The last band takes the bin of half the rate, and gives what the enforced ones took.
  const sum = widths.reduce((all, width) => all + width, 0);
  widths[DEEP_BANDS - 1] = (widths[DEEP_BANDS - 1] as number) + DEEP_BINS - sum;
  return widths;
}

/** A clip's spectrum, frame after frame of `DEEP_BINS` bins. Frame 0 ends with the clip's first 480 samples. */
export interface Spectrum {
  readonly frames: number;
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** What the encoder hears: bands `[frame][band]`, and the filtered bins `[re | im][frame][bin]`. */
export interface DeepFeatures {
  readonly bands: Float32Array;
  readonly bins: Float32Array;
}

/** The spectrum and the features of DeepFilterNet, as its libdf computes them (github.com/Rikorose/DeepFilterNet). */
export class DeepFrontEnd {
  readonly #fourier = new Fourier(DEEP_FRAME);
  readonly #re = new Float64Array(DEEP_FRAME);
  readonly #im = new Float64Array(DEEP_FRAME);

  /** @param frames how many to take; what lies outside the samples is silence */
  analyse(samples: Float32Array, frames: number): Spectrum {
    const re = new Float32Array(frames * DEEP_BINS);
    const im = new Float32Array(frames * DEEP_BINS);
    for (let frame = 0; frame < frames; frame += 1) {
      const from = (frame - 1) * DEEP_HOP;
      for (let at = 0; at < DEEP_FRAME; at += 1) {
        const sample = samples[from + at] ?? 0;
        this.#re[at] = Number.isFinite(sample) ? sample * (WINDOW[at] as number) : 0;
      }
      this.#im.fill(0);
      this.#fourier.transform(this.#re, this.#im);
      for (let bin = 0; bin < DEEP_BINS; bin += 1) {
        re[frame * DEEP_BINS + bin] = (this.#re[bin] as number) / DEEP_FRAME;
        im[frame * DEEP_BINS + bin] = (this.#im[bin] as number) / DEEP_FRAME;
      }
    }
    return { frames, re, im };
  }

  /** The samples of a spectrum: the inverse of `analyse`. */
  synthesise({ frames, re, im }: Spectrum, length: number): Float32Array {
    const samples = new Float32Array(length);
    for (let frame = 0; frame < frames; frame += 1) {
      const row = frame * DEEP_BINS;
      for (let bin = 0; bin < DEEP_BINS; bin += 1) {
        this.#re[bin] = re[row + bin] as number;
        this.#im[bin] = im[row + bin] as number;
      }
      // A real signal's first and middle bin are real.
      this.#im[0] = 0;
      this.#im[DEEP_FRAME / 2] = 0;
      for (let bin = 1; bin < DEEP_FRAME / 2; bin += 1) {
        this.#re[DEEP_FRAME - bin] = this.#re[bin] as number;
        this.#im[DEEP_FRAME - bin] = -(this.#im[bin] as number);
      }
      this.#fourier.transform(this.#im, this.#re);
      const to = (frame - 1) * DEEP_HOP;
      const [first, last] = [Math.max(0, -to), Math.min(DEEP_FRAME, length - to)];
      for (let at = first; at < last; at += 1) {
        samples[to + at] = (samples[to + at] as number) + (this.#re[at] as number) * (WINDOW[at] as number);
      }
    }
    return samples;
  }

  features({ frames, re, im }: Spectrum): DeepFeatures {
    const bands = new Float32Array(frames * DEEP_BANDS);
    const bins = new Float32Array(2 * frames * DEEP_FILTERED);
    const bandMeans = between(BAND_MEAN_FIRST, BAND_MEAN_LAST, DEEP_BANDS);
    const binMeans = between(BIN_MEAN_FIRST, BIN_MEAN_LAST, DEEP_FILTERED);
    for (let frame = 0; frame < frames; frame += 1) {
      const row = frame * DEEP_BINS;
      for (let band = 0, bin = 0; band < DEEP_BANDS; band += 1) {
        const width = DEEP_BAND_WIDTHS[band] as number;
        let power = 0;
        for (const end = bin + width; bin < end; bin += 1) {
          power += (re[row + bin] as number) ** 2 + (im[row + bin] as number) ** 2;
        }
        const decibels = 10 * Math.log10(power / width + 1e-10);
        const mean = decibels * (1 - KEPT) + (bandMeans[band] as number) * KEPT;
        bandMeans[band] = mean;
        bands[frame * DEEP_BANDS + band] = (decibels - mean) / 40;
      }
      for (let bin = 0; bin < DEEP_FILTERED; bin += 1) {
        const [x, y] = [re[row + bin] as number, im[row + bin] as number];
        const mean = Math.hypot(x, y) * (1 - KEPT) + (binMeans[bin] as number) * KEPT;
        binMeans[bin] = mean;
        const scale = 1 / Math.sqrt(mean);
        bins[frame * DEEP_FILTERED + bin] = x * scale;
        bins[(frames + frame) * DEEP_FILTERED + bin] = y * scale;
      }
    }
    return { bands, bins };
  }
}

const between = (first: number, last: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => first + ((last - first) * at) / (count - 1));
