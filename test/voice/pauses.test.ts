import { describe, expect, test } from 'vitest';
import { embedClips, withoutPauses } from '../../main/voice/index.ts';
import type { SpeakerEncoder, StoredClip } from '../../native-models/index.ts';

const tone = (seconds: number, level = 0.3) =>
  Float32Array.from({ length: seconds * 16_000 }, (_, at) => level * Math.sin(at / 7));
const joinedClips = (...clips: Float32Array[]) => Float32Array.from(clips.flatMap((clip) => [...clip]));

describe('pauses', () => {
  test('a pause between two sounds goes, but for 100 ms on either side', () => {
    const clip = joinedClips(tone(1), new Float32Array(16_000), tone(1));
    expect(withoutPauses(clip).length).toBe(2 * 16_000 + 2 * 1_600);
  });

  test.each<[string, Float32Array]>([
    ['silence', new Float32Array(32_000)],
    ['less than 250 ms', tone(0.2)],
    ['nothing', new Float32Array(0)],
    ['what is not finite', new Float32Array(32_000).fill(Number.NaN)],
  ])('nothing is left of %s', (_, clip) => {
    expect(withoutPauses(clip)).toHaveLength(0);
  });

  test('quiet speech 30 dB under the loudest stays', () => {
    const clip = joinedClips(new Float32Array(16_000), tone(1), tone(1, 0.01));
    expect(withoutPauses(clip)).toHaveLength(2 * 16_000 + 1_600);
  });
});

describe('embedding of clips', () => {
  /** What is not in memory. */
  const stored: StoredClip[] = [];
  /** Says how long each clip was that it heard. */
  const encoder: SpeakerEncoder = {
    id: 'lengths',
    dimension: 2,
    minimumSamples: 4_000,
    embed: async (clips) =>
      clips.map((clip) => {
        if (!(clip instanceof Float32Array)) {
          stored.push(clip);
          return { kind: 'refused', reason: 'silent' };
        }
        if (clip.length < 4_000) return { kind: 'refused', reason: 'too-short' };
        return clip.some((sample) => sample !== 0)
          ? { kind: 'embedded', vector: Float32Array.of(clip.length, 0) }
          : { kind: 'refused', reason: 'silent' };
      }),
  };

  test('the encoder hears speech without its pauses, and refusals say why', async () => {
    const progress: number[] = [];
    const clips = [joinedClips(tone(1), new Float32Array(16_000)), new Float32Array(8_000), tone(0.03)];
    const outcomes = await embedClips(encoder, clips, { onProgress: (done) => progress.push(done) });
    expect(outcomes).toEqual([
      { embedding: Float32Array.of(17_600, 0), durationSamples: 17_600, refusal: null },
      { embedding: null, durationSamples: 8_000, refusal: 'silent' },
      { embedding: null, durationSamples: 480, refusal: 'too-short' },
    ]);
    expect(progress).toEqual([3]);
  });

  test('of clips in a file the encoder is told where their speech lies', async () => {
    const clips = [joinedClips(tone(1), new Float32Array(16_000), tone(1)), new Float32Array(8_000)];
    const places = clips.map((_, at) => ({ file: 'samples.s16', start: 100_000 * at }));
    const outcomes = await embedClips(encoder, clips, { places });
    expect(stored).toEqual([
      {
        file: 'samples.s16',
        parts: [
          { start: 0, end: 17_600 },
          { start: 30_400, end: 48_000 },
        ],
      },
      { file: 'samples.s16', parts: [{ start: 100_000, end: 108_000 }] },
    ]);
    expect(outcomes.map(({ durationSamples }) => durationSamples)).toEqual([35_200, 8_000]);
  });
});
