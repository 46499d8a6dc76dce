import { describe, expect, test } from 'vitest';
import { Fourier } from '../../main/model/fourier.ts';
import { expectClose } from '../helpers/close.ts';
import { noise } from '../helpers/sound.ts';

function slowly(re: Float64Array, im: Float64Array): [number[], number[]] {
  const { length } = re;
  const sums = Array.from({ length }, (_, k) => {
    let [a, b] = [0, 0];
    for (let n = 0; n < length; n += 1) {
      const angle = (-2 * Math.PI * k * n) / length;
      a += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle);
      b += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle);
    }
    return [a, b] as const;
  });
  return [sums.map(([a]) => a), sums.map(([, b]) => b)];
}

describe('the transform', () => {
  test.each([1, 2, 3, 4, 5, 8, 12, 30, 96, 480, 960])('of %d values is that of its definition', (length) => {
    const re = Float64Array.from(noise(length, 1, 1));
    const im = Float64Array.from(noise(length, 1, 2));
    const [wantedRe, wantedIm] = slowly(re, im);
    const fourier = new Fourier(length);
    const [a, b] = [re.slice(), im.slice()];
    fourier.transform(a, b);
    expectClose(a, wantedRe, 1e-9);
    expectClose(b, wantedIm, 1e-9);
    fourier.transform(b, a);
    expectClose(
      a.map((value) => value / length),
      re,
      1e-12,
    );
  });

  test('of a length with a large factor is refused', () => {
    expect(() => new Fourier(14)).toThrow(RangeError);
  });
});
