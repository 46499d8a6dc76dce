import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FeatureEncoder } from '../../native-models/feature-encoder.ts';
import { FRONT_ENDS, type FrontEnd, frontEnds } from '../../native-models/front-ends/index.ts';
import { InferenceHost } from '../../native-models/inference-host.ts';
import { findModel, type ManifestEntry, PULLED_MODELS } from '../../native-models/manifest.ts';
import { modelPath } from '../../native-models/model-files.ts';
import { wantsOtherFiles } from '../../native-models/onnx-external.ts';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { expectClose } from '../helpers/close.ts';
import { type MadeModel, makeOnnx } from '../helpers/onnx.ts';
import { noise, tone } from '../helpers/sound.ts';

/** A graph of each family's inputs and outputs that gives the greatest value of each band. */
const FAMILIES: Readonly<Record<FrontEnd, MadeModel>> = {
  wespeaker: greatest('feats', 'embs'),
  '3d-speaker': greatest('x', 'embedding'),
  speechbrain: greatest('features', 'embedding'),
  nemo: {
    inputs: [
      { name: 'audio_signal', type: 'float32', shape: ['batch', 80, 'frames'] },
      { name: 'length', type: 'int64', shape: ['batch'] },
    ],
    outputs: [{ name: 'embs', type: 'float32', shape: ['batch', 80] }],
    nodes: [
      { kind: 'ReduceMax', inputs: ['audio_signal'], outputs: ['embs'], whole: { axes: [2], keepdims: 0 } },
    ],
  },
};

function greatest(input: string, output: string): MadeModel {
  return {
    inputs: [{ name: input, type: 'float32', shape: ['batch', 'frames', 80] }],
    outputs: [{ name: output, type: 'float32', shape: ['batch', 80] }],
    nodes: [{ kind: 'ReduceMax', inputs: [input], outputs: [output], whole: { axes: [1], keepdims: 0 } }],
  };
}

const entryFor = (frontEnd: FrontEnd, bytes: Uint8Array): ManifestEntry => ({
  ...findModel('speaker-encoder', PULLED_MODELS[0]!.id),
  id: `made-${frontEnd}`,
  file: `made/${frontEnd}.onnx`,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  dimension: 80,
  frontEnd,
});

const open = async (frontEnd: FrontEnd, model = FAMILIES[frontEnd]): Promise<FeatureEncoder> => {
  const bytes = makeOnnx(model);
  return new FeatureEncoder(await openOnnx(bytes, 'cpu', 1), entryFor(frontEnd, bytes));
};

describe('an encoder of features is fed by its own front end', () => {
  test.each(FRONT_ENDS)('%s', async (frontEnd) => {
    const encoder = await open(frontEnd);
    const clips = [noise(16_000), tone(24_000, 220), noise(4_000, 0.3, 5)];
    const outcomes = await encoder.embed(clips);
    for (const [index, clip] of clips.entries()) {
      const { frames, bands, values } = frontEnds[frontEnd](clip);
      const wanted = Float32Array.from({ length: bands }, (_, band) =>
        Math.max(...Array.from({ length: frames }, (_each, frame) => values[frame * bands + band]!)),
      );
      const length = Math.hypot(...wanted);
      const outcome = outcomes[index]!;
      if (outcome.kind !== 'embedded') throw new Error('not embedded');
      expectClose(
        outcome.vector,
        wanted.map((value) => value / length),
        1e-5,
      );
    }
  });

  test.each(FRONT_ENDS)('%s: what has no voice is refused with its reason', async (frontEnd) => {
    const encoder = await open(frontEnd);
    const outcomes = await encoder.embed([
      noise(480),
      new Float32Array(16_000),
      new Float32Array(16_000).fill(Number.NaN),
    ]);
    expect(outcomes.map((each) => (each.kind === 'refused' ? each.reason : each.kind))).toEqual([
      'too-short',
      'silent',
      'not-finite',
    ]);
  });
});

describe('a graph of another family is refused with what it has and what it should have', () => {
  test.each<[string, FrontEnd, FrontEnd, RegExp]>([
    [
      'other names',
      'wespeaker',
      '3d-speaker',
      /inputs \(x: float32\[\?, \?, 80\]\) instead of \(feats: float32/,
    ],
    ['a missing length', 'nemo', 'speechbrain', /instead of \(audio_signal: .*; length: int64\[\?\]\)/],
    ['one input too many', '3d-speaker', 'nemo', /\(audio_signal: .*; length: .*\) instead of \(x:/],
  ])('%s', async (_, wanted, given, message) => {
    await expect(open(wanted, FAMILIES[given])).rejects.toThrow(message);
  });

  test('another number of outputs, where the graph does not tell its shape', async () => {
    const known = FAMILIES.wespeaker;
    const model: MadeModel = {
      ...known,
      inputs: [{ ...known.inputs[0]!, shape: ['batch', 'frames', 'bands'] }],
      outputs: [{ ...known.outputs[0]!, shape: null }],
    };
    const bytes = makeOnnx(model);
    const graph = await openOnnx(bytes, 'cpu', 1);
    const encoder = new FeatureEncoder(graph, { ...entryFor('wespeaker', bytes), dimension: 256 });
    await expect(encoder.embed([noise(16_000)])).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/gives 80 numbers for a clip instead of 256/),
    });
  });

  test('another number of bands', async () => {
    const model = greatest('feats', 'embs');
    const other = {
      ...model,
      inputs: [{ ...model.inputs[0]!, shape: ['batch', 'frames', 64] }],
      outputs: [{ ...model.outputs[0]!, shape: ['batch', 64] }],
    };
    await expect(open('wespeaker', other)).rejects.toThrow(/64\]\) instead of \(feats: float32\[\?, \?, 80/);
  });
});

describe('a model that wants data from another file', () => {
  const withExternal = (location: string): Uint8Array =>
    makeOnnx({
      inputs: [{ name: 'feats', type: 'float32', shape: ['batch', 'frames', 80] }],
      outputs: [{ name: 'embs', type: 'float32', shape: ['batch', 'frames', 80] }],
      nodes: [{ kind: 'Add', inputs: ['feats', 'secret'], outputs: ['embs'] }],
      external: { name: 'secret', location, shape: [80] },
    });

  test.each(['../secret.bin', '/etc/passwd', 'beside.bin'])('is not opened: %s', async (location) => {
    expect(wantsOtherFiles(withExternal(location))).toBe(true);
    await expect(openOnnx(withExternal(location), 'cpu', 1)).rejects.toThrow(/wants data from another file/);
  });

  test.each(FRONT_ENDS)('is no model whose numbers are inside: %s', (frontEnd) => {
    expect(wantsOtherFiles(makeOnnx(FAMILIES[frontEnd]))).toBe(false);
  });

  test.each([
    ['nothing', []],
    ['a cut varint', [0xff]],
    ['a length beyond the end', [0x3a, 0x7f, 1]],
    ['text', [...new TextEncoder().encode('<html>no model</html>')]],
  ])('is not %s, which the runtime refuses', async (_, content) => {
    const bytes = Uint8Array.from(content);
    expect(wantsOtherFiles(bytes)).toBe(false);
    await expect(openOnnx(bytes, 'cpu', 1)).rejects.toThrow();
  });
});

describe('in its own process', () => {
  let directory: string;
  let host: InferenceHost;
  const bytes = makeOnnx(FAMILIES.wespeaker);
  const entry = entryFor('wespeaker', bytes);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-encoder-'));
    await mkdir(dirname(modelPath(entry, directory)), { recursive: true });
    host = new InferenceHost({ directory, models: [entry], providers: ['webgpu', 'cpu'] });
  });
  afterEach(async () => {
    await host.close();
    await rm(directory, { recursive: true, force: true });
  });

  test('a pulled encoder embeds behind the one interface, and says where it runs', async () => {
    await writeFile(modelPath(entry, directory), bytes);
    const encoder = host.speakerEncoder('made-wespeaker');
    expect([encoder.dimension, encoder.minimumSamples]).toEqual([80, 4_000]);
    const [outcome] = await encoder.embed([noise(16_000)]);
    expect(outcome?.kind).toBe('embedded');
    const { provider, notes } = await host.describe(entry.id);
    if (provider === 'cpu') expect(notes.join(' ')).toMatch(/webgpu/);
  });

  test('one that was not pulled says how to get it', async () => {
    await expect(host.speakerEncoder(entry.id).embed([noise(16_000)])).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/made-wespeaker is missing/),
      remedy: expect.stringMatching(/models pull made-wespeaker.*--from FILE/),
    });
  });

  test('a corrupt one is not opened', async () => {
    await writeFile(modelPath(entry, directory), bytes.slice().fill(0, 20, 30));
    await expect(host.speakerEncoder(entry.id).embed([noise(16_000)])).rejects.toMatchObject({
      message: expect.stringMatching(/has sha256 .* it is not opened/),
    });
  });
});
