import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import { LeakFinder, linesToDrop } from '../../main/export/leaks.ts';
import { findTools } from '../../main/media/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { seededRandom } from '../helpers/sound.ts';
import { decodedSamples, episode, media, request, verify } from './helpers.ts';

const run = promisify(execFile);
const speech = fileURLToPath(new URL('../../../shared/data/speech/librispeech', import.meta.url));

const CODECS = [
  ['-c:a', 'libopus', '-b:a', '24k', 'x.opus'],
  ['-c:a', 'libmp3lame', '-b:a', '48k', 'x.mp3'],
  ['-c:a', 'aac', '-b:a', '48k', '-ar', '24000', 'x.m4a'],
] as const;

/** The same sound as another episode would have it: quieter, filtered, coded anew. */
async function recoded(file: string, codec: (typeof CODECS)[number], ffmpeg: string): Promise<Float32Array> {
  const out = join(temporaryFolder(), codec.at(-1) as string);
  const filter = ['-af', 'volume=-5dB,highpass=f=120'];
  await run(ffmpeg, ['-v', 'error', '-y', '-i', file, ...filter, ...codec.slice(0, -1), out]);
  return decodedSamples(out);
}

describe.skipIf(!existsSync(speech))(
  'planted recaps of real speech (../shared/data/speech; skipped where it is not)',
  () => {
    it('are found at 99% at least, and nothing else is, by sound alone', { timeout: 300_000 }, async () => {
      const { ffmpeg } = await findTools();
      const random = seededRandom(7);
      const finder = new LeakFinder();
      const files = readdirSync(speech)
        .flatMap((reader) => readdirSync(join(speech, reader)).map((name) => join(speech, reader, name)))
        .filter((file) => file.endsWith('.flac'));
      let planted = 0;
      for (const [number, file] of files.entries()) {
        const whole = await decodedSamples(file);
        const copies = [];
        for (const codec of CODECS) copies.push(await recoded(file, codec, ffmpeg.path));
        // Lines of 0.7 to 2.8 s, in other episodes cut up to 150 ms elsewhere, without any text to help.
        for (let from = 4000; from + 52_000 < whole.length; from += 50_000) {
          const length = 11_200 + Math.floor(random() * 33_600);
          const elsewhere = (): number => Math.floor((random() - 0.5) * 4800);
          const key = `${number}-${from}`;
          finder.add(
            { key: `train ${key}`, split: 'train', text: `a${key}` },
            whole.slice(from, from + length),
          );
          for (const [codec, copy] of copies.entries()) {
            const [start, end] = [from + elsewhere(), from + length + elsewhere()];
            finder.add(
              { key: `test ${key} ${codec}`, split: 'test', text: `b${codec}${key}` },
              copy.slice(start, end),
            );
            planted += 1;
          }
        }
      }
      const pairs = finder.pairs().filter((pair) => pair.kind === 'sound');
      const line = (key: string): string => key.split(' ')[1] as string;
      const right = pairs.filter(({ a, b }) => line(a.key) === line(b.key)).length;
      const wrong = pairs.filter(({ a, b }) => line(a.key) !== line(b.key));
      console.info(`${right} of ${planted} planted recaps found, ${wrong.length} other pairs`);
      expect(planted).toBeGreaterThan(100);
      expect(right / planted).toBeGreaterThanOrEqual(0.99);
      expect(wrong).toEqual([]);
    });
  },
);

describe('texts', () => {
  const rows: [string, string, string, boolean][] = [
    [
      'the same long line',
      'I never said she stole my money, Orla.',
      'I never said she stole my money, Orla.',
      true,
    ],
    [
      'case and punctuation aside',
      'I never said she stole my money, Orla.',
      'i never said she stole my money orla',
      true,
    ],
    [
      'one word more in a long line',
      'When the lamp goes out you count the ships and wait for me at the stairs below',
      'When the lamp goes out you count the ships and wait for me at the stairs below, Bram',
      true,
    ],
    ['a short line that everybody says', 'Thank you very much.', 'Thank you very much.', false],
    [
      'different lines',
      'I never said she stole my money, Orla.',
      'You always said that he took his boat, Bram.',
      false,
    ],
  ];
  it.each(rows)('%s', (_title, a, b, found) => {
    const finder = new LeakFinder();
    finder.add({ key: 'a', split: 'train', text: a }, null);
    finder.add({ key: 'b', split: 'test', text: b }, null);
    expect(finder.pairs().map((pair) => pair.kind)).toEqual(found ? ['text'] : []);
  });

  it('inside one split are no leak', () => {
    const finder = new LeakFinder();
    for (const key of ['a', 'b'])
      finder.add({ key, split: 'train', text: 'I never said she stole my money.' }, null);
    expect(finder.pairs()).toEqual([]);
  });
});

it('of a pair the line nearer to training is left out', () => {
  const line = (key: string, split: 'train' | 'validation' | 'test') => ({ key, split, text: '' });
  const [a, b, c] = [line('a', 'train'), line('b', 'validation'), line('c', 'test')];
  expect(
    linesToDrop([
      { kind: 'sound', a: c, b },
      { kind: 'text', a, b },
    ]),
  ).toEqual(new Set(['a', 'b']));
  expect(linesToDrop([{ kind: 'sound', a, b: c }])).toEqual(new Set(['a']));
});

it('an export leaves recaps out of training, says so, and verify finds none', async () => {
  const say = 'Previously: the lamp went out and nobody came to the stairs.';
  // The second episode repeats the first one's opening, a little later in its own sound.
  const episodes = Array.from({ length: 6 }, (_, number) =>
    episode(
      `e${number}`,
      [
        { text: say },
        { text: `Only in ${number}.`, start: 480_000 + number * 30_000, end: 496_000 + number * 30_000 },
      ],
      { media: media(1) },
    ),
  );
  const samples = await decodedSamples(media(1));
  const wanted = request({
    episodes,
    formats: ['audiofolder', 'jsonl'],
    split: { by: 'episode', seed: '0', shares: { train: 0.5, validation: 0, test: 0.5 } },
    sound: async () => ({ read: async (start, end) => samples.slice(start, end), close: async () => {} }),
  });
  const { utterances } = await writeDataset(wanted);
  expect(utterances).toBeLessThan(12);
  expect((await verify(wanted.directory)).findings).toEqual([]);
});
