import { Fourier } from '../main/model/fourier.ts';

/** Samples at 48 kHz of a frame and between the starts of two: 21 ms every 11 ms. */
const FRAME = 1_024;
const HOP = 512;
/** Bins to each side that a bin's gain is taken over: one bin alone is mostly chance. */
const AROUND = 1;
/**
 * Most that anything is lowered, dB. What a model takes away whole leaves holes that change the voice more than the
 * noise did; lowered by 12 dB, voices stay themselves at every level of noise that was tried (`bench:enhancement`).
 */
export const MOST_DECIBELS = 12;

/**
 * Bins that hold no voice, up to 70 Hz: what is heard there is hum, traffic and handling. Models that hear bands of
 * 100 Hz and more leave it where there is speech above it; so it is always lowered by what they lower it in pauses.
 */
const VOICELESS_BINS = 2;
/** Every so many frames tell how much that is: the share of them with the lowest gains are the pauses. */
const LOOKED_AT = { each: 8, share: 0.1 } as const;

/** The root of Hann's window: its square and that of its other half add up to one. */
const WINDOW = Float64Array.from({ length: FRAME }, (_, at) => Math.sin((Math.PI * (at + 0.5)) / FRAME));

/**
 * The sound as it was, lowered where a model took noise away: at each time and frequency by as much as the model did,
 * at most `MOST_DECIBELS`. A model's own sound has its filters' delays and its pitch comb in it; this has not.
 */
export class SpectralGain {
  readonly #fourier = new Fourier(FRAME);
  readonly #re = new Float64Array(FRAME);
  readonly #im = new Float64Array(FRAME);
  readonly #before = new Float64Array(FRAME / 2 + 1);
  readonly #after = new Float64Array(FRAME / 2 + 1);
  readonly #gains = new Float64Array(FRAME / 2 + 1);

  /**
   * @param sound as it was, samples at 48 kHz
   * @param cleaned what the model made of it: as many samples, each in its place
   * @returns as many samples, each in its place
   */
  apply(sound: Float32Array, cleaned: Float32Array): Float32Array {
    const { length } = sound;
    const lowered = new Float32Array(length);
    const most = this.#inPauses(sound, cleaned);
    for (let from = HOP - FRAME; from < length; from += HOP) {
      this.#gainsOf(sound, cleaned, from);
      for (let bin = 0; bin < VOICELESS_BINS; bin += 1)
        this.#gains[bin] = Math.min(this.#gains[bin] as number, most);
      this.#lower();
      const re = this.#re;
      this.#fourier.transform(this.#im, re);
      const last = Math.min(FRAME, length - from);
      for (let at = Math.max(0, -from); at < last; at += 1) {
        lowered[from + at] =
          (lowered[from + at] as number) + ((re[at] as number) * (WINDOW[at] as number)) / FRAME;
      }
    }
    return lowered;
  }

  /** By how much the model lowers in pauses what holds no voice. */
  #inPauses(sound: Float32Array, cleaned: Float32Array): number {
    const gains: number[] = [];
    for (let from = 0; from + FRAME <= sound.length; from += LOOKED_AT.each * HOP) {
      const was = lowPower(sound, from);
      gains.push(was === 0 ? 1 : boundedGain(lowPower(cleaned, from) / was));
    }
    gains.sort((a, b) => a - b);
    return gains[Math.floor(LOOKED_AT.share * gains.length)] ?? 1;
  }

  /** Of the spectrum of both, transformed at once, leaves that of the sound alone, lowered. */
  #lower(): void {
    const re = this.#re;
    const im = this.#im;
    for (let bin = 0; bin <= FRAME / 2; bin += 1) {
      const other = bin === 0 ? 0 : FRAME - bin;
      const half = (this.#gains[bin] as number) / 2;
      const x = half * ((re[bin] as number) + (re[other] as number));
      const y = half * ((im[bin] as number) - (im[other] as number));
      re[bin] = x;
      im[bin] = y;
      re[other] = x;
      im[other] = -y;
    }
  }

  /** Transforms a frame of both, the sound as real and the cleaned one as imaginary part, and sets the gains. */
  #gainsOf(sound: Float32Array, cleaned: Float32Array, from: number): void {
    const re = this.#re;
    const im = this.#im;
    const before = this.#before;
    const after = this.#after;
    for (let at = 0; at < FRAME; at += 1) {
      const inside = from + at >= 0 && from + at < sound.length;
      const x = inside ? (sound[from + at] as number) : 0;
      const y = inside ? (cleaned[from + at] as number) : 0;
      re[at] = Number.isFinite(x) ? x * (WINDOW[at] as number) : 0;
      im[at] = Number.isFinite(y) ? y * (WINDOW[at] as number) : 0;
    }
    this.#fourier.transform(re, im);
    for (let bin = 0; bin <= FRAME / 2; bin += 1) {
      const other = bin === 0 ? 0 : FRAME - bin;
      const a = (re[bin] as number) + (re[other] as number);
      const b = (im[bin] as number) - (im[other] as number);
      const c = (im[bin] as number) + (im[other] as number);
      const d = (re[other] as number) - (re[bin] as number);
      before[bin] = a * a + b * b;
      after[bin] = c * c + d * d;
    }
    for (let bin = 0; bin <= FRAME / 2; bin += 1) {
      let was = 0;
      let is = 0;
      for (let near = Math.max(0, bin - AROUND); near <= Math.min(FRAME / 2, bin + AROUND); near += 1) {
        was += before[near] as number;
        is += after[near] as number;
      }
      this.#gains[bin] = was === 0 ? 1 : boundedGain(is / was);
    }
  }
}

const LEAST = 10 ** (-MOST_DECIBELS / 20);

/** The gain that makes this of a power, never more than one nor less than the least. */
const boundedGain = (ratio: number): number => Math.min(1, Math.max(LEAST, Math.sqrt(ratio)));

/** The window times the cosine and sine of each bin without a voice, one bin after the other. */
const LOW = Array.from({ length: VOICELESS_BINS }, (_, bin) =>
  [Math.cos, Math.sin].map((wave) =>
    Float64Array.from(WINDOW, (weight, at) => weight * wave((2 * Math.PI * bin * at) / FRAME)),
  ),
).flat();

/** The power of a frame in the bins that hold no voice: for so few a transform of all would be too dear. */
function lowPower(samples: Float32Array, from: number): number {
  let power = 0;
  for (const wave of LOW) {
    let sum = 0;
    for (let at = 0; at < FRAME; at += 1) {
      const value = samples[from + at] as number;
      if (Number.isFinite(value)) sum += value * (wave[at] as number);
    }
    power += sum * sum;
  }
  return power;
}
