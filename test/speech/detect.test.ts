import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectSpeech, type RowPlan, SpeechDetector, segmentsFrom } from '../../main/speech/index.ts';
import { InferenceHost, type SpeechModel, type SpeechStream } from '../../native-models/index.ts';
import { expectClose } from '../helpers/close.ts';
import { samplesOf } from '../helpers/media.ts';
import { sharedData } from '../helpers/shared-data.ts';
import { noise } from '../helpers/sound.ts';

const toInt16 = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (x) => Math.round(x * 32_767));

function* inChunks(samples: Int16Array, size: number): Generator<Int16Array> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

/** One window after the other, as the model's own code does it. */
const SEQUENTIAL: RowPlan = { rows: 1, rowWindows: 10_000, leastRowWindows: 1, warmUp: 0 };

describe('what the rows are fed', () => {
  /** Says how loud each window is, and remembers what streams it was given. */
  const loudness = (): SpeechModel & { calls: { rows: number[]; streams: SpeechStream[] }[] } => {
    const calls: { rows: number[]; streams: SpeechStream[] }[] = [];
    return {
      id: 'loudness',
      calls,
      async score(rows, streams) {
        calls.push({ rows: rows.map((row) => row.length / 512), streams: [...streams] });
        return {
          probabilities: rows.map((row) =>
            Float32Array.from({ length: row.length / 512 }, (_, i) => Math.abs(row[i * 512]!)),
          ),
          streams: streams.map(({ memory }, index) => ({
            memory: memory.map((value) => value + 1),
            context: rows[index]!.slice(-64),
          })),
        };
      },
    };
  };
  const plan: RowPlan = { rows: 3, rowWindows: 10, leastRowWindows: 4, warmUp: 2 };
  /** The first sample of each window is its number. */
  const numbered = (windows: number): Int16Array =>
    Int16Array.from({ length: windows * 512 }, (_, i) => Math.floor(i / 512));

  test.each([1, 4, 30, 31, 64, 95])('every one of %i windows is scored once, in order', async (windows) => {
    const { probabilities } = await detectSpeech(inChunks(numbered(windows), 700), loudness(), { plan });
    expect([...probabilities].map((value) => Math.round(value * 32_768))).toEqual(
      Array.from({ length: windows }, (_, i) => i),
    );
  });

  test('rows in the middle begin earlier, with the 64 samples before them and no memory', async () => {
    const model = loudness();
    await detectSpeech([numbered(30)], model, { plan });
    expect(model.calls[0]!.rows).toEqual([10, 12, 12]);
    const [first, second] = model.calls[0]!.streams;
    expect(first!.context.every((sample) => sample === 0)).toBe(true);
    expect([...second!.context].map((sample) => sample * 32_768)).toEqual(new Array(64).fill(7));
    expect(second!.memory.every((value) => value === 0)).toBe(true);
  });

  test('the next block goes on with the stream of the last row', async () => {
    const model = loudness();
    await detectSpeech([numbered(60)], model, { plan });
    expect(model.calls[1]!.streams[0]!.memory[0]).toBe(1);
    expect(model.calls[1]!.streams[0]!.context[0]! * 32_768).toBe(29);
  });

  test('the rest that is no whole window is filled with silence', async () => {
    const activity = await detectSpeech([numbered(1), new Int16Array(10).fill(9)], loudness(), { plan });
    expect(activity.samples).toBe(522);
    expect(activity.probabilities).toHaveLength(2);
  });

  test('no audio has no windows', async () => {
    expect(await detectSpeech([], loudness())).toEqual({
      probabilities: new Float32Array(0),
      hop: 512,
      samples: 0,
    });
  });

  test('a model that fails fails the detection', async () => {
    const failing: SpeechModel = { id: 'failing', score: () => Promise.reject(new Error('no luck')) };
    const detector = new SpeechDetector(failing, { plan });
    await detector.push(numbered(35));
    await expect(detector.finish()).rejects.toThrow(/no luck/);
  });

  test('a cancelled detection stops', async () => {
    const detector = new SpeechDetector(loudness(), { plan, signal: AbortSignal.abort() });
    await expect(detector.push(numbered(1))).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('with the real model', () => {
  let host: InferenceHost;
  beforeAll(() => {
    host = new InferenceHost();
  });
  afterAll(() => host.close());

  test('one row is what the model gives window by window', async () => {
    const samples = toInt16(noise(512 * 40, 0.3));
    const model = host.speechModel();
    const whole = await detectSpeech([samples], model, { plan: SEQUENTIAL });
    const pieces = await detectSpeech(inChunks(samples, 1_000), model, {
      plan: { ...SEQUENTIAL, rowWindows: 16 },
    });
    expectClose(pieces.probabilities, whole.probabilities, 1e-6);
  });

  const speech = sharedData('speech');
  test.skipIf(speech === null)(
    'rows side by side agree with one after the other on 99.5% of 10 ms frames',
    async () => {
      const readers = join(speech!, 'librispeech');
      const files = readdirSync(readers).flatMap((reader) =>
        readdirSync(join(readers, reader)).map((file) => join(readers, reader, file)),
      );
      const parts = [];
      for (const file of files.sort()) parts.push(await samplesOf(file));
      const model = host.speechModel();
      const wanted = await detectSpeech(parts, model, { plan: SEQUENTIAL });
      const found = await detectSpeech(parts, model);
      expect(found.samples).toBe(wanted.samples);
      const inFrames = (activity: typeof found): Uint8Array => {
        const frames = new Uint8Array(Math.ceil(activity.samples / 160));
        for (const { start, end } of segmentsFrom(activity))
          frames.fill(1, Math.round(start / 160), Math.round(end / 160));
        return frames;
      };
      const [a, b] = [inFrames(wanted), inFrames(found)];
      const same = a.filter((frame, index) => frame === b[index]).length / a.length;
      console.log(`agreement on ${a.length} frames: ${(100 * same).toFixed(3)}%`);
      expect(same).toBeGreaterThanOrEqual(0.995);
    },
  );
});
