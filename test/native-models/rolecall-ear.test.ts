import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTools } from '../../main/media/index.ts';
import { EAR_BANDS } from '../../native-models/ear-bands/index.ts';
import { earFeatures } from '../../native-models/front-ends/ear.ts';
import { InferenceHost, type SoundJudge, type SoundJudgement } from '../../native-models/index.ts';
import { decode } from '../benchmark/voice/sources.ts';
import { inRoom, mixed, music, narrow, noise as noiseOf, room, withSecondVoice } from '../helpers/degrade.ts';
import { sharedData } from '../helpers/shared-data.ts';
import { noise, seededRandom, tone } from '../helpers/sound.ts';

const SECOND = 16_000;
let host: InferenceHost;
let judge: SoundJudge;
beforeAll(() => {
  host = new InferenceHost();
  judge = host.soundJudge();
});
afterAll(() => host.close());

test('the features are those of the training', () => {
  // From training/features.py on the same signal.
  const clip = Float32Array.from({ length: 8_000 }, (_, i) =>
    i >= 3_000 && i < 5_000
      ? 0
      : 0.3 * Math.sin((2 * Math.PI * 180 * i) / SECOND) +
        0.1 * Math.sin((2 * Math.PI * 2_500 * i) / SECOND + 0.3) +
        0.05 * Math.cos(i * i * 0.0001),
  );
  const { frames, values } = earFeatures(clip);
  expect(frames).toBe(22);
  for (const [frame, band, expected] of [
    [0, 0, -2.0634],
    [0, 8, 2.4372],
    [3, 63, -3.6886],
    [5, 64, 0.1144],
    [7, 70, -1.4916],
    [9, 80, -3.4701],
    [10, 95, -7],
    [12, 8, -7],
    [20, 40, -6.8953],
    [0, 96, -6.9987],
    [4, 120, -6.9181],
    [15, 159, -3.5274],
    [18, 140, -6.9995],
  ] as const)
    expect(values[frame * EAR_BANDS + band]).toBeCloseTo(expected, 2);
});

describe('the judge', () => {
  test.each([
    ['silence', new Float32Array(SECOND)],
    ['30 ms', tone(480, 200)],
    ['nothing', new Float32Array(0)],
    ['what is not finite', tone(SECOND, 200).fill(Number.NaN, 800, 900)],
  ])('says nothing of %s', async (_, clip) => {
    expect(await judge.judge([clip])).toEqual([null]);
  });

  test('gives probabilities, decibels and seconds, each clip as if it were alone', async () => {
    const clips = [
      noise(SECOND, 0.1),
      tone(3 * SECOND, 300, 0.2),
      noise(4_000, 0.01),
      noise(25 * SECOND, 0.1),
    ];
    const together = await judge.judge(clips);
    for (const [at, heard] of together.entries()) {
      const { overlap, music: tune, telephone, signalToNoise, reverberation } = heard as SoundJudgement;
      for (const probability of [overlap, tune, telephone]) {
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
      expect(Number.isFinite(signalToNoise)).toBe(true);
      if (reverberation !== null) expect(reverberation).toBeGreaterThan(0);
      expect((await judge.judge([clips[at]!]))[0]).toEqual(heard);
    }
  });

  test('does not depend on how loud a clip is', async () => {
    const clip = noise(2 * SECOND, 0.2);
    const [loud, soft] = await judge.judge([clip, clip.map((value) => value * 0.05)]);
    expect(soft!.signalToNoise).toBeCloseTo(loud!.signalToNoise, 1);
  });
});

const folder = sharedData('speech', 'librispeech');
describe.skipIf(folder === null)('of real speech (skipped where ../shared/data is absent)', () => {
  /** One utterance of each reader, cut to three seconds. */
  const speech = async (): Promise<Float32Array[]> => {
    const { ffmpeg } = await findTools();
    return readdirSync(folder as string).map((reader) => {
      const [first] = readdirSync(join(folder as string, reader)).filter((name) => name.endsWith('.flac'));
      return decode(join(folder as string, reader, first as string), ffmpeg.path).slice(
        8_000,
        8_000 + 3 * SECOND,
      );
    });
  };
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  test('noise, music, second voices and narrow bands are told apart', async () => {
    const random = seededRandom(5);
    const clean = await speech();
    const judged = async (
      change: (audio: Float32Array, at: number) => Float32Array,
    ): Promise<SoundJudgement[]> => (await judge.judge(clean.map(change))) as SoundJudgement[];
    const as = await judged((audio) => audio);
    const hissing = await judged((audio) => mixed(audio, noiseOf(audio.length, 'pink', random), 10));
    const sung = await judged((audio) => mixed(audio, music(audio.length, 'chords', random), 5));
    const two = await judged((audio, at) =>
      withSecondVoice(audio, clean[(at + 2) % clean.length]!, 1, 0, random),
    );
    const thin = await judged(narrow);
    const { response } = room(0.7, random);
    const [dry, wet] = [as, await judged((audio) => inRoom(audio, response))].map((each) =>
      mean(each.map(({ reverberation }) => reverberation ?? 0)),
    ) as [number, number];
    expect(wet).toBeGreaterThan(dry + 0.15);

    expect(Math.abs(mean(hissing.map(({ signalToNoise }) => signalToNoise)) - 10)).toBeLessThan(4);
    expect(mean(sung.map((each) => each.music))).toBeGreaterThan(0.6);
    expect(mean([...as, ...hissing, ...two].map((each) => each.music))).toBeLessThan(0.2);
    const single = mean([...as, ...hissing].map(({ overlap }) => overlap));
    expect(single).toBeLessThan(0.3);
    expect(mean(two.map(({ overlap }) => overlap))).toBeGreaterThan(single + 0.3);
    expect(mean(thin.map(({ telephone }) => telephone))).toBeGreaterThan(0.8);
    expect(mean([...as, ...hissing].map(({ telephone }) => telephone))).toBeLessThan(0.2);
  }, 120_000);
});
