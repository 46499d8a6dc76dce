import { PowerSpectra } from '../../native-models/index.ts';
import type { CepstralTrack } from '../model/index.ts';
import { FRAME } from './spectrum.ts';

/** 20 ms: fine enough for the sounds of a syllable, coarse enough to compare whole episodes. */
export const CEPSTRUM_HOP = 320;
const HOP = CEPSTRUM_HOP;
const BANDS = 20;
const LOWEST_HERTZ = 100;
const HIGHEST_HERTZ = 7200;
const COEFFICIENTS = 12;
export const CEPSTRUM_DIMENSION = COEFFICIENTS + 1;
/** Steps of the stored bytes for each unit of a coefficient (natural logarithms). */
const CEPSTRUM_STEPS = 8;
const SAMPLE_RATE = 16_000;

/**
 * Makes, in the same pass as the decoding, what a sound is like every 20 ms: twelve mel cepstra (Davis and
 * Mermelstein, 1980; 20 bands from 100 to 7200 Hz, Hann windows of 32 ms) and the level in dB above -50 dBFS, one byte each.
 */
export class CepstrumBuilder {
  readonly #spectra = new PowerSpectra(FRAME);
  readonly #bands = melBands();
  readonly #cosines = cosineTable();
  readonly #logs = new Float64Array(BANDS);
  /** The samples of the frame that is being filled, and whether another waits beside it: two are transformed at once. */
  #window = this.#spectra.first;
  #values = new Int8Array(50 * 600 * (COEFFICIENTS + 1));
  #frames = 0;
  #held = 0;

  push(samples: Int16Array): void {
    let at = 0;
    while (at < samples.length) {
      const count = Math.min(FRAME - this.#held, samples.length - at);
      this.#hear(samples, at, count);
      at += count;
      if (this.#held === FRAME) this.#next();
    }
  }

  #hear(samples: Int16Array, from: number, count: number): void {
    const window = this.#window;
    const held = this.#held;
    for (let i = 0; i < count; i += 1) window[held + i] = (samples[from + i] as number) / 32_768;
    this.#held = held + count;
  }

  /** Goes on to the next frame, which begins with the end of this one; transforms where this was the second. */
  #next(): void {
    const { first, second, firstPower, secondPower } = this.#spectra;
    const full = this.#window;
    const isSecond = full === second;
    if (isSecond) {
      this.#spectra.run();
      this.#store(firstPower);
      this.#store(secondPower);
    }
    this.#window = isSecond ? first : second;
    this.#window.set(full.subarray(HOP));
    this.#held = FRAME - HOP;
  }

  finish(): CepstralTrack {
    const { second, firstPower, secondPower } = this.#spectra;
    const waits = this.#window === second;
    const isBegun = this.#held > FRAME - HOP || (this.#frames === 0 && !waits);
    if (isBegun) this.#window.fill(0, this.#held);
    if (!(waits && isBegun)) second.fill(0);
    this.#spectra.run();
    if (waits || isBegun) this.#store(firstPower);
    if (waits && isBegun) this.#store(secondPower);
    return {
      values: this.#values.slice(0, this.#frames * (COEFFICIENTS + 1)),
      dimension: COEFFICIENTS + 1,
      hop: HOP,
    };
  }

  #store(power: Float32Array): void {
    const dimension = COEFFICIENTS + 1;
    if ((this.#frames + 1) * dimension > this.#values.length) {
      const larger = new Int8Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    const base = this.#frames * dimension;
    const values = this.#values;
    const logs = this.#logs;
    const cosines = this.#cosines;
    let total = 0;
    for (let band = 0; band < BANDS; band += 1) {
      const { first, weights } = this.#bands[band] as Band;
      let sum = 0;
      for (let k = 0; k < weights.length; k += 1)
        sum += (weights[k] as number) * (power[first + k] as number);
      total += sum;
      logs[band] = Math.log(sum + 1e-7);
    }
    for (let c = 0; c < COEFFICIENTS; c += 1) {
      let sum = 0;
      for (let band = 0; band < BANDS; band += 1)
        sum += (logs[band] as number) * (cosines[c * BANDS + band] as number);
      values[base + c] = byteOf(sum * CEPSTRUM_STEPS);
    }
    values[base + COEFFICIENTS] = byteOf(10 * Math.log10(total / FRAME + 1e-10) + 50);
    this.#frames += 1;
  }
}

const byteOf = (value: number): number => Math.max(-127, Math.min(127, Math.round(value)));

interface Band {
  readonly first: number;
  readonly weights: Float64Array;
}

const mel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);
const hertz = (mels: number): number => 700 * (Math.exp(mels / 1127) - 1);

/** Triangles of equal width on the mel scale. */
function melBands(): Band[] {
  const low = mel(LOWEST_HERTZ);
  const step = (mel(HIGHEST_HERTZ) - low) / (BANDS + 1);
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, centre, right] = [0, 1, 2].map((edge) => hertz(low + (band + edge) * step)) as [
      number,
      number,
      number,
    ];
    const first = Math.ceil((left * FRAME) / SAMPLE_RATE);
    const last = Math.floor((right * FRAME) / SAMPLE_RATE);
    const weights = Float64Array.from({ length: last - first + 1 }, (_, k) => {
      const at = ((first + k) * SAMPLE_RATE) / FRAME;
      return at <= centre ? (at - left) / (centre - left) : (right - at) / (right - centre);
    });
    return { first, weights };
  });
}

function cosineTable(): Float64Array {
  const scale = Math.sqrt(2 / BANDS);
  return Float64Array.from({ length: COEFFICIENTS * BANDS }, (_, index) => {
    const c = Math.floor(index / BANDS) + 1;
    const band = index % BANDS;
    return scale * Math.cos((Math.PI * c * (band + 0.5)) / BANDS);
  });
}
