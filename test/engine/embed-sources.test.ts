import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { embedFiles } from '../../main/engine/index.ts';
import { ffmpeg } from '../helpers/media.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { sharedData } from '../helpers/shared-data.ts';

const readers = sharedData('speech', 'librispeech');
const { signal } = new AbortController();

/** One utterance of a reader, wherever it lies in the reader's folder. */
const speechOf = (reader: string): string => {
  const folder = join(readers!, reader);
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:flac|wav|opus|ogg)$/.test(name))
    .sort();
  return join(folder, found[0]!);
};

async function embed(file: string): Promise<number[]> {
  const { embeddings } = await embedFiles([file], { segments: null, signal });
  return embeddings[0]!.vector;
}
const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe.skipIf(readers === null)(
  'a voice is itself from whatever source (needs ../shared/data/speech)',
  () => {
    let own: number[];
    let source: string;
    let other: number[];
    beforeAll(async () => {
      const [first, second] = readdirSync(readers!)
        .filter((name) => /^\d+$/.test(name))
        .sort();
      source = speechOf(first!);
      own = await embed(source);
      other = await embed(speechOf(second!));
    });
    const remade = (...args: string[]): Promise<string> => ffmpeg('-i', source, ...args);

    test.each<[string, number, string[]]>([
      ['at 96 kHz', 0.99, ['-ar', '96000']],
      ['at 48 kHz in stereo', 0.99, ['-ar', '48000', '-ac', '2']],
      [
        'in the centre of 5.1, the rest silent',
        0.98,
        ['-ar', '48000', '-filter_complex', '[0:a]aresample=48000,pan=5.1|c2=c0[out]', '-map', '[out]'],
      ],
      // Half the frequencies are gone: the same voice, less sure.
      ['at 8 kHz', 0.5, ['-ar', '8000']],
    ])('%s', async (name, least, args) => {
      const file = join(temporaryFolder(), `${name.replace(/\W+/g, '-')}.flac`);
      const found = await embed(await remade(...args, file));
      expect(Math.hypot(...found)).toBeCloseTo(1, 4);
      expect(cosine(found, own)).toBeGreaterThan(least);
      expect(cosine(found, own)).toBeGreaterThan(cosine(found, other));
    });
  },
);

describe('what has no voice has no vector, and says why', () => {
  test.each<[string, string[], string]>([
    ['silence', ['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo', '-t', '2'], 'silent'],
    ['30 ms', ['-f', 'lavfi', '-i', 'sine=frequency=300:sample_rate=16000:duration=0.03'], 'too-short'],
  ])('%s', async (name, args, reason) => {
    const file = join(temporaryFolder(), `${name.replaceAll(' ', '-')}.wav`);
    await ffmpeg(...args, file);
    const { embeddings, refused } = await embedFiles([file], { segments: null, signal });
    expect(embeddings).toEqual([]);
    expect(refused).toMatchObject([{ file, reason }]);
  });

  test('floating-point audio full of NaN', async () => {
    const file = join(temporaryFolder(), 'nan.wav');
    await writeFile(file, nanWav(32_000));
    const { embeddings, refused } = await embedFiles([file], { segments: null, signal });
    expect(embeddings.flatMap(({ vector }) => vector).every(Number.isFinite)).toBe(true);
    expect(embeddings.length + refused.length).toBe(1);
  });
});

/** A 16 kHz mono WAV of 32-bit floats, all of them no numbers. */
function nanWav(samples: number): Uint8Array {
  const bytes = new Uint8Array(44 + 4 * samples);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 3, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 16_000, true);
  view.setUint32(28, 64_000, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 32, true);
  text(36, 'data');
  view.setUint32(40, 4 * samples, true);
  for (let at = 44; at < bytes.length; at += 4) view.setFloat32(at, Number.NaN, true);
  return bytes;
}

test('an encoder that was not pulled is named with the command that gets it', async () => {
  process.env['ROLECALL_PULLED_MODELS'] = temporaryFolder();
  try {
    await expect(
      embedFiles(['nowhere.wav'], { segments: null, encoder: 'nemo-titanet-large', signal }),
    ).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/nemo-titanet-large is not installed/),
      remedy: expect.stringMatching(/models pull nemo-titanet-large/),
    });
  } finally {
    delete process.env['ROLECALL_PULLED_MODELS'];
  }
});
