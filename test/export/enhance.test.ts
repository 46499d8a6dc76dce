import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipTools } from '../../main/engine/export-clips.ts';
import { rebuildDataset } from '../../main/engine/rebuild.ts';
import { decodeSamples, writeClips } from '../../main/export/cut.ts';
import { type ClipEnhancer, enhanceClips, LEAST_LIKENESS } from '../../main/export/enhance.ts';
import { ENHANCER_RATE, regionsOf } from '../../main/export/enhance-regions.ts';
import { type CutClips, EXPORT_FORMATS, PLAIN_CLIPS, writeDataset } from '../../main/export/index.ts';
import { contentHash, findTools } from '../../main/media/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { decodedSamples, episode, hashes, media, request, verify } from './helpers.ts';

const { signal } = new AbortController();
const tools = { tools: findTools, signal };
const RATES = [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000];

/** Changes nothing, and says of each clip in turn how alike its voice is. */
const nothing = (likenesses: readonly (number | null)[] = []): ClipEnhancer & { heard: Float32Array[] } => {
  const heard: Float32Array[] = [];
  const left = [...likenesses];
  return {
    heard,
    enhance: async (samples) => {
      heard.push(samples);
      return samples;
    },
    likeness: async () => {
      const next = left.shift();
      return next === undefined ? 1 : next;
    },
  };
};

const cutWith =
  (enhancer: ClipEnhancer): CutClips =>
  async (file, clips, _signal, options) => {
    const samples = await decodeSamples(file, options, tools);
    const open = (rate: number) => decodeSamples(file, { ...PLAIN_CLIPS, rate }, tools);
    const enhanced =
      options.enhance === 'none'
        ? null
        : await enhanceClips({ clips, rate: samples.rate, open, enhancer, ...tools });
    return writeClips(samples, clips, options, tools, enhanced).finally(async () => {
      await enhanced?.close();
      await samples.close();
    });
  };

describe('regions', () => {
  it('lie where samples of the clip, of 16 kHz and of 48 kHz fall together', () => {
    const clips = fc.array(
      fc.record({ start: fc.integer({ min: 0, max: 1e8 }), length: fc.integer({ min: 1, max: 1e6 }) }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(clips, fc.constantFrom(...RATES), (given, rate) => {
        const spans = given.map(({ start, length }) => ({ start, end: start + length }));
        let offset = 0;
        for (const [index, region] of regionsOf(spans, rate).entries()) {
          const { start, end } = spans[index]!;
          for (const hertz of [rate, 16_000]) {
            const [from, to] = [start, end].map((at) => Math.round((at * hertz) / 16_000)) as [
              number,
              number,
            ];
            const place = region.placeOf(from, hertz);
            expect(Math.abs(place - Math.round(place))).toBeLessThan(1e-6);
            expect((place / hertz) * ENHANCER_RATE).toBeGreaterThanOrEqual(offset + 900);
            expect((region.placeOf(to, hertz) / hertz) * ENHANCER_RATE).toBeLessThanOrEqual(
              offset + region.length - 900,
            );
          }
          expect(region.heardFrom).toBeLessThan(region.from);
          expect(region.heardTo).toBeGreaterThan(region.from + region.length);
          offset += region.length;
        }
      }),
    );
  });
});

describe('enhanced clips', () => {
  it.each(RATES.filter((rate) => rate !== 11_025))(
    'at %d Hz lie sample on sample over the clips as they were',
    async (rate) => {
      const spans = [
        { start: 0, end: 9_001 },
        { start: 16_003, end: 30_007 },
      ];
      const cut = async (enhance: 'none' | 'rnnoise') => {
        const wanted = request({
          formats: ['audiofolder'],
          episodes: [episode('e', spans)],
          clips: { ...PLAIN_CLIPS, codec: 'wav', rate, enhance },
          cut: cutWith(nothing()),
        });
        await writeDataset(wanted);
        return spans.map((_, at) => {
          const bytes = readFileSync(join(wanted.directory, `audiofolder/data/e/e-000${at}.wav`)).subarray(
            44,
          );
          return Float64Array.from({ length: bytes.length / 2 }, (__, i) => bytes.readInt16LE(2 * i));
        });
      };
      const [plain, enhanced] = [await cut('none'), await cut('rnnoise')];
      for (const [at, clip] of plain.entries()) {
        const other = enhanced[at]!;
        expect(other.length).toBe(clip.length);
        const power = clip.reduce((sum, value) => sum + value * value, 0);
        const differs = clip.reduce((sum, value, i) => sum + (value - other[i]!) ** 2, 0);
        // Resampled twice instead of once: what differs lies 35 dB and more below. A sample's shift would be heard at 0 to -15.
        expect(10 * Math.log10(differs / power)).toBeLessThan(-30);
      }
    },
  );

  it('hear what comes before and after them', async () => {
    const enhancer = nothing();
    const wanted = request({
      formats: ['audiofolder'],
      episodes: [episode('e', [{ start: 32_000, end: 48_000 }])],
      clips: { ...PLAIN_CLIPS, enhance: 'rnnoise' },
      cut: cutWith(enhancer),
    });
    await writeDataset(wanted);
    expect(enhancer.heard[0]!.length).toBeGreaterThan(48_000 + 24_000);
  });

  it('are exported as they were where the voice suffers or cannot be compared, and counted', async () => {
    const lines = [{}, {}, {}, {}];
    const asked = (enhance: 'none' | 'rnnoise', likenesses: readonly (number | null)[]) =>
      request({
        formats: ['audiofolder', 'csv', 'jsonl', 'parquet', 'webdataset', 'lhotse', 'nemo', 'recipe'],
        episodes: [episode('e', lines)],
        clips: { ...PLAIN_CLIPS, enhance },
        cut: cutWith({
          ...nothing(likenesses),
          enhance: async (samples) => samples.map((value) => value / 2),
        }),
      });
    const plain = asked('none', []);
    await writeDataset(plain);
    const wanted = asked('rnnoise', [0.99, LEAST_LIKENESS - 0.01, null, LEAST_LIKENESS]);
    const result = await writeDataset(wanted);
    expect(Object.fromEntries(result.enhanced)).toEqual({
      applied: 2,
      'voice-changed': 1,
      'voice-unknown': 1,
    });
    const clips = (directory: string) =>
      [...hashes(directory)].filter(([name]) => name.endsWith('.flac')).map(([, hash]) => hash);
    const [before, after] = [clips(plain.directory), clips(wanted.directory)];
    expect(after.map((hash, at) => hash === before[at])).toEqual([false, true, true, false]);
    const read = (name: string) => readFileSync(join(wanted.directory, name), 'utf8');
    const rows = (name: string) =>
      read(name)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(rows('index.jsonl').map((row) => row.clip.enhancement)).toEqual([
      'applied',
      'voice-changed',
      'voice-unknown',
      'applied',
    ]);
    const by = ['rnnoise', null, null, 'rnnoise'];
    for (const name of ['audiofolder/metadata.jsonl', 'dialogues.jsonl', 'nemo_manifest.jsonl']) {
      expect(rows(name).map((row) => row.enhanced_by)).toEqual(by);
    }
    expect(read('utterances.csv')).toMatch(/,enhanced_by\r\n/);
    expect(read('README.md')).toMatch(
      /Noise was lowered by rnnoise in 2 of 4 clips.*1 whose voice.*1 with too little/s,
    );
    expect((await verify(wanted.directory)).findings).toEqual([]);
  });

  it('of the real model keep their length and are made again bit for bit from the recipe', async () => {
    const library = temporaryFolder();
    const file = media(4);
    const engine = clipTools(signal);
    const wanted = request({
      formats: EXPORT_FORMATS,
      episodes: [
        episode('e', [{ end: 33_003 }, { start: 40_000, end: 72_000 }], {
          media: file,
          identity: await contentHash(file),
        }),
      ],
      clips: { ...PLAIN_CLIPS, enhance: 'rnnoise' },
      cut: (source, clips, _signal, options) => engine.cut(source, clips, options),
    });
    try {
      await writeDataset(wanted);
    } finally {
      await engine.close();
    }
    cpSync(file, join(library, 'another name.wav'));
    const clip = await decodedSamples(join(wanted.directory, 'audiofolder/data/e/e-0000.flac'));
    expect(clip.length).toBe(32_003);
    const again = join(temporaryFolder(), 'again');
    const recipe = join(wanted.directory, 'recipe.jsonl');
    await rebuildDataset({ recipe, directory: again, library, signal, onProgress: () => {} });
    expect(hashes(again)).toEqual(hashes(wanted.directory));
  });
});
