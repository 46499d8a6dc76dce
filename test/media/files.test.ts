import { copyFile, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  contentHash,
  extractSubtitles,
  findTools,
  PartFile,
  PcmReader,
  PcmWriter,
  PeakBuilder,
} from '../../main/media/index.ts';
import { ffmpeg, sine, tools } from '../helpers/media.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe('a file in parts', () => {
  test('is not there until it is finished', async () => {
    const file = await PartFile.create(at('a'));
    await file.write(Buffer.from('hello'));
    expect(await readdir(folder)).toEqual(['a.part']);
    await file.finish();
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('leaves what was there before when it is discarded', async () => {
    await writeFile(at('a'), 'old');
    const file = await PartFile.create(at('a'));
    await file.write(Buffer.from('new'));
    await file.discard();
    expect(await readdir(folder)).toEqual(['a']);
    expect(await readFile(at('a'), 'utf8')).toBe('old');
  });

  test('that does not read back as written is not put in its place', async () => {
    const file = await PartFile.create(at('a'));
    await file.write(Buffer.from('hello'));
    await expect(file.finish({ expected: Buffer.from('help!') })).rejects.toThrow(/other bytes/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('on a full disk says so', async () => {
    await symlink('/dev/full', at('full.part'));
    const file = await PartFile.create(at('full'));
    const error = await file.write(Buffer.alloc(10)).catch((thrown: unknown) => thrown);
    await file.discard();
    expect(error).toMatchObject({ kind: 'environment', message: 'The disk is full.', file: at('full') });
  });
});

describe('samples on disk', () => {
  const ramp = Int16Array.from({ length: 1_000 }, (_, i) => i - 500);
  const written = async (): Promise<PcmReader> => {
    const writer = await PcmWriter.create(at('a.s16'));
    await writer.write(ramp.subarray(0, 333));
    await writer.write(ramp.subarray(333));
    expect(writer.samples).toBe(1_000);
    await writer.finish();
    return PcmReader.open(at('a.s16'));
  };

  test.each([
    ['the whole', 0, 1_000, 0, 1_000],
    ['the middle', 100, 200, 100, 200],
    ['past the end', 990, 2_000, 990, 1_000],
    ['before the start', -50, 10, 0, 10],
    ['wholly outside', 5_000, 6_000, 0, 0],
    ['backwards', 20, 10, 0, 0],
  ])('%s is read back', async (_, start, end, from, to) => {
    const reader = await written();
    expect(await reader.readWhole({ start, end })).toEqual(ramp.slice(from, to));
    expect(await reader.read({ start, end })).toEqual(
      Float32Array.from(ramp.slice(from, to), (x) => x / 32_768),
    );
    await reader.close();
  });

  test('torn in the middle of a sample are refused', async () => {
    await (await written()).close();
    await truncate(at('a.s16'), 99);
    await expect(PcmReader.open(at('a.s16'))).rejects.toMatchObject({
      remedy: expect.stringMatching(/run again/),
    });
  });

  test('that are gone are named', async () => {
    await expect(PcmReader.open(at('b.s16'))).rejects.toMatchObject({ kind: 'input', file: at('b.s16') });
  });
});

describe('peaks', () => {
  const peaksOf = (...parts: Int16Array[]): number[] => {
    const builder = new PeakBuilder();
    for (const part of parts) builder.push(part);
    return [...builder.finish()];
  };

  test('are the least and the greatest of each 10 ms, rounded outward', () => {
    const samples = new Int16Array(320);
    samples[5] = 32_767;
    samples[6] = -32_768;
    samples[200] = 1;
    expect(peaksOf(samples)).toEqual([-128, 127, 0, 1]);
  });

  test('of a steady sound do not touch zero', () => {
    expect(peaksOf(new Int16Array(160).fill(25_600))).toEqual([100, 100]);
  });

  test('have a last pair for the rest, and none for nothing', () => {
    expect(peaksOf(new Int16Array(161))).toHaveLength(4);
    expect(peaksOf()).toEqual([]);
  });

  test('are the same however the samples are cut', () => {
    const samples = Int16Array.from({ length: 1_000 }, (_, i) => (i * 7_919) % 30_000);
    expect(peaksOf(samples.slice(0, 123), samples.slice(123))).toEqual(peaksOf(samples));
  });

  test('grow past ten minutes', () => {
    expect(peaksOf(...Array.from({ length: 11 }, () => new Int16Array(960_000)))).toHaveLength(2 * 66_000);
  });
});

describe('the hash of a content', () => {
  const MIB = 1 << 20;
  test.each([
    ['at the start', 0],
    ['in the middle', 5 * MIB],
    ['at the end', 10 * MIB - 1],
  ])('sees a change %s of a large file', async (_, position) => {
    const bytes = Buffer.alloc(10 * MIB, 7);
    await writeFile(at('a'), bytes);
    const before = await contentHash(at('a'));
    bytes[position]! ^= 1;
    await writeFile(at('a'), bytes);
    expect((await contentHash(at('a'))).hash).not.toBe(before.hash);
    expect(before.size).toBe(10 * MIB);
  });

  test('is the same under another name', async () => {
    await writeFile(at('a'), 'hello');
    await copyFile(at('a'), at('b'));
    expect(await contentHash(at('a'))).toEqual(await contentHash(at('b')));
  });

  test('of a missing file is a named failure', async () => {
    await expect(contentHash(at('gone'))).rejects.toMatchObject({ kind: 'input', file: at('gone') });
  });
});

describe('subtitles inside media', () => {
  const SRT = '1\n00:00:00,500 --> 00:00:01,000\nHéllo there.\n\n';
  const withTrack = async (codec: string): Promise<string> => {
    await writeFile(at('s.srt'), SRT);
    return ffmpeg(...sine(2), '-i', at('s.srt'), '-c:a', 'flac', '-c:s', codec, at(`${codec}.mkv`));
  };

  test.each([
    ['srt', /00:00:00,500 --> 00:00:01,000\s+Héllo there\./],
    ['ass', /Dialogue: .*0:00:00\.50,0:00:01\.00,.*Héllo there\./],
    ['webvtt', /00:00:00,500 --> 00:00:01,000\s+Héllo there\./],
  ])('as %s come out as text', async (codec, expected) => {
    const bytes = await extractSubtitles(await withTrack(codec), 0, { tools: await tools() });
    expect(Buffer.from(bytes).toString('utf8')).toMatch(expected);
  });

  test('that are not there are named', async () => {
    await expect(extractSubtitles(await withTrack('srt'), 3)).rejects.toMatchObject({
      kind: 'input',
      place: 'subtitle track 3',
      message: expect.stringMatching(/has 1 subtitle track/),
    });
  });
});

describe('the tools', () => {
  test('are found, with version and source', async () => {
    const found = await findTools();
    expect(found.ffmpeg.version).toMatch(/\d/);
    expect(['PATH', 'package', 'environment']).toContain(found.ffprobe.source);
  });

  test('come as packages where PATH has none', async () => {
    const found = await findTools({ PATH: '' });
    expect([found.ffmpeg.source, found.ffprobe.source]).toEqual(['package', 'package']);
  });

  test('that the environment names go first', async () => {
    const { ffmpeg: packaged } = await findTools({ PATH: '' });
    const found = await findTools({ PATH: process.env['PATH'], ROLECALL_FFMPEG: packaged.path });
    expect(found.ffmpeg).toEqual({ ...packaged, source: 'environment' });
  });

  test('that the environment names and that do not work are an error', async () => {
    await expect(findTools({ ROLECALL_FFPROBE: at('nothing') })).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/ROLECALL_FFPROBE names/),
    });
  });

  test('too old for us on PATH are passed over', async () => {
    await writeFile(at('ffmpeg'), '#!/bin/sh\necho ffmpeg version 4.1.2\n', { mode: 0o755 });
    await writeFile(at('ffprobe'), '#!/bin/sh\necho ffprobe version 6.0\n', { mode: 0o755 });
    const found = await findTools({ PATH: folder });
    expect([found.ffmpeg.source, found.ffprobe.source]).toEqual(['package', 'PATH']);
  });
});
