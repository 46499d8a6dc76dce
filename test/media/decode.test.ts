import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseAudio, decode, probe } from '../../main/media/index.ts';
import { toFloat } from '../../main/media/pcm-file.ts';
import { ffmpeg, samplesOf, sine, tools } from '../helpers/media.ts';
import { level } from '../helpers/sound.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-decode-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** Decibels of one frequency, by Goertzel's formula. */
function levelAt(samples: Float32Array, hertz: number): number {
  let re = 0;
  let im = 0;
  samples.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hertz * i) / 16_000);
    im += sample * Math.sin((2 * Math.PI * hertz * i) / 16_000);
  });
  return 20 * Math.log10((2 * Math.hypot(re, im)) / samples.length + 1e-9);
}

describe('samples', () => {
  test.each([8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000])(
    'of a source at %i Hz',
    async (rate) => {
      const samples = await samplesOf(await ffmpeg(...sine(2, rate), at(`r${rate}.flac`)));
      expect(Math.abs(samples.length - 32_000)).toBeLessThanOrEqual(16);
      // ffmpeg's sine has an eighth of full scale.
      expect(levelAt(toFloat(samples), 440)).toBeCloseTo(-18.06, 0);
    },
  );

  test('of 24-bit and of floating-point sources', async () => {
    for (const codec of ['pcm_s24le', 'pcm_f32le', 'pcm_u8']) {
      const samples = await samplesOf(await ffmpeg(...sine(1), '-c:a', codec, at(`${codec}.wav`)));
      expect(levelAt(toFloat(samples), 440)).toBeCloseTo(-18.06, 0);
    }
  });

  test('begin where the container does: a track that starts late is led in with silence', async () => {
    const file = await ffmpeg(
      ...['-f', 'lavfi', '-i', 'color=size=32x32:rate=5:duration=3', '-itsoffset', '1', ...sine(2)],
      ...['-c:a', 'flac', at('late.mkv')],
    );
    const samples = toFloat(await samplesOf(file));
    expect(Math.abs(samples.length - 48_000)).toBeLessThan(200);
    expect(level(samples.subarray(0, 15_500))).toBeLessThan(-80);
    expect(level(samples.subarray(16_500, 47_000))).toBeGreaterThan(-25);
  });

  test('come in order and in chunks of at most two seconds', async () => {
    const file = await ffmpeg(...sine(5), at('five.flac'));
    const sizes: number[] = [];
    let busy = false;
    await decode(await probe(file, { tools: await tools() }), {
      tools: await tools(),
      onChunk: async (chunk) => {
        expect(busy).toBe(false);
        busy = true;
        await new Promise((resolve) => setTimeout(resolve, 5));
        busy = false;
        sizes.push(chunk.length);
      },
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(80_000);
  });
});

describe('the downmix', () => {
  /** A file whose channel `voice` has 1 kHz and whose others have 300 Hz. */
  const withVoiceIn = async (layout: string, voice: number): Promise<Float32Array> => {
    const channels = { mono: 1, stereo: 2, '5.1': 6, '5.1(side)': 6, '7.1': 8, '3.0': 3 }[layout] ?? 0;
    const tones = Array.from(
      { length: channels },
      (_, channel) => `0.2*sin(2*PI*t*${channel === voice ? 1_000 : 300})`,
    );
    const file = at(`mix-${layout}-${voice}.flac`);
    await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${tones.join('|')}:c=${layout}:s=48000:d=1`, file);
    return toFloat(await samplesOf(file));
  };

  test.each(['5.1', '5.1(side)', '7.1', '3.0'])('of %s keeps a voice in the centre', async (layout) => {
    const samples = await withVoiceIn(layout, 2);
    // 0.2 of full scale is -14 dB; 0.6 of that -18.4 dB.
    expect(levelAt(samples, 1_000)).toBeGreaterThan(-19);
    expect(levelAt(samples, 1_000)).toBeGreaterThan(levelAt(samples, 300) + 3);
  });

  test('of 5.1 keeps a voice on the left', async () => {
    expect(levelAt(await withVoiceIn('5.1', 0), 1_000)).toBeGreaterThan(-29);
  });

  test('of stereo keeps either side', async () => {
    expect(levelAt(await withVoiceIn('stereo', 1), 1_000)).toBeGreaterThan(-21);
  });
});

describe('tracks', () => {
  test('are listed with their language, and the one asked for is decoded', async () => {
    const file = await ffmpeg(
      ...[...sine(1, 48_000, 440), ...sine(1, 48_000, 1_000), '-map', '0', '-map', '1', '-c:a', 'flac'],
      ...[
        '-metadata:s:a:0',
        'language=eng',
        '-metadata:s:a:1',
        'language=jpn',
        '-disposition:a:1',
        'default',
      ],
      ...['-disposition:a:0', '0', at('tracks.mkv')],
    );
    const info = await probe(file, { tools: await tools() });
    expect(
      info.audio.map(({ index, language, channels, rate }) => [index, language, channels, rate]),
    ).toEqual([
      [0, 'eng', 1, 48_000],
      [1, 'jpn', 1, 48_000],
    ]);
    expect(chooseAudio(info).index).toBe(1);
    expect(() => chooseAudio(info, 5)).toThrow(/no audio track 6; the file has 2/);
    const first: Int16Array[] = [];
    await decode(info, { tools: await tools(), stream: 0, onChunk: (chunk) => void first.push(chunk) });
    expect(levelAt(toFloat(first[0]!), 440)).toBeGreaterThan(-20);
    expect(levelAt(toFloat(await samplesOf(file)), 1_000)).toBeGreaterThan(-20);
  });
});

describe('the listening copy', () => {
  test('is Opus in Ogg, in step with the samples', async () => {
    const file = await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      "aevalsrc='if(gte(t,2),0.3*sin(2*PI*t*500),0)':d=4:s=48000",
      at('step.flac'),
    );
    const copy = at('copy.ogg');
    await decode(await probe(file, { tools: await tools() }), {
      tools: await tools(),
      listeningCopy: copy,
      onChunk: () => {},
    });
    expect((await readFile(copy)).subarray(0, 4).toString()).toBe('OggS');
    const info = await probe(copy, { tools: await tools() });
    expect(info.audio[0]).toMatchObject({ codec: 'opus', channels: 1 });
    const samples = toFloat(await samplesOf(copy));
    expect(Math.abs(samples.length - 64_000)).toBeLessThan(320);
    const onset = samples.findIndex((sample) => Math.abs(sample) > 0.05);
    expect(Math.abs(onset - 32_000)).toBeLessThan(160);
  });

  test('on a full disk fails by name, and ends the decoding', async () => {
    await symlink('/dev/full', at('full.ogg.part'));
    const file = await ffmpeg(...sine(60), at('minute.flac'));
    const decoding = decode(await probe(file, { tools: await tools() }), {
      tools: await tools(),
      listeningCopy: at('full.ogg'),
      onChunk: () => {},
    });
    await expect(decoding).rejects.toMatchObject({
      kind: 'environment',
      message: 'The disk is full.',
      file: at('full.ogg'),
    });
  });
});

test('a failure of who takes the samples ends the decoding', async () => {
  const file = await ffmpeg(...sine(60), at('refused.flac'));
  const decoding = decode(await probe(file, { tools: await tools() }), {
    tools: await tools(),
    onChunk: () => Promise.reject(new Error('no more')),
  });
  await expect(decoding).rejects.toMatchObject({
    kind: 'internal',
    message: expect.stringMatching(/no more/),
  });
});
