import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFlac, encodeFlac, findTools, wavFile } from '../../main/media/index.ts';
import { noise } from '../helpers/sound.ts';

const { ffmpeg } = await findTools();
const whole = (samples: Float32Array, scale = 32_000): Int16Array =>
  Int16Array.from(samples, (value) => Math.round(value * scale));

const CLIPS: readonly (readonly [string, Int16Array])[] = [
  ['silence', new Int16Array(5_000)],
  ['one sample', Int16Array.of(-32_768)],
  ['a tone', Int16Array.from({ length: 9_000 }, (_, at) => 20_000 * Math.sin(at / 9))],
  ['noise of full scale', whole(noise(9_000, 1))],
  ['a square wave', Int16Array.from({ length: 4_097 }, (_, at) => ((at >> 5) % 2 === 0 ? 32_767 : -32_768))],
  ['many frames', whole(noise(4_096 * 140 + 5, 0.01))],
];

describe('FLAC as it is written here', () => {
  it.each(CLIPS)('of %s is read back to the sample', (_, samples) => {
    expect(decodeFlac(encodeFlac(samples, 16_000))).toEqual({ rate: 16_000, samples });
  });

  it('of any samples and rate is read back', () => {
    const clip = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 6_000 });
    fc.assert(
      fc.property(clip, fc.constantFrom(8_000, 16_000, 11_025, 44_100, 48_000), (values, rate) => {
        const samples = Int16Array.from(values);
        expect(decodeFlac(encodeFlac(samples, rate))).toEqual({ rate, samples });
      }),
      { numRuns: 30 },
    );
  });

  it('with any bit changed or cut anywhere is not good', () => {
    const bytes = encodeFlac(whole(noise(6_000, 0.3)), 16_000);
    const isGood = (given: Uint8Array): boolean => {
      try {
        return decodeFlac(given) !== null;
      } catch {
        return false;
      }
    };
    // What lies before the rate (block and frame sizes) says nothing of the sound.
    fc.assert(
      fc.property(
        fc.integer({ min: 21, max: bytes.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (at, bit) => {
          const damaged = bytes.slice();
          damaged[at]! ^= 1 << bit;
          const rateOnly = at < 21 + 1;
          return rateOnly || !isGood(damaged);
        },
      ),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: bytes.length - 1 }), (end) => !isGood(bytes.slice(0, end))),
    );
    expect(isGood(bytes)).toBe(true);
  });

  it('of other encoders, and what is no FLAC, is left to others', () => {
    const wav = wavFile(whole(noise(20_000, 0.3)), 16_000);
    const other = execFileSync(ffmpeg.path, ['-v', 'error', '-i', 'pipe:0', '-f', 'flac', 'pipe:1'], {
      input: wav,
    });
    expect(decodeFlac(Uint8Array.from(other))).toBeNull();
    expect(decodeFlac(Uint8Array.from(wav))).toBeNull();
    expect(decodeFlac(new Uint8Array())).toBeNull();
  });
});
