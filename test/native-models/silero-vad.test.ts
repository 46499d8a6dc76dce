import { beforeAll, describe, expect, test } from 'vitest';
import { findModel } from '../../native-models/manifest.ts';
import { readModel } from '../../native-models/model-files.ts';
import { newSpeechStream } from '../../native-models/models.ts';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { SileroVad } from '../../native-models/silero-vad.ts';
import type { Feeds, Graph } from '../../native-models/tensors.ts';
import { expectClose } from '../helpers/close.ts';
import { noise, tone } from '../helpers/sound.ts';

let graph: Graph;
let heard: Feeds[];
let vad: SileroVad;

beforeAll(async () => {
  const real = await openOnnx(await readModel(findModel('speech')), 'cpu', 1);
  graph = {
    ...real,
    run: (feeds) => {
      heard.push(structuredClone(feeds));
      return real.run(feeds);
    },
  };
  vad = new SileroVad(graph);
});

const score = async (...rows: Float32Array[]) => {
  heard = [];
  return vad.score(rows, rows.map(newSpeechStream));
};

describe('what the model receives', () => {
  test('64 samples of context before each window of 512, zeros before the first', async () => {
    const ramp = Float32Array.from({ length: 1536 }, (_, i) => i / 2048);
    await score(ramp);
    const inputs = heard.map(({ input }) => input!);
    expect(inputs.map(({ dims }) => dims)).toEqual([
      [1, 576],
      [1, 576],
      [1, 576],
    ]);
    expect(inputs[0]!.data).toEqual(Float32Array.from([...new Float32Array(64), ...ramp.subarray(0, 512)]));
    expect(inputs[1]!.data).toEqual(ramp.slice(448, 1024));
    expect(inputs[2]!.data).toEqual(ramp.slice(960, 1536));
    expect(heard[0]!['sr']!.data).toEqual(BigInt64Array.of(16_000n));
  });

  test('the state that the call before gave', async () => {
    const first = await score(noise(512));
    const state = first.streams[0]!.memory;
    await vad.score([noise(512, 0.1, 2)], first.streams);
    expect(heard[1]!['state']!.data).toEqual(state);
  });

  test('rows that have ended leave the batch', async () => {
    await score(noise(512), noise(1536), noise(1024));
    expect(heard.map(({ input }) => input!.dims[0])).toEqual([3, 2, 1]);
  });

  test('silence in place of what is no sample', async () => {
    const spoilt = noise(1024);
    spoilt.set([Number.NaN, Number.POSITIVE_INFINITY, 1e30], 100);
    const { probabilities, streams } = await score(spoilt);
    expect([...heard[0]!['input']!.data.slice(164, 167)]).toEqual([0, 0, 0]);
    expect([...probabilities[0]!, ...streams[0]!.memory].every(Number.isFinite)).toBe(true);
  });
});

describe('what comes out', () => {
  const rows = [
    noise(512 * 7, 0.3, 1),
    tone(512 * 20, 200),
    noise(512 * 3, 0.01, 3),
    new Float32Array(512 * 20),
  ];

  test('each row is scored as if it were alone (within 1e-5)', async () => {
    const together = await score(...rows);
    for (const [index, row] of rows.entries()) {
      const alone = await score(row);
      expect(together.probabilities[index]!.length).toBe(row.length / 512);
      expectClose(together.probabilities[index]!, alone.probabilities[0]!, 1e-5);
      expectClose(together.streams[index]!.memory, alone.streams[0]!.memory, 1e-4);
      expect(together.streams[index]!.context).toEqual(row.slice(-64));
    }
  });

  test('two calls give what one call gives', async () => {
    const whole = await score(rows[1]!);
    const first = await score(rows[1]!.subarray(0, 512 * 9));
    const second = await vad.score([rows[1]!.subarray(512 * 9)], first.streams);
    expect([...first.probabilities[0]!, ...second.probabilities[0]!]).toEqual([...whole.probabilities[0]!]);
  });

  test('silence is no speech', async () => {
    const { probabilities } = await score(new Float32Array(512 * 50));
    expect(Math.max(...probabilities[0]!)).toBeLessThan(0.1);
  });

  test('no rows, no answer', async () => {
    expect(await score()).toEqual({ probabilities: [], streams: [] });
    expect((await score(new Float32Array(0))).probabilities).toEqual([new Float32Array(0)]);
  });

  test('a row of no whole windows is refused', async () => {
    await expect(score(new Float32Array(500))).rejects.toThrow(/500 samples/);
  });

  test('work that is no longer wanted stops', async () => {
    let asked = 0;
    const stopping = vad.score([new Float32Array(512 * 1000)], [newSpeechStream()], () => ++asked < 3);
    await expect(stopping).rejects.toThrow(/No longer wanted/);
  });
});

test('another model is refused with both lists of inputs', async () => {
  const encoder = await openOnnx(await readModel(findModel('speaker-encoder')), 'cpu', 1);
  expect(() => new SileroVad(encoder)).toThrow(
    /inputs \(audio: float32\[\?, \?\]\) instead of \(input: float32/,
  );
});
