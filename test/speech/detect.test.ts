import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectSpeech, SpeechDetector, segmentsFrom } from '../../main/speech/index.ts';
import { InferenceHost, type SpeechModel, type SpeechStream } from '../../native-models/index.ts';
import { expectClose } from '../helpers/close.ts';
import { samplesOf } from '../helpers/media.ts';
import { scoreOneByOne } from '../helpers/one-window.ts';
import { sharedData } from '../helpers/shared-data.ts';
import { int16, noise } from '../helpers/sound.ts';

function* inChunks(samples: Int16Array, size: number): Generator<Int16Array> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

describe('what the model is given', () => {
  /** Says the first sample of each window, and remembers what streams it was given. */
  const firstSamples = (): SpeechModel & { calls: { windows: number; stream: SpeechStream }[] } => {
    const calls: { windows: number; stream: SpeechStream }[] = [];
    return {
      id: 'first-samples',
      calls,
      async score(samples, stream) {
        calls.push({ windows: samples.length / 512, stream });
        return {
          probabilities: Float32Array.from({ length: samples.length / 512 }, (_, i) => samples[i * 512]!),
          stream: { memory: stream.memory.map((value) => value + 1), context: samples.slice(-64) },
        };
      },
    };
  };
  const requestWindows = 10;
  /** The first sample of each window is its number. */
  const numbered = (windows: number): Int16Array =>
    Int16Array.from({ length: windows * 512 }, (_, i) => Math.floor(i / 512));

  test.each([1, 4, 30, 31, 64, 95])('every one of %i windows is scored once, in order', async (windows) => {
    const chunks = inChunks(numbered(windows), 700);
    const { probabilities } = await detectSpeech(chunks, firstSamples(), { requestWindows });
    expect([...probabilities]).toEqual(Array.from({ length: windows }, (_, i) => i));
  });

  test('each block goes on with the stream of the one before', async () => {
    const model = firstSamples();
    await detectSpeech([numbered(25)], model, { requestWindows });
    expect(model.calls.map(({ windows }) => windows)).toEqual([10, 10, 5]);
    expect(model.calls.map(({ stream }) => stream.memory[0])).toEqual([0, 1, 2]);
    expect(model.calls.map(({ stream }) => stream.context[0])).toEqual([0, 9, 19]);
  });

  test('the rest that is no whole window is filled with silence', async () => {
    const last: number[] = [];
    const model: SpeechModel = {
      id: 'last-samples',
      async score(samples, stream) {
        last.push(...samples.subarray(-512));
        return { probabilities: new Float32Array(samples.length / 512), stream };
      },
    };
    // The block was full of other sounds before.
    const chunks = [numbered(20).fill(7), new Int16Array(10).fill(9)];
    const activity = await detectSpeech(chunks, model, { requestWindows });
    expect(activity.samples).toBe(20 * 512 + 10);
    expect(activity.probabilities).toHaveLength(21);
    expect(last.slice(-512)).toEqual([...new Array(10).fill(9), ...new Array(502).fill(0)]);
  });

  test('no audio has no windows', async () => {
    expect(await detectSpeech([], firstSamples())).toEqual({
      probabilities: new Float32Array(0),
      hop: 512,
      samples: 0,
    });
  });

  test('a model that fails fails the detection', async () => {
    const failing: SpeechModel = { id: 'failing', score: () => Promise.reject(new Error('no luck')) };
    const detector = new SpeechDetector(failing, { requestWindows });
    await detector.push(numbered(15));
    await expect(detector.finish()).rejects.toThrow(/no luck/);
  });

  test('a cancelled detection stops', async () => {
    const detector = new SpeechDetector(firstSamples(), { signal: AbortSignal.abort() });
    await expect(detector.push(numbered(1))).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('with the real model', () => {
  let host: InferenceHost;
  beforeAll(() => {
    host = new InferenceHost();
  });
  afterAll(() => host.close());

  test('requests of any length give the same', async () => {
    const samples = int16(noise(512 * 300, 0.3));
    const model = host.speechModel();
    const whole = await detectSpeech([samples], model);
    const pieces = await detectSpeech(inChunks(samples, 1_000), model, { requestWindows: 16 });
    expectClose(pieces.probabilities, whole.probabilities, 1e-6);
  });

  const speech = sharedData('speech');
  test.skipIf(speech === null)(
    'speech has the probabilities of one window after the other within 1e-4, and the same segments',
    async () => {
      const readers = join(speech!, 'librispeech');
      const files = readdirSync(readers).flatMap((reader) =>
        readdirSync(join(readers, reader))
          .slice(0, 3)
          .map((file) => join(readers, reader, file)),
      );
      const parts: Int16Array[] = [];
      for (const file of files.sort()) parts.push(await samplesOf(file));
      const whole = new Int16Array(512 * Math.floor(parts.reduce((sum, part) => sum + part.length, 0) / 512));
      let at = 0;
      for (const part of parts) {
        whole.set(part.subarray(0, whole.length - at), at);
        at += part.length;
      }
      const found = await detectSpeech([whole], host.speechModel());
      const wanted = { ...found, probabilities: await scoreOneByOne(whole) };
      expectClose(found.probabilities, wanted.probabilities, 1e-4);
      expect(segmentsFrom(found)).toEqual(segmentsFrom(wanted));
      expect(segmentsFrom(found).length).toBeGreaterThan(10);
    },
  );
});
