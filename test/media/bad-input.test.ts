import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode, probe, truncatedError } from '../../main/media/index.ts';
import { ffmpeg, samplesOf, sine, tools } from '../helpers/media.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-media-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const write = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(at(name), content);
  return at(name);
};
const probed = async (file: string, timeLimit?: number): Promise<unknown> =>
  probe(file, { tools: await tools(), timeLimit }).catch((error: unknown) => error);

/** The first half of a file, as a broken copy leaves it. */
async function half(file: string, name: string): Promise<string> {
  const whole = await readFile(file);
  return write(name, whole.subarray(0, Math.floor(whole.length / 2)));
}

describe('what is no media', () => {
  const cases: readonly [string, () => Promise<string>, RegExp][] = [
    ['a missing file', async () => at('gone.mkv'), /missing/],
    ['a missing folder', async () => at('none/gone.mkv'), /missing/],
    ['an empty file', () => write('empty.mkv', ''), /is empty/],
    [
      'a text file named .mkv',
      () => write('text.mkv', 'Dear diary, today I was a film.\n'.repeat(50)),
      /no media file/,
    ],
    ['random bytes', () => write('noise.mp4', Buffer.alloc(5_000, 'x7')), /no media file/],
    ['a folder', () => mkdtemp(at('folder.mkv')), /is a folder/],
    [
      'a picture without sound',
      () => ffmpeg('-f', 'lavfi', '-i', 'color=size=32x32:duration=1', at('mute.mkv')),
      /no audio track/,
    ],
    [
      'a pipe that nobody writes to',
      async () => {
        execFileSync('mkfifo', [at('pipe.mkv')]);
        return at('pipe.mkv');
      },
      /no ordinary file/,
    ],
    [
      'an mp4 whose index was cut off',
      async () => half(await ffmpeg(...sine(3), '-c:a', 'aac', at('whole.mp4')), 'cut.mp4'),
      /no media file/,
    ],
  ];
  test.each(cases)('%s is named, with a remedy', async (_, make, message) => {
    const file = await make();
    const error = await probed(file);
    expect(error).toMatchObject({ kind: 'input', file, message: expect.stringMatching(message) });
    expect((error as { remedy: string }).remedy.length).toBeGreaterThan(10);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const file = await write('locked.mkv', 'x');
    await chmod(file, 0o000);
    expect(await probed(file)).toMatchObject({ message: expect.stringMatching(/may not be read/) });
  });
});

describe('media that would read other files', () => {
  test.each([
    ['an ffconcat script', 'concat.mkv', (secret: string) => `ffconcat version 1.0\nfile '${secret}'\n`],
    [
      'an HLS playlist',
      'list.mkv',
      (secret: string) => `#EXTM3U\n#EXTINF:3,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
    ],
    [
      'an HLS playlist on the net',
      'net.mkv',
      () => '#EXTM3U\n#EXTINF:3,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n',
    ],
    ['an SDP file', 'net.sdp.mkv', () => 'v=0\nm=audio 5004 RTP/AVP 0\nc=IN IP4 127.0.0.1\n'],
  ])('%s named .mkv is refused', async (_, name, content) => {
    const secret = await ffmpeg(...sine(1), at('secret.wav'));
    expect(await probed(await write(name, content(secret)))).toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/no media file/),
    });
  });
});

describe('headers that lie', () => {
  test.each([
    ['64 channels at 384 kHz', 64, 384_000],
    ['no channels', 0, 16_000],
    ['one sample a second', 1, 1],
  ])('%s', async (name, channels, rate) => {
    const header = Buffer.alloc(44);
    header.write('RIFF', 0);
    header.writeUInt32LE(100_036, 4);
    header.write('WAVEfmt ', 8);
    header.writeUInt32LE(16, 16);
    header.writeUInt16LE(1, 20);
    header.writeUInt16LE(channels, 22);
    header.writeUInt32LE(rate, 24);
    header.writeUInt32LE(rate * channels * 2, 28);
    header.writeUInt16LE(channels * 2, 32);
    header.writeUInt16LE(16, 34);
    header.write('data', 36);
    header.writeUInt32LE(100_000, 40);
    const file = await write(`${name}.wav`, Buffer.concat([header, Buffer.alloc(100_000)]));
    expect(await probed(file)).toMatchObject({ kind: 'input', file });
  });
});

describe('names that look like something else', () => {
  test.each([
    'a:b.wav',
    '-i.wav',
    '%03d.wav',
    'file:x.wav',
    'http:x.wav',
    "it's [a] (test) 'n' so.wav",
    'épisode — 😀 第一話.wav',
    'new\nline.wav',
    '|pipe.wav',
    'concat:a|b.wav',
    `${'x'.repeat(251)}.wav`,
  ])('%j', async (name) => {
    await ffmpeg(...sine(1, 16_000), at('plain.wav'));
    const file = await write(name, await readFile(at('plain.wav')));
    expect((await samplesOf(file)).length).toBe(16_000);
  });
});

describe('media that breaks off', () => {
  const formats: readonly [string, readonly string[]][] = [
    ['mkv', ['-c:a', 'aac']],
    ['flac', []],
    ['mp3', []],
    ['wav', []],
    ['mp4', ['-c:a', 'aac', '-movflags', '+faststart']],
  ];
  test.each(formats)('half of a .%s is told from a whole one', async (extension, codec) => {
    const whole = await ffmpeg(...sine(20, 44_100), ...codec, at(`twenty.${extension}`));
    const cut = await half(whole, `ten.${extension}`);
    const onChunk = (): void => {};
    const outcomes = [];
    for (const file of [whole, cut]) {
      outcomes.push(
        await decode(await probe(file, { tools: await tools() }), { tools: await tools(), onChunk }),
      );
    }
    const [good, bad] = outcomes;
    expect(good!.kind).toBe('complete');
    if (bad!.kind !== 'truncated') throw new Error('not noticed');
    expect(Math.abs(bad!.declared! - 320_000)).toBeLessThan(3_200);
    expect(bad!.samples).toBeLessThan(200_000);
    expect(truncatedError(cut, bad!).describe()).toMatch(
      /breaks off: .* of 20.* s could be decoded.* Copy it again/,
    );
  });

  test.each(['opus', 'ogg'])('half of an .%s lacks the mark of its end', async (extension) => {
    const whole = await ffmpeg(...sine(20), '-c:a', 'libopus', '-f', 'ogg', at(`marked.${extension}`));
    expect((await samplesOf(whole)).length).toBeGreaterThan(319_000);
    const cut = await half(whole, `unmarked.${extension}`);
    const outcome = await decode(await probe(cut, { tools: await tools() }), {
      tools: await tools(),
      onChunk: () => {},
    });
    if (outcome.kind !== 'truncated') throw new Error('not noticed');
    expect(truncatedError(cut, outcome).message).toMatch(/breaks off after .* end is missing/);
  });

  test('what came is passed on, and no listening copy is left', async () => {
    const cut = await half(await ffmpeg(...sine(20), '-c:a', 'aac', at('copy.mkv')), 'copy-cut.mkv');
    let samples = 0;
    const outcome = await decode(await probe(cut, { tools: await tools() }), {
      tools: await tools(),
      listeningCopy: at('listening.ogg'),
      onChunk: (chunk) => {
        samples += chunk.length;
      },
    });
    expect(outcome).toMatchObject({ kind: 'truncated', samples });
    expect((await readdir(folder)).filter((name) => name.startsWith('listening'))).toEqual([]);
  });

  test('damage in the middle does not stop the rest', async () => {
    const file = await ffmpeg(...sine(20), '-c:a', 'libmp3lame', at('scratched.mp3'));
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(3_000, 0x55), 0, 3_000, Math.floor((await stat(file)).size / 2));
    await handle.close();
    expect(Math.abs((await samplesOf(file)).length - 320_000)).toBeLessThan(24_000);
  });
});

describe('a tool that misbehaves', () => {
  const fake = async (name: string, script: string): Promise<string> => {
    const file = await write(name, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const withTool = async (path: string) => {
    const real = await tools();
    return { ffmpeg: { ...real.ffmpeg, path }, ffprobe: { ...real.ffprobe, path } };
  };

  test('that hangs is ended at the time limit, with what it started', async () => {
    const path = await fake('hangs', `sleep 1000 & echo $! > ${at('child.pid')}; wait`);
    const file = await ffmpeg(...sine(1), at('a.wav'));
    const error = await probe(file, { tools: await withTool(path), timeLimit: 500 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      kind: 'input',
      file,
      passing: true,
      message: expect.stringMatching(/given up/),
    });
    const child = Number(await readFile(at('child.pid'), 'utf8'));
    const isRunning = async (): Promise<boolean> =>
      readFile(`/proc/${child}/stat`, 'utf8').then(
        (text) => !/\) Z /.test(text),
        () => false,
      );
    while (await isRunning()) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await isRunning()).toBe(false);
  });

  test('that never stops complaining is ended too', async () => {
    const path = await fake('complains', 'while :; do echo bad >&2; done');
    const file = await ffmpeg(...sine(1), at('b.wav'));
    const error = await probe(file, { tools: await withTool(path), timeLimit: 500 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ passing: true, message: expect.stringMatching(/given up/) });
  });

  test('that is not there is named', async () => {
    const file = await ffmpeg(...sine(1), at('c.wav'));
    const error = await probe(file, { tools: await withTool(at('no-such-tool')) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ kind: 'environment', remedy: expect.stringMatching(/doctor/) });
  });

  test('that is killed from outside is told from a damaged file, and may be tried again', async () => {
    const file = await ffmpeg(...sine(30), at('d.wav'));
    const real = await tools();
    const path = await fake('dies', `"${real.ffmpeg.path}" "$@" | head -c 200000; kill -9 $$`);
    const info = await probe(file, { tools: real });
    const error = await decode(info, {
      tools: { ...real, ffmpeg: { ...real.ffmpeg, path } },
      onChunk: () => {},
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: 'environment',
      passing: true,
      message: expect.stringMatching(/ended from outside \(SIGKILL\)/),
    });
  });

  test('that crashes half-way leaves a truncated outcome, not a whole one', async () => {
    const file = await ffmpeg(...sine(30), at('e.wav'));
    const real = await tools();
    const path = await fake('crashes', `"${real.ffmpeg.path}" "$@" | head -c 200000; kill -SEGV $$`);
    const info = await probe(file, { tools: real });
    const outcome = await decode(info, {
      tools: { ...real, ffmpeg: { ...real.ffmpeg, path } },
      onChunk: () => {},
    });
    expect(outcome).toMatchObject({ kind: 'truncated', samples: 100_000 });
  });

  test('is ended when the work is cancelled', async () => {
    const file = await ffmpeg(...sine(600, 8_000), at('long.wav'));
    const controller = new AbortController();
    const decoding = decode(await probe(file, { tools: await tools() }), {
      tools: await tools(),
      signal: controller.signal,
      listeningCopy: at('cancelled.ogg'),
      onChunk: () => controller.abort(),
    }).catch((thrown: unknown) => thrown);
    expect(await decoding).toMatchObject({ kind: 'cancelled' });
    expect((await readdir(folder)).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });
});
