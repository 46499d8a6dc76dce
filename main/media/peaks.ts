import { SAMPLE_RATE } from '../model/time.ts';

/** Pairs of least and greatest sample for each second of audio. */
export const PEAKS_PER_SECOND = 100;
const SAMPLES_PER_PEAK = SAMPLE_RATE / PEAKS_PER_SECOND;

/**
 * Builds the outline that a waveform is drawn from: for each 10 ms the least and the greatest sample as
 * signed bytes, in that order. An hour takes 720 kB.
 */
export class PeakBuilder {
  #pairs = new Int8Array(2 * PEAKS_PER_SECOND * 600);
  #count = 0;
  #seen = 0;
  #low = 0;
  #high = 0;

  push(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i]!;
      if (this.#seen === 0 || sample < this.#low) this.#low = sample;
      if (this.#seen === 0 || sample > this.#high) this.#high = sample;
      if (++this.#seen === SAMPLES_PER_PEAK) this.#store();
    }
  }

  /** All pairs; a last one stands for the rest that is shorter than 10 ms. */
  finish(): Int8Array {
    if (this.#seen > 0) this.#store();
    return this.#pairs.slice(0, this.#count * 2);
  }

  #store(): void {
    if (this.#count * 2 === this.#pairs.length) {
      const larger = new Int8Array(this.#pairs.length * 2);
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    // Outward, so that no sound is drawn as silence.
    this.#pairs[this.#count * 2] = Math.floor(this.#low / 256);
    this.#pairs[this.#count * 2 + 1] = Math.min(127, Math.ceil(this.#high / 256));
    this.#count++;
    this.#seen = 0;
  }
}
