import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { PowerSpectrum } from '../../main/model/power-spectrum.ts';
import { FRONT_ENDS, type FrontEnd, frontEnds } from '../../native-models/front-ends/index.ts';
import { expectClose } from '../helpers/close.ts';
import { noise } from '../helpers/sound.ts';

interface Expected {
  readonly frames: number;
  readonly rows: Readonly<Record<string, readonly number[]>>;
}
const fixture = new URL('../fixtures/front-ends/expected.json', import.meta.url);
const expected = JSON.parse(await readFile(fixture, 'utf8')) as Record<string, Expected>;

/** The signal of test/fixtures/front-ends/make.py, in the same integers. */
function signal(factor: number): Float32Array {
  let state = 12_345;
  return Float32Array.from({ length: 8_000 }, (_, i) => {
    state = Number((BigInt(state) * 1_103_515_245n + 12_345n) % 2_147_483_648n);
    let value = (Math.floor(state / 65_536) % 1024) - 512;
    for (const [period, level] of [
      [160, 9000],
      [37, 3000],
      [11, 1500],
    ] as const) {
      value += Math.floor((level * Math.abs(2 * (i % period) - period)) / period) - level / 2;
    }
    const envelope = Math.min(i % 3000, 3000 - (i % 3000));
    const sample = i >= 2400 && i < 3600 ? 0 : Math.floor((value * envelope) / 1500);
    return (sample / 32_768) * factor;
  });
}

describe('a front end gives what torchaudio and torch give (test/fixtures/front-ends/make.py)', () => {
  test.each(
    FRONT_ENDS.flatMap((name) => [
      [name, 'full', 1],
      [name, 'quiet', 1e-5],
    ]) as [FrontEnd, string, number][],
  )('%s, %s', (name, level, factor) => {
    const { frames, rows } = expected[`${name}, ${level}`]!;
    const found = frontEnds[name](signal(factor));
    expect([found.frames, found.bands]).toEqual([frames, 80]);
    for (const [row, values] of Object.entries(rows)) {
      expectClose(found.values.subarray(Number(row) * 80, (Number(row) + 1) * 80), values, 2e-4);
    }
  });
});

describe('each band has mean 0 over the clip', () => {
  test.each(FRONT_ENDS)('%s', (name) => {
    const { frames, bands, values } = frontEnds[name](noise(16_000));
    for (let band = 0; band < bands; band += 1) {
      let sum = 0;
      for (let frame = 0; frame < frames; frame += 1) sum += values[frame * bands + band]!;
      expect(Math.abs(sum / frames)).toBeLessThan(1e-4);
    }
  });
});

describe('features are finite', () => {
  test.each(FRONT_ENDS.flatMap((name) => [4_000, 4_001, 16_000].map((length) => [name, length] as const)))(
    '%s, %d samples of silence',
    (name, length) => {
      const { values } = frontEnds[name](new Float32Array(length));
      expect(values.length).toBeGreaterThan(0);
      expect(values.every(Number.isFinite)).toBe(true);
    },
  );
});

describe('the power spectrum is that of a plain sum over all samples', () => {
  test.each([2, 6, 16, 400, 512])('of %d samples', (size) => {
    const frame = Float64Array.from(noise(size, 1));
    const found = new Float64Array(size / 2 + 1);
    new PowerSpectrum(size).compute(frame, found);
    const wanted = Float64Array.from(found, (_, k) => {
      let [real, imaginary] = [0, 0];
      frame.forEach((sample, i) => {
        real += sample * Math.cos((2 * Math.PI * k * i) / size);
        imaginary -= sample * Math.sin((2 * Math.PI * k * i) / size);
      });
      return real * real + imaginary * imaginary;
    });
    expectClose(found, wanted, 1e-8);
  });
});
