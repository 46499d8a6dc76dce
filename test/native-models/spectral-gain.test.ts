import { describe, expect, test } from 'vitest';
import { MOST_DECIBELS, SpectralGain } from '../../native-models/spectral-gain.ts';
import { expectClose } from '../helpers/close.ts';
import { level, noise } from '../helpers/sound.ts';

const gain = new SpectralGain();
const tone48 = (samples: number, hertz: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, at) => 0.3 * Math.sin((2 * Math.PI * hertz * at) / 48_000));

describe('the sound as it was, lowered where a model lowered it', () => {
  test.each([0, 1, 511, 512, 5_000])(
    'is the sound itself where the model changed nothing (%d samples)',
    (length) => {
      const sound = noise(length, 0.7);
      expectClose(gain.apply(sound, sound), sound, 1e-6);
    },
  );

  test('is never louder', () => {
    const sound = noise(9_600, 0.2);
    expectClose(
      gain.apply(
        sound,
        sound.map((value) => 2 * value),
      ),
      sound,
      1e-6,
    );
  });

  test('is 12 dB lower at most, in its place', () => {
    const sound = tone48(9_600, 1_000);
    const lowered = gain.apply(sound, new Float32Array(9_600));
    expectClose(
      lowered,
      sound.map((value) => value * 10 ** (-MOST_DECIBELS / 20)),
      1e-6,
    );
  });

  test('keeps its times though the model gave the sound later', () => {
    const sound = tone48(19_200, 440);
    const late = sound.map((_, at) => sound[at - 20] ?? 0);
    expectClose(gain.apply(sound, late).subarray(2_000, 17_000), sound.subarray(2_000, 17_000), 1e-3);
  });

  test('lowers one frequency and leaves another', () => {
    const [low, high] = [tone48(19_200, 400), tone48(19_200, 6_000)];
    const sound = low.map((value, at) => value + high[at]!);
    const lowered = gain.apply(sound, low);
    const rest = lowered.map((value, at) => value - low[at]!).subarray(2_000, 17_000);
    expect(level(rest)).toBeCloseTo(level(high.subarray(2_000, 17_000)) - MOST_DECIBELS, 1);
  });

  test('lowers what lies below every voice as much under speech as in the pauses', () => {
    const second = 48_000;
    const hum = tone48(3 * second, 30);
    // The model takes the hum away where nobody speaks and leaves it where somebody does.
    const speech = tone48(3 * second, 300).map((value, at) => (at < second || at >= 2 * second ? 0 : value));
    const sound = speech.map((value, at) => value + hum[at]!);
    const cleaned = sound.map((value, at) => (at < second || at >= 2 * second ? 0 : value));
    const lowered = gain.apply(sound, cleaned);
    const middle = [second + 4_000, 2 * second - 4_000] as const;
    const rest = lowered.map((value, at) => value - speech[at]!).subarray(...middle);
    expect(level(rest)).toBeLessThan(level(hum.subarray(...middle)) - MOST_DECIBELS + 1);
    // Where the model lowered nothing in pauses, it stays.
    const kept = gain.apply(sound, sound);
    expectClose(kept, sound, 1e-6);
  });

  test('takes samples that are no numbers for silence', () => {
    const sound = noise(4_800, 0.2);
    const bad = sound.slice();
    bad[1_000] = Number.NaN;
    expect(gain.apply(bad, sound).every(Number.isFinite)).toBe(true);
    expect(gain.apply(sound, bad).every(Number.isFinite)).toBe(true);
  });
});
