import { beforeAll, describe, expect, test } from 'vitest';
import { RolecallError } from '../../main/model/errors.ts';
import { findModel } from '../../native-models/manifest.ts';
import { readModel } from '../../native-models/model-files.ts';
import { newSpeechStream } from '../../native-models/models.ts';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { sequenceModel } from '../../native-models/silero-graph.ts';
import { SileroVad } from '../../native-models/silero-vad.ts';
import type { Feeds } from '../../native-models/tensors.ts';
import { expectClose } from '../helpers/close.ts';
import { scoreOneByOne } from '../helpers/one-window.ts';
import { int16, joined, noise, tone } from '../helpers/sound.ts';

let original: Uint8Array;
let heard: Feeds[];
let vad: SileroVad;

beforeAll(async () => {
  original = await readModel(findModel('speech'));
  const real = await openOnnx(sequenceModel('silero', original), 'cpu', 1);
  vad = new SileroVad({
    ...real,
    run: (feeds) => {
      heard.push(structuredClone(feeds));
      return real.run(feeds);
    },
  });
});

const score = async (samples: Int16Array, stream = newSpeechStream()) => {
  heard = [];
  return vad.score(samples, stream);
};

/** Loud and quiet, noise and tones, full scale and silence, an odd number of windows beyond one call. */
const mixed = int16(
  joined(
    noise(512 * 47, 0.3, 1),
    tone(512 * 90, 200),
    noise(512 * 33, 0.01, 3),
    new Float32Array(512 * 20),
    tone(512 * 61, 1_330, 1),
    noise(512 * 80, 1, 4),
  ),
);

describe('what the model receives', () => {
  /** Row of `even` for one of the four spectra of a window, from the 640 samples that the original hears. */
  const foldedRow = (window: readonly number[], spectrum: number): number[] => {
    const x = window.slice(spectrum * 128, spectrum * 128 + 256);
    return [...Array.from({ length: 127 }, (_, i) => x[i + 1]! + x[255 - i]!), x[128]!];
  };

  test('64 samples of context before each window of 512, zeros before the first, the end mirrored', async () => {
    const ramp = Int16Array.from({ length: 1024 }, (_, i) => i + 1);
    await score(ramp);
    expect(heard[0]!['even']!.dims).toEqual([8, 128]);
    const even = heard[0]!['even']!.data as Float32Array;
    for (const [window, first] of [-64, 448].entries()) {
      const samples = Array.from({ length: 576 }, (_, i) => ramp[first + i] ?? 0);
      const padded = [...samples, ...samples.slice(-65, -1).reverse()];
      for (let spectrum = 0; spectrum < 4; spectrum += 1) {
        const row = spectrum * 2 + window;
        expect([...even.slice(row * 128, row * 128 + 128)]).toEqual(foldedRow(padded, spectrum));
      }
    }
  });

  test('the memory and the context that the call before gave', async () => {
    const samples = int16(noise(512 * 3));
    const { stream } = await score(samples);
    expect([...stream.context]).toEqual([...samples.slice(-64)]);
    await score(samples, stream);
    const memory = [...heard[0]!['h']!.data, ...heard[0]!['c']!.data];
    expect(memory).toEqual([...stream.memory]);
  });
});

describe('what comes out', () => {
  test('the probabilities of the original file, one window after the other, within 2e-5', async () => {
    const { probabilities } = await score(mixed);
    expect(heard.length).toBeGreaterThan(2);
    expectClose(probabilities, await scoreOneByOne(mixed), 2e-5);
  });

  test.each([1, 9, 127, 128, 129])(
    'two calls, parted after %i windows, give what one call gives',
    async (at) => {
      const whole = await score(mixed);
      const first = await score(mixed.subarray(0, 512 * at));
      const second = await score(mixed.subarray(512 * at), first.stream);
      expectClose([...first.probabilities, ...second.probabilities], whole.probabilities, 1e-6);
    },
  );

  test('silence is no speech', async () => {
    const { probabilities } = await score(new Int16Array(512 * 50));
    expect(Math.max(...probabilities)).toBeLessThan(0.1);
  });

  test('no windows, no probabilities, and the stream as it was', async () => {
    const { stream } = await score(int16(noise(1024)));
    expect(await score(new Int16Array(0), stream)).toEqual({ probabilities: new Float32Array(0), stream });
  });

  test('what is no whole windows is refused', async () => {
    await expect(score(new Int16Array(500))).rejects.toThrow(/500 samples/);
  });

  test('work that is no longer wanted stops', async () => {
    let asked = 0;
    const stopping = vad.score(new Int16Array(512 * 1000), newSpeechStream(), () => ++asked < 3);
    await expect(stopping).rejects.toThrow(/No longer wanted/);
  });
});

describe('another model is refused, saying why', () => {
  const refusal = (bytes: Uint8Array): unknown => {
    try {
      return sequenceModel('silero', bytes);
    } catch (error) {
      return error;
    }
  };

  test('a speaker encoder', async () => {
    const error = refusal(await readModel(findModel('speaker-encoder')));
    expect(error).toBeInstanceOf(RolecallError);
    expect(error).toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/not Silero VAD v5 or v6: it has no stft\.forward_basis_buffer/),
    });
  });

  test('a file that breaks off', () => {
    expect(refusal(original.subarray(0, 100_000))).toMatchObject({ kind: 'environment' });
  });

  test('spectra of another basis', () => {
    const bytes = original.slice();
    const name = Buffer.from(bytes.buffer).indexOf('model.stft.forward_basis_buffer', 1_000_000);
    bytes.fill(0x3f, name + 200, name + 2_000);
    expect(refusal(bytes)).toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/Fourier/),
    });
  });

  test('a graph that was not derived', async () => {
    const graph = await openOnnx(original, 'cpu', 1);
    expect(() => new SileroVad(graph)).toThrow(/inputs \(input: float32.* instead of \(even: float32/);
    await graph.release();
  });
});
