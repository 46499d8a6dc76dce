import { describe, expect, test } from 'vitest';
import { Fourier } from '../../main/model/fourier.ts';
import { CEPSTRUM_DIMENSION, CEPSTRUM_HOP, CepstrumBuilder } from '../../main/speech/index.ts';
import { noise } from '../helpers/sound.ts';

const FRAME = 512;

const sound = (length: number): Int16Array =>
  Int16Array.from(noise(length, 1, 5), (value, at) => 9000 * value * Math.sin(at / 900) ** 2);

function track(samples: Int16Array, chunk: number): Int8Array {
  const builder = new CepstrumBuilder();
  for (let at = 0; at < samples.length; at += chunk) builder.push(samples.subarray(at, at + chunk));
  return builder.finish().values;
}

/** The level and the first cepstrum of one frame, as their definition has them. */
function byDefinition(frame: Float64Array): { level: number; first: number } {
  const re = frame.map((x, i) => x * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME)));
  const im = new Float64Array(FRAME);
  new Fourier(FRAME).transform(re, im);
  const mel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);
  const step = (mel(7200) - mel(100)) / 21;
  const edge = (at: number): number => 700 * (Math.exp((mel(100) + at * step) / 1127) - 1);
  let total = 0;
  let first = 0;
  for (let band = 0; band < 20; band += 1) {
    const [left, centre, right] = [edge(band), edge(band + 1), edge(band + 2)];
    let sum = 0;
    for (let k = 0; k < FRAME / 2; k += 1) {
      const hertz = (k * 16_000) / FRAME;
      const weight = hertz <= centre ? (hertz - left) / (centre - left) : (right - hertz) / (right - centre);
      if (weight > 0) sum += weight * (re[k]! ** 2 + im[k]! ** 2);
    }
    total += sum;
    first += Math.sqrt(2 / 20) * Math.log(sum + 1e-7) * Math.cos((Math.PI * (band + 0.5)) / 20);
  }
  return { level: 10 * Math.log10(total / FRAME + 1e-10) + 50, first: first * 8 };
}

describe('cepstra of a stream', () => {
  test.each([
    [0, 1],
    [1, 1],
    [512, 1],
    [513, 2],
    [832, 2],
    [833, 3],
    [1152, 3],
    [16_000, 50],
  ])('%d samples are %d frames', (length, frames) => {
    expect(track(sound(length), 4096)).toHaveLength(frames * CEPSTRUM_DIMENSION);
  });

  test.each([1, 319, 512, 1000])('do not depend on how it came: %d samples at once', (chunk) => {
    const samples = sound(5000);
    expect(track(samples, chunk)).toEqual(track(samples, samples.length));
  });

  test('hold what their definition says, a byte each', () => {
    const samples = sound(6000);
    const found = track(samples, 700);
    for (let frame = 0; frame * CEPSTRUM_HOP < samples.length - (FRAME - CEPSTRUM_HOP); frame += 1) {
      const window = Float64Array.from(
        { length: FRAME },
        (_, i) => (samples[frame * CEPSTRUM_HOP + i] ?? 0) / 32_768,
      );
      const { level, first } = byDefinition(window);
      const bytes = found.subarray(frame * CEPSTRUM_DIMENSION, (frame + 1) * CEPSTRUM_DIMENSION);
      // A rounding of the fifth digit may fall on either side.
      expect(Math.abs(bytes[CEPSTRUM_DIMENSION - 1]! - level)).toBeLessThan(0.501);
      expect(Math.abs(bytes[0]! - first)).toBeLessThan(0.501);
    }
  });
});
