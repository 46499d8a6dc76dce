import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bringToLevel, fadeEnds, speechLevel } from '../../main/export/clip-sound.ts';
import { clipRate, decodeSamples, writeClips } from '../../main/export/cut.ts';
import { type ClipOptions, type CutClips, PLAIN_CLIPS, writeDataset } from '../../main/export/index.ts';
import { findTools, probe } from '../../main/media/index.ts';
import { decodedSamples, episode, hashes, media, request, verify } from './helpers.ts';

const tools = await findTools();
const { signal } = new AbortController();

const cut: CutClips = async (file, clips, _signal, options) => {
  const samples = await decodeSamples(file, options, { tools: findTools, signal });
  try {
    return await writeClips(samples, clips, options, { tools: findTools, signal });
  } finally {
    await samples.close();
  }
};

const oneLine = (options: Partial<ClipOptions>, given = {}): Parameters<typeof writeDataset>[0] =>
  request({
    formats: ['audiofolder', 'jsonl', 'lhotse', 'nemo', 'kaldi'],
    episodes: [episode('e', [{ start: 32_000, end: 48_005, ...given }])],
    clips: { ...PLAIN_CLIPS, ...options },
    cut,
  });

describe('clips', () => {
  const rows: [string, Partial<ClipOptions>, { rate: number; samples: number; extension: string }][] = [
    ['as they are', {}, { rate: 16_000, samples: 16_005, extension: 'flac' }],
    ['as WAV', { codec: 'wav' }, { rate: 16_000, samples: 16_005, extension: 'wav' }],
    ["at the source's rate", { rate: null }, { rate: 16_000, samples: 16_005, extension: 'flac' }],
    ['resampled', { rate: 44_100 }, { rate: 44_100, samples: 44_114, extension: 'flac' }],
    ['as Opus', { codec: 'opus', rate: 24_000 }, { rate: 24_000, samples: 24_008, extension: 'opus' }],
    ['padded', { padding: 1600 }, { rate: 16_000, samples: 19_205, extension: 'flac' }],
    [
      'padded, faded and levelled',
      { padding: 1600, fade: 160, loudness: -23 },
      { rate: 16_000, samples: 19_205, extension: 'flac' },
    ],
  ];
  it.each(rows)('%s: exact, good to verify, and the same bytes twice', async (_title, options, wanted) => {
    const [one, two] = [oneLine(options), oneLine(options)];
    await writeDataset(one);
    await writeDataset(two);
    const clip = join(one.directory, `audiofolder/data/e/e-0000.${wanted.extension}`);
    const info = await probe(clip, { tools, signal });
    // Opus always plays at 48 kHz; its header remembers the rate.
    expect(info.audio[0]?.rate).toBe(wanted.extension === 'opus' ? 48_000 : wanted.rate);
    const samples = await decodedSamples(clip);
    expect(Math.abs(samples.length / 16_000 - wanted.samples / wanted.rate)).toBeLessThan(1e-4);
    expect((await verify(one.directory)).findings).toEqual([]);
    expect(hashes(one.directory)).toEqual(hashes(two.directory));
  });

  it('with padding begin where the padding begins', async () => {
    const wanted = oneLine({ padding: 800 });
    await writeDataset(wanted);
    const clip = await decodedSamples(join(wanted.directory, 'audiofolder/data/e/e-0000.flac'));
    expect(clip).toEqual((await decodedSamples(media())).slice(31_200, 48_805));
  });

  it('are not padded beyond the start and the end of the media', async () => {
    const wanted = oneLine({ padding: 1600 }, { start: 100, end: 60 * 16_000 - 100 });
    await writeDataset(wanted);
    const clip = await decodedSamples(join(wanted.directory, 'audiofolder/data/e/e-0000.flac'));
    expect(clip.length).toBe(60 * 16_000);
  });

  it('of Opus have a rate that Opus knows', () => {
    expect(clipRate({ ...PLAIN_CLIPS, codec: 'opus', rate: null }, 44_100)).toBe(48_000);
    expect(clipRate({ ...PLAIN_CLIPS, codec: 'flac', rate: null }, 44_100)).toBe(44_100);
  });
});

describe('the sound of a clip', () => {
  const ramp = (length: number): Int16Array => Int16Array.from({ length }, () => 10_000);

  it('fades at both ends alike and leaves the middle', () => {
    const samples = ramp(1000);
    fadeEnds(samples, 100);
    expect([samples[0], samples[100], samples[899]]).toEqual([1, 10_000, 10_000]);
    expect([...samples]).toEqual([...samples].reverse());
  });
  it('fades no more than its half each', () => {
    const samples = ramp(10);
    fadeEnds(samples, 100);
    expect([...samples]).toEqual([...samples].reverse());
  });
  it('is brought to a level, pauses aside', () => {
    const samples = Int16Array.from({ length: 32_000 }, (_, i) => (i < 16_000 ? 0 : 3000 * Math.sin(i / 5)));
    bringToLevel(samples, 16_000, -20);
    expect(speechLevel(samples, 16_000)).toBeCloseTo(-20, 1);
    expect(samples[100]).toBe(0);
  });
  it('is never brought above -1 dBFS, nor lowered for it', () => {
    const samples = Int16Array.from({ length: 16_000 }, (_, i) =>
      i === 8000 ? 30_000 : 1000 * Math.sin(i / 5),
    );
    bringToLevel(samples, 16_000, -10);
    expect(Math.max(...samples)).toBe(30_000);
  });
  it('of silence stays silence', () => {
    const samples = new Int16Array(100);
    bringToLevel(samples, 16_000, -20);
    expect(Math.max(...samples)).toBe(0);
    expect(speechLevel(samples, 16_000)).toBeNull();
  });
});
