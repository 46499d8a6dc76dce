import { seededRandom } from '../../main/model/index.ts';

export { seededRandom };

import { SAMPLE_RATE } from '../../main/model/time.ts';

/** White noise between -level and level. */
export function noise(samples: number, level = 0.1, seed = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: samples }, () => (random() * 2 - 1) * level);
}

/** A sine of the given frequency at 16 kHz. */
export const tone = (samples: number, hertz: number, level = 0.5): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) => level * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE));

export function joined(...parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The root mean square in decibels of full scale. */
export const level = (samples: Float32Array): number =>
  10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length + 1e-12);

/** Samples from -1 to 1 as 16-bit numbers. */
export const int16 = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (value) => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767))));
