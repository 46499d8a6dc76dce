import { describe, expect, test } from 'vitest';
import { Fourier } from '../../main/model/fourier.ts';
import { PowerSpectra } from '../../native-models/power-spectra/index.ts';
import { noise } from '../helpers/sound.ts';

function powersOf(frame: Float32Array): number[] {
  const size = frame.length;
  const re = Float64Array.from(frame, (x, i) => x * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size)));
  const im = new Float64Array(size);
  new Fourier(size).transform(re, im);
  return Array.from({ length: size / 2 + 1 }, (_, k) => re[k]! ** 2 + im[k]! ** 2);
}

describe.each([512, 1024] as const)('of frames of %d samples', (size) => {
  test('both powers are those of the transform in double precision, within five millionths of the strongest', () => {
    const spectra = new PowerSpectra(size);
    for (let seed = 1; seed < 20; seed += 1) {
      const first = Float32Array.from(noise(size, 1, seed));
      // A tone beside noise: what is strong in one must not show in the other.
      const second = Float32Array.from(first, (_, i) => 3 * Math.sin(0.3 * seed * i));
      spectra.first.set(first);
      spectra.second.set(second);
      spectra.run();
      for (const [found, frame] of [
        [spectra.firstPower, first],
        [spectra.secondPower, second],
      ] as const) {
        const wanted = powersOf(frame);
        const most = Math.max(...wanted);
        expect(found).toHaveLength(wanted.length);
        const off = Math.max(...wanted.map((power, k) => Math.abs(power - found[k]!)));
        expect(off / most).toBeLessThan(5e-6);
      }
    }
  });

  test('are multiplied by the scale, and those of silence are zero', () => {
    const spectra = new PowerSpectra(size);
    spectra.first.fill(0);
    spectra.second.set(Float32Array.from(noise(size, 1, 1)));
    spectra.run();
    const plain = spectra.secondPower.slice();
    spectra.run(0.25);
    expect(spectra.secondPower).toEqual(plain.map((power) => power * 0.25));
    spectra.second.fill(0);
    spectra.run();
    expect(spectra.firstPower.every((power) => power === 0)).toBe(true);
    expect(spectra.secondPower.every((power) => power === 0)).toBe(true);
  });
});
