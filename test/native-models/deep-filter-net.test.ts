import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { DeepFilterNet, type DeepGraphs, unpackGraphs } from '../../native-models/deep-filter-net.ts';
import {
  DEEP_BAND_WIDTHS,
  DEEP_BANDS,
  DEEP_BINS,
  DEEP_FILTERED,
  DeepFrontEnd,
} from '../../native-models/front-ends/deep-filter-net.ts';
import { InferenceHost } from '../../native-models/inference-host.ts';
import { findModel, type ManifestEntry } from '../../native-models/manifest.ts';
import { modelPath } from '../../native-models/model-files.ts';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { expectClose } from '../helpers/close.ts';
import { type MadeModel, makeOnnx, type Value } from '../helpers/onnx.ts';
import { noise } from '../helpers/sound.ts';

const value = (name: string, ...shape: (number | string)[]): Value => ({ name, type: 'float32', shape });
const half = { kernel_shape: [1, 2], strides: [1, 2] };

/** The published encoder's inputs and outputs: it hands its features on, halved where the real one halves them. */
const ENCODER: MadeModel = {
  inputs: [value('feat_erb', 1, 1, 'S', 32), value('feat_spec', 1, 2, 'S', 96)],
  outputs: [
    value('e0', 1, 1, 'S', 32),
    value('e1', 1, 1, 'S', 16),
    value('e2', 1, 1, 'S', 8),
    value('e3', 1, 1, 'S', 8),
    value('emb', 1, 'S', 32),
    value('c0', 1, 2, 'S', 96),
    value('lsnr', 1, 'S'),
  ],
  nodes: [
    { kind: 'Identity', inputs: ['feat_erb'], outputs: ['e0'] },
    { kind: 'AveragePool', inputs: ['e0'], outputs: ['e1'], whole: half },
    { kind: 'AveragePool', inputs: ['e1'], outputs: ['e2'], whole: half },
    { kind: 'Identity', inputs: ['e2'], outputs: ['e3'] },
    { kind: 'ReduceMax', inputs: ['feat_erb'], outputs: ['emb'], whole: { axes: [1], keepdims: 0 } },
    { kind: 'Identity', inputs: ['feat_spec'], outputs: ['c0'] },
    { kind: 'ReduceMax', inputs: ['emb'], outputs: ['lsnr'], whole: { axes: [2], keepdims: 0 } },
  ],
};

const BANDS_IN = [
  value('emb', 1, 'S', 32),
  value('e3', 1, 1, 'S', 8),
  value('e2', 1, 1, 'S', 8),
  value('e1', 1, 1, 'S', 16),
  value('e0', 1, 1, 'S', 32),
];

/** Gains of one everywhere, or of how loud a band is against its mean. */
const gains = (kind: 'one' | 'loudness'): MadeModel => ({
  inputs: BANDS_IN,
  outputs: [value('m', 1, 1, 'S', 32)],
  nodes:
    kind === 'loudness'
      ? [{ kind: 'Sigmoid', inputs: ['e0'], outputs: ['m'] }]
      : [
          { kind: 'Sub', inputs: ['e0', 'e0'], outputs: ['none'] },
          { kind: 'Exp', inputs: ['none'], outputs: ['m'] },
        ],
});

/** A filter that takes one of the five frames as it is: 2 is the frame itself. */
const tap = (taken: number): MadeModel => ({
  inputs: [value('emb', 1, 'S', 32), value('c0', 1, 2, 'S', 96)],
  outputs: [value('coefs', 1, 'S', 96, 10)],
  nodes: [
    { kind: 'ReduceMax', inputs: ['c0'], outputs: ['flat'], whole: { axes: [1], keepdims: 1 } },
    { kind: 'Transpose', inputs: ['flat'], outputs: ['turned'], whole: { perm: [0, 2, 3, 1] } },
    { kind: 'Sub', inputs: ['turned', 'turned'], outputs: ['zero'] },
    { kind: 'Exp', inputs: ['zero'], outputs: ['one'] },
    {
      kind: 'Concat',
      inputs: Array.from({ length: 10 }, (_, at) => (at === 2 * taken ? 'one' : 'zero')),
      outputs: ['coefs'],
      whole: { axis: 3 },
    },
  ],
});

const graphs = async (erb: MadeModel, df: MadeModel, enc = ENCODER): Promise<DeepGraphs> => ({
  enc: await openOnnx(makeOnnx(enc), 'cpu', 1),
  erb_dec: await openOnnx(makeOnnx(erb), 'cpu', 1),
  df_dec: await openOnnx(makeOnnx(df), 'cpu', 1),
});

const tone48 = (samples: number, hertz: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, at) => 0.4 * Math.sin((2 * Math.PI * hertz * at) / 48_000));

describe('the front end of DeepFilterNet', () => {
  test('has the bands that libdf prints for 48 kHz', () => {
    expect(DEEP_BAND_WIDTHS).toEqual([
      2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 5, 5, 7, 7, 8, 10, 12, 13, 15, 18, 20, 24, 28, 31, 37, 42, 50,
      56, 67,
    ]);
  });

  test.each([1, 479, 480, 5_000])('gives back the %d samples that it took apart', (length) => {
    const samples = noise(length, 0.8);
    const frontEnd = new DeepFrontEnd();
    const spectrum = frontEnd.analyse(samples, Math.ceil(length / 480) + 1);
    expectClose(frontEnd.synthesise(spectrum, length), samples, 1e-6);
  });

  test('tells a band by its level against the mean so far, which starts at -60 to -90 dB', () => {
    const frontEnd = new DeepFrontEnd();
    const { bands, bins } = frontEnd.features(frontEnd.analyse(new Float32Array(4_800), 2));
    // Silence is -100 dB: (-100 - (-100 * 0.01 + mean * 0.99)) / 40 in the first frame.
    expect(bands[0]).toBeCloseTo((0.99 * (-100 + 60)) / 40, 5);
    expect(bands[31]).toBeCloseTo((0.99 * (-100 + 90)) / 40, 5);
    expect(bands[32]).toBeCloseTo((0.99 ** 2 * (-100 + 60)) / 40, 5);
    expect(bins.every((each) => each === 0)).toBe(true);
  });

  test('scales a bin by the root of its mean so far', () => {
    const frontEnd = new DeepFrontEnd();
    const spectrum = frontEnd.analyse(tone48(9_600, 500), 10);
    const { bins } = frontEnd.features(spectrum);
    let mean = 0.001 + (10 / 95) * (0.0001 - 0.001);
    for (let frame = 0; frame < 10; frame += 1) {
      const [re, im] = [spectrum.re[frame * DEEP_BINS + 10]!, spectrum.im[frame * DEEP_BINS + 10]!];
      mean = 0.99 * mean + 0.01 * Math.hypot(re, im);
      expect(bins[frame * DEEP_FILTERED + 10]).toBeCloseTo(re / Math.sqrt(mean), 5);
      expect(bins[(10 + frame) * DEEP_FILTERED + 10]).toBeCloseTo(im / Math.sqrt(mean), 5);
    }
  });
});

describe('DeepFilterNet', () => {
  test.each([0, 1, 480, 12_345])(
    'with gains of one and the frame itself gives back %d samples, each in its place',
    async (length) => {
      const clip = noise(length, 0.5);
      const model = new DeepFilterNet(await graphs(gains('one'), tap(2)));
      const [enhanced] = await model.enhance([clip]);
      expectClose(enhanced!, clip, 1e-5);
    },
  );

  test('goes on over clips that are longer than one call', async () => {
    const clip = noise(50 * 480 + 7_777, 0.5);
    const model = new DeepFilterNet(await graphs(gains('one'), tap(2)), 'made', 20, 5);
    const [enhanced] = await model.enhance([clip]);
    expectClose(enhanced!, clip, 1e-5);
  });

  test('filters the lowest 96 bins over two frames before and two after, from the sound as it was', async () => {
    // A quarter of a period more in each step of 480 samples, so that the frame after is another; 12 kHz is not filtered.
    const low = tone48(24_000, 525);
    const high = tone48(24_000, 12_000);
    const model = new DeepFilterNet(await graphs(gains('one'), tap(3)));
    const [enhanced] = await model.enhance([low.map((sample, at) => sample + high[at]!)]);
    const wanted = low.map((_, at) => (low[at + 480] ?? 0) + high[at]!);
    expectClose(enhanced!.subarray(4_800, 20_000), wanted.subarray(4_800, 20_000), 1e-3);
  });

  test('hears two frames ahead', async () => {
    const silence = new Float32Array(24_000);
    const clip = silence.map((_, at) =>
      at < 12_000 ? 0 : 0.3 * Math.sin((2 * Math.PI * 9_000 * at) / 48_000),
    );
    const frontEnd = new DeepFrontEnd();
    const frames = 24_000 / 480 + 3;
    const spectrum = frontEnd.analyse(clip, frames);
    const { bands } = frontEnd.features(spectrum);
    const wanted = { frames, re: spectrum.re.slice(), im: spectrum.im.slice() };
    for (let frame = 0; frame < frames; frame += 1) {
      for (let band = 0, bin = 0; band < DEEP_BANDS; band += 1) {
        const heard = frame + 2 < frames ? bands[(frame + 2) * DEEP_BANDS + band]! : 0;
        const gain = 1 / (1 + Math.exp(-heard));
        for (const end = bin + DEEP_BAND_WIDTHS[band]!; bin < end; bin += 1) {
          if (bin < DEEP_FILTERED) continue;
          wanted.re[frame * DEEP_BINS + bin]! *= gain;
          wanted.im[frame * DEEP_BINS + bin]! *= gain;
        }
      }
    }
    const model = new DeepFilterNet(await graphs(gains('loudness'), tap(2)));
    const [enhanced] = await model.enhance([clip]);
    expectClose(enhanced!, frontEnd.synthesise(wanted, 24_000), 1e-5);
  });

  test('refuses graphs that are others than their names say', async () => {
    const { enc, erb_dec, df_dec } = await graphs(gains('one'), tap(2));
    expect(() => new DeepFilterNet({ enc: erb_dec, erb_dec: enc, df_dec })).toThrow(/\(enc\) has the inputs/);
    expect(() => new DeepFilterNet({ enc, erb_dec: df_dec, df_dec })).toThrow(/\(erb_dec\) has the inputs/);
  });
});

const archive = async (names: readonly string[]): Promise<Uint8Array> => {
  const parts: Record<string, Uint8Array> = {
    'enc.onnx': makeOnnx(ENCODER),
    'erb_dec.onnx': makeOnnx(gains('one')),
    'df_dec.onnx': makeOnnx(tap(2)),
    'config.ini': new TextEncoder().encode('[train]\n'),
  };
  const entries = names.map((name) => ({
    header: { name: `tmp/export/${name}`, size: parts[name]!.length },
    body: parts[name]!,
  }));
  return Uint8Array.from(gzipSync(await packTar(entries)));
};
const ALL = ['enc.onnx', 'erb_dec.onnx', 'df_dec.onnx', 'config.ini'];

describe('the published archive', () => {
  test('is opened from its bytes', async () => {
    const found = unpackGraphs(await archive(ALL));
    expect(Buffer.from(found.enc).equals(makeOnnx(ENCODER))).toBe(true);
    expect(Buffer.from(found.df_dec).equals(makeOnnx(tap(2)))).toBe(true);
  });

  test.each([
    ['without a graph', archive(['enc.onnx', 'df_dec.onnx']), /holds no erb_dec\.onnx/],
    ['that is no archive', Promise.resolve(Uint8Array.of(1, 2, 3)), /holds no enc\.onnx/],
  ])('%s is refused', async (_, bytes, message) => {
    const given = await bytes;
    expect(() => unpackGraphs(given)).toThrow(message);
  });

  test('once pulled works behind the one interface, and before says how to get it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rolecall-models-'));
    const bytes = await archive(ALL);
    const entry: ManifestEntry = {
      ...findModel('enhancer', 'deepfilternet3'),
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    const host = new InferenceHost({ models: [entry], directory });
    try {
      await expect(host.enhancer('deepfilternet3').enhance([noise(480)])).rejects.toMatchObject({
        remedy: expect.stringContaining('rolecall models pull deepfilternet3'),
      });
      const file = modelPath(entry, directory);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
      const clip = noise(4_800, 0.3);
      const [enhanced] = await host.enhancer('deepfilternet3').enhance([clip]);
      expectClose(enhanced!, clip, 1e-5);
      expect(await host.describe('deepfilternet3')).toMatchObject({ provider: 'cpu' });
    } finally {
      await host.close();
      await rm(directory, { recursive: true });
    }
  });
});
