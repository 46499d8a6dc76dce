import { describe, expect, test } from 'vitest';
import type { EnergyTrack, SpeechActivity } from '../../main/model/index.ts';
import { cutEdges } from '../../main/speech/edges.ts';
import { clippedShare, dropoutShare } from '../../main/speech/index.ts';
import { activePower, clipped, withDropouts } from '../helpers/degrade.ts';
import { joined, noise, seededRandom, tone } from '../helpers/sound.ts';

const SECOND = 16_000;

/** Syllables: a buzzing tone that swells and dies away five times a second over a room's noise. */
function syllables(seconds: number, room = 0.0005): Float32Array {
  const hiss = noise(seconds * SECOND, room, 9);
  return hiss.map((value, i) => {
    const time = i / SECOND;
    const swell = Math.max(0, Math.sin(2 * Math.PI * 2.5 * time)) ** 2;
    const buzz = [1, 2, 3, 4, 5].reduce(
      (sum, h) => sum + Math.sin(2 * Math.PI * 140 * h * time + h * h) / h,
      0,
    );
    return value + 0.15 * swell * buzz * (0.6 + 0.4 * Math.sin(2 * Math.PI * 0.7 * time));
  });
}

describe('clipping', () => {
  const speech = syllables(4);

  test.each([
    ['speech', speech],
    ['noise', noise(2 * SECOND, 0.5)],
    ['a soft tone', tone(SECOND, 440, 0.3)],
    ['silence', new Float32Array(SECOND)],
    ['nothing', new Float32Array(0)],
    ['what is not finite', new Float32Array(SECOND).fill(Number.NaN)],
  ])('of %s is none or hardly any', (_, samples) => {
    expect(clippedShare(samples)).toBeLessThan(0.002);
  });

  test.each([
    ['1% at full scale', 0.01, 1],
    ['1% turned down', 0.01, 0.4],
    ['5% turned down', 0.05, 0.25],
    ['10% turned down', 0.1, 0.6],
  ])('of %s is found', (_, share, peak) => {
    const found = clippedShare(clipped(speech, share, peak));
    expect(found).toBeGreaterThan(share * 0.5);
    expect(found).toBeLessThan(share * 2);
  });
});

describe('dropouts', () => {
  test.each([
    ['speech', syllables(4)],
    ['speech with digital silence in its pauses', syllables(4, 0)],
    ['noise', noise(2 * SECOND, 0.1)],
    ['silence', new Float32Array(SECOND)],
    ['30 ms', syllables(1).slice(0, 480)],
    ['what is not finite', new Float32Array(SECOND).fill(Number.NaN)],
  ])('of %s are none', (_, samples) => {
    expect(dropoutShare(samples)).toBe(0);
  });

  test.each([0.02, 0.1, 0.2])('of %d of the speech are found', (share) => {
    const { sound, lost } = withDropouts(syllables(6), share, seededRandom(3));
    expect(dropoutShare(sound)).toBeGreaterThan(lost * 0.6);
    expect(dropoutShare(sound)).toBeLessThan(lost * 1.3);
  });
});

describe('cut edges', () => {
  // Half a second of speech, half a second of room, a second of speech.
  const sound = joined(tone(SECOND / 2, 200, 0.3), noise(SECOND / 2, 0.001), tone(SECOND, 200, 0.3));
  const energy: EnergyTrack = {
    hop: 160,
    decibels: Float32Array.from({ length: sound.length / 160 }, (_, i) => {
      const frame = sound.subarray(i * 160, (i + 1) * 160);
      return 10 * Math.log10(frame.reduce((sum, value) => sum + value * value, 0) / 160 + 1e-10);
    }),
  };
  const activity: SpeechActivity = {
    hop: 512,
    samples: sound.length,
    probabilities: Float32Array.from({ length: Math.ceil(sound.length / 512) }, (_, i) =>
      i * 512 < SECOND / 2 || i * 512 >= SECOND ? 1 : 0,
    ),
  };
  const loudness = 10 * Math.log10(activePower(sound));

  test.each([
    ['in the pauses', SECOND * 0.75, 2 * SECOND, 'none'],
    ['that begins inside speech', SECOND * 0.25, SECOND * 0.75, 'start'],
    ['that ends inside speech', SECOND * 0.75, SECOND * 1.5, 'end'],
    ['inside speech at both ends', SECOND * 1.2, SECOND * 1.6, 'both'],
  ] as const)('of a span %s', (_, start, end, expected) => {
    expect(cutEdges({ start, end }, activity, energy, loudness, 40)).toBe(expected);
  });
});
