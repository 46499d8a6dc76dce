import type { EnergyTrack } from '../model/index.ts';

/** 10 ms. */
const HOP = 160;
const FLOOR_DECIBELS = -100;
const FULL_SCALE = 32_768;

/** Levels of power in dBFS, at least -100; a full-scale sine has -3 dBFS. */
export const decibelsOf = (meanSquare: number): number =>
  meanSquare <= 1e-10 ? FLOOR_DECIBELS : Math.max(FLOOR_DECIBELS, 10 * Math.log10(meanSquare));

/** Measures the level of each 10 ms of a stream of 16 kHz audio. */
export class EnergyBuilder {
  #decibels = new Float32Array(100 * 600);
  #count = 0;
  #seen = 0;
  #sum = 0;

  push(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i += 1) {
      const sample = (samples[i] as number) / FULL_SCALE;
      this.#sum += sample * sample;
      this.#seen += 1;
      if (this.#seen === HOP) this.#store();
    }
  }

  finish(): EnergyTrack {
    if (this.#seen > 0) this.#store();
    return { decibels: this.#decibels.slice(0, this.#count), hop: HOP };
  }

  #store(): void {
    if (this.#count === this.#decibels.length) {
      const larger = new Float32Array(this.#decibels.length * 2);
      larger.set(this.#decibels);
      this.#decibels = larger;
    }
    this.#decibels[this.#count] = decibelsOf(this.#sum / this.#seen);
    this.#count += 1;
    this.#seen = 0;
    this.#sum = 0;
  }
}
