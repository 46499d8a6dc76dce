import { describe, expect, test } from 'vitest';
import { usableProviders, wishedProviders } from '../../native-models/detect-providers.ts';
import type { Provider } from '../../native-models/provider-names.ts';
import { openGraph } from '../../native-models/providers.ts';
import { float32, type Graph } from '../../native-models/tensors.ts';

const bytes = new Uint8Array();
/** A graph that doubles, and fails from the call `failsFrom` on. */
const doubling = (failsFrom = Number.POSITIVE_INFINITY): Graph => {
  let calls = 0;
  return {
    inputs: [],
    outputs: [],
    run: async ({ x }) => {
      if (++calls >= failsFrom) throw new Error('device lost\nand more');
      return { y: Float32Array.from(x!.data as Float32Array, (value) => 2 * value) };
    },
    release: async () => {},
  };
};
const x = float32(Float32Array.of(1, 2), 2);

describe('a graph on the first provider that works', () => {
  test('uses what is wished where it works', async () => {
    const graph = await openGraph('m', bytes, { providers: ['webgpu', 'cpu'], open: async () => doubling() });
    expect([graph.provider, graph.notes]).toEqual(['webgpu', []]);
  });

  test('falls back to the CPU and says why', async () => {
    const tried: Provider[] = [];
    const graph = await openGraph('m', bytes, {
      providers: ['cuda', 'webgpu'],
      open: async (_, provider) => {
        tried.push(provider);
        if (provider !== 'cpu') throw new Error(`no ${provider} here`);
        return doubling();
      },
    });
    expect(tried).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(graph.provider).toBe('cpu');
    expect(graph.notes).toEqual([
      'cuda could not be used: no cuda here',
      'webgpu could not be used: no webgpu here',
    ]);
  });

  test('repeats the call in hand when a provider fails in the middle', async () => {
    const graph = await openGraph('m', bytes, {
      providers: ['webgpu'],
      open: async (_, provider) => doubling(provider === 'webgpu' ? 2 : undefined),
    });
    expect((await graph.run({ x }))['y']).toEqual(Float32Array.of(2, 4));
    expect(graph.provider).toBe('webgpu');
    expect((await graph.run({ x }))['y']).toEqual(Float32Array.of(2, 4));
    expect(graph.provider).toBe('cpu');
    expect(graph.notes).toEqual(['webgpu failed while in use: device lost']);
  });

  test('an error of the CPU is the caller’s', async () => {
    const graph = await openGraph('m', bytes, { open: async () => doubling(1) });
    await expect(graph.run({ x })).rejects.toThrow(/device lost/);
  });

  test('says what failed where nothing works', async () => {
    const opening = openGraph('m', bytes, { open: () => Promise.reject(new Error('not an ONNX file')) });
    await expect(opening).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/m cannot be opened: cpu .*not an ONNX/),
    });
  });

  test('looks at nothing behind the CPU', async () => {
    const graph = await openGraph('m', bytes, { providers: ['cpu', 'cuda'], open: async () => doubling() });
    expect(graph.provider).toBe('cpu');
  });
});

const CARD = '/dev/nvidia0';
const DRIVER = '/usr/share/vulkan/icd.d/nvidia_icd.json';

test.each<[NodeJS.Platform, string[], Provider[]]>([
  ['linux', [CARD, DRIVER], ['cuda', 'webgpu', 'cpu']],
  ['linux', [CARD, '/etc/vulkan/icd.d/nvidia_icd.x86_64.json'], ['cuda', 'webgpu', 'cpu']],
  ['linux', [CARD, '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json'], ['cuda', 'cpu']],
  ['linux', [DRIVER], ['cpu']],
  ['linux', [], ['cpu']],
  ['win32', [], ['dml', 'cpu']],
  ['darwin', [], ['coreml', 'cpu']],
  ['freebsd', [CARD, DRIVER], ['cpu']],
])('on %s with %j %j is worth trying', (platform, files, expected) => {
  expect(usableProviders(platform, (path) => files.includes(path))).toEqual(expected);
});

describe('the wish of the environment', () => {
  test.each<[string | undefined, Provider[]]>([
    ['webgpu,cpu', ['webgpu', 'cpu']],
    [' CUDA , webgpu', ['cuda', 'webgpu']],
    ['cpu', ['cpu']],
    ['', usableProviders()],
    [undefined, usableProviders()],
  ])('%o', (wish, providers) => {
    expect(wishedProviders(wish === undefined ? {} : { ROLECALL_PROVIDERS: wish })).toEqual(providers);
  });

  test('is refused where it names none', () => {
    expect(() => wishedProviders({ ROLECALL_PROVIDERS: 'tpu' })).toThrow(/"tpu", which is no provider/);
  });
});
