import { beforeAll, describe, expect, test } from 'vitest';
import { findModel } from '../../native-models/manifest.ts';
import { readModel } from '../../native-models/model-files.ts';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { RolecallVoice } from '../../native-models/rolecall-voice.ts';
import type { Graph } from '../../native-models/tensors.ts';
import { expectClose } from '../helpers/close.ts';
import { noise, tone } from '../helpers/sound.ts';

let real: Graph;
let calls: (readonly number[])[];
let encoder: RolecallVoice;

beforeAll(async () => {
  real = await openOnnx(await readModel(findModel('speaker-encoder')), 'cpu', 1);
  encoder = new RolecallVoice({
    ...real,
    run: (feeds) => {
      calls.push(feeds['audio']!.dims);
      return real.run(feeds);
    },
  });
});

const embed = (...clips: Float32Array[]) => {
  calls = [];
  return encoder.embed(clips);
};

const vectorOf = async (clip: Float32Array): Promise<Float32Array> => {
  const [outcome] = await embed(clip);
  if (outcome?.kind !== 'embedded') throw new Error('not embedded');
  return outcome.vector;
};

describe('clips without an embedding', () => {
  test.each([
    ['a clip of 30 ms', noise(480), 'too-short'],
    ['one sample below the least', noise(3_999), 'too-short'],
    ['nothing at all', new Float32Array(0), 'too-short'],
    ['digital silence', new Float32Array(16_000), 'silent'],
    ['noise below -80 dBFS', noise(16_000, 5e-5), 'silent'],
    ['samples that are no numbers', new Float32Array(16_000).fill(Number.NaN), 'not-finite'],
    ['one infinite sample', noise(16_000).fill(Number.POSITIVE_INFINITY, 9_000, 9_001), 'not-finite'],
  ])('%s', async (_, clip, reason) => {
    expect(await embed(clip)).toEqual([{ kind: 'refused', reason }]);
    expect(calls).toEqual([]);
  });

  test('do not disturb the others, and every clip has its answer in its place', async () => {
    const outcomes = await embed(noise(480), tone(8_000, 220), new Float32Array(9_000), noise(4_000));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'embedded', 'refused', 'embedded']);
  });
});

describe('embeddings', () => {
  test('have length one', async () => {
    expect(Math.hypot(...(await vectorOf(noise(16_000))))).toBeCloseTo(1, 5);
  });

  test('of a clip are the same alone and in company (within 1e-5)', async () => {
    const lengths = [16_000, 24_000, 16_000, 16_001, 16_000, 24_000, 16_000, 16_000, 40_000];
    const clips = lengths.map((length, seed) => noise(length, 0.2, seed));
    const together = await embed(...clips);
    expect(calls.toSorted((a, b) => a[1]! - b[1]! || b[0]! - a[0]!)).toEqual([
      [4, 16_000],
      [1, 16_000],
      [1, 16_001],
      [2, 24_000],
      [1, 40_000],
    ]);
    for (const [index, clip] of clips.entries()) {
      const alone = await vectorOf(clip);
      const outcome = together[index]!;
      if (outcome.kind !== 'embedded') throw new Error('not embedded');
      expectClose(outcome.vector, alone, 1e-5);
    }
  });

  test('of more than half a minute are those of its middle', async () => {
    const long = noise(600_000);
    expect(await vectorOf(long)).toEqual(await vectorOf(long.slice(60_000, 540_000)));
  });
});

test('a speech model is refused as an encoder', async () => {
  const speech = await openOnnx(await readModel(findModel('speech')), 'cpu', 1);
  expect(() => new RolecallVoice(speech)).toThrow(/instead of \(audio: float32\[\?, \?\]\)/);
});

test('an encoder of another dimension is refused', () => {
  expect(() => new RolecallVoice(real, 256)).toThrow(/outputs .*192.* instead of .*256/);
});
