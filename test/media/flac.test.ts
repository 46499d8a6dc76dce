import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeFlac, probe, writeFlac } from '../../main/media/index.ts';
import { tools } from '../helpers/media.ts';
import { noise, tone } from '../helpers/sound.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-flac-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What ffmpeg makes of it; it checks every checksum and says so on stderr. */
async function decoded(bytes: Uint8Array): Promise<Int16Array> {
  const file = join(folder, 'clip.flac');
  await writeFile(file, bytes);
  const { ffmpeg } = await tools();
  const args = ['-v', 'error', '-err_detect', 'explode+crccheck', '-xerror', '-i', file, '-f', 's16le', '-'];
  const out = execFileSync(ffmpeg.path, args, { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e9 });
  return new Int16Array(Uint8Array.from(out).buffer);
}
const scaled = (samples: Float32Array): Int16Array => Int16Array.from(samples, (x) => Math.round(x * 32_767));

describe('samples come back exactly', () => {
  test.each<[string, Int16Array]>([
    ['silence', new Int16Array(10_000)],
    ['a constant', new Int16Array(5_000).fill(-12_345)],
    ['a tone', scaled(tone(50_000, 440))],
    ['soft noise', scaled(noise(20_000, 0.001))],
    ['full-scale noise, which cannot be made smaller', scaled(noise(20_000, 1))],
    ['the extremes in turn', Int16Array.from({ length: 9_000 }, (_, i) => (i % 2 === 0 ? -32_768 : 32_767))],
    ['one sample', Int16Array.of(-7)],
    ['two samples', Int16Array.of(32_767, -32_768)],
    ['exactly one block', scaled(noise(4_096, 0.2))],
    ['one sample more than a block', scaled(noise(4_097, 0.2))],
    ['more than 127 blocks, whose numbers take two bytes', scaled(noise(4_096 * 130 + 5, 0.1))],
  ])('%s', async (_, samples) => {
    expect(
      Buffer.from((await decoded(encodeFlac(samples, 16_000))).buffer).equals(Buffer.from(samples.buffer)),
    ).toBe(true);
  });

  test('whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 300 }),
        async (list) => {
          const samples = Int16Array.from(list);
          expect(await decoded(encodeFlac(samples, 16_000))).toEqual(samples);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('of a tone take less than half the space', () => {
  const samples = scaled(tone(50_000, 440));
  expect(encodeFlac(samples, 16_000).length).toBeLessThan(samples.byteLength / 2);
});

test.each([8_000, 11_025, 16_000, 44_100, 48_000])('the header holds %i Hz and the length', async (rate) => {
  const file = join(folder, `r${rate}.flac`);
  await writeFlac(scaled(noise(rate)), file, { rate });
  const info = await probe(file, { tools: await tools() });
  expect(info.audio[0]).toMatchObject({ rate, channels: 1, codec: 'flac', duration: 16_000 });
});

describe('writing', () => {
  test('leaves the whole clip and nothing beside it', async () => {
    const inner = await mkdtemp(join(folder, 'w-'));
    const samples = scaled(noise(5_000));
    await writeFlac(samples, join(inner, 'a.flac'));
    expect(await readdir(inner)).toEqual(['a.flac']);
    expect((await readFile(join(inner, 'a.flac'))).equals(encodeFlac(samples, 16_000))).toBe(true);
  });

  test('into a folder that is not there fails by name', async () => {
    const file = join(folder, 'none', 'a.flac');
    const error = await writeFlac(new Int16Array(10), file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'environment', file });
  });
});
