import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rebuildDataset } from '../../main/engine/rebuild.ts';
import {
  decodeSamples,
  EXPORT_FORMATS,
  openRecipe,
  PLAIN_CLIPS,
  writeClips,
  writeDataset,
} from '../../main/export/index.ts';
import { contentHash, findTools } from '../../main/media/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { episode, hashes, media, request } from './helpers.ts';

const { signal } = new AbortController();
const tools = { tools: findTools, signal };

async function exported(): Promise<{ directory: string; library: string }> {
  const library = temporaryFolder();
  mkdirSync(join(library, 'renamed'));
  cpSync(media(1), join(library, 'renamed', 'first.wav'));
  cpSync(media(2), join(library, 'second.wav'));
  cpSync(media(3), join(library, 'of the same size.wav'));
  const identity = { one: await contentHash(media(1)), two: await contentHash(media(2)) };
  const wanted = request({
    formats: EXPORT_FORMATS,
    episodes: [
      episode(
        'e1',
        [{ speaker: 'Orla' }, { state: 'conflict', review: 'accepted' }, { review: 'rejected' }],
        {
          identity: identity.one,
          decisions: [
            { at: '2026-11-01T10:00:00.000Z', who: 'you', sentence: 'Accepted', utterances: ['e1-0001'] },
          ],
        },
      ),
      episode('e2', [{ text: 'Zoë said: "=1+1"' }], { media: media(2), identity: identity.two }),
    ],
    clips: { ...PLAIN_CLIPS, padding: 800, fade: 80 },
    split: { by: 'episode', seed: 'x', shares: { train: 0.5, validation: 0, test: 0.5 } },
    async cut(file, clips, _signal, options) {
      const samples = await decodeSamples(file, options, tools);
      return writeClips(samples, clips, options, tools).finally(() => samples.close());
    },
  });
  await writeDataset(wanted);
  return { directory: wanted.directory, library };
}

const rebuild = (recipe: string, library: string): Promise<string> => {
  const directory = join(temporaryFolder(), 'again');
  return rebuildDataset({ recipe, directory, library, signal, onProgress: () => {} }).then(() => directory);
};

it('a dataset is made again bit for bit from its recipe and media of other names', async () => {
  const { directory, library } = await exported();
  const again = await rebuild(join(directory, 'recipe.jsonl'), library);
  expect(hashes(again)).toEqual(hashes(directory));
});

it('a recipe holds no sound and no path of this machine', async () => {
  const { directory } = await exported();
  const text = readFileSync(join(directory, 'recipe.jsonl'), 'utf8');
  expect(text).not.toContain('/tmp');
  expect(openRecipe(join(directory, 'recipe.jsonl')).episodes.map((each) => each.media.name)).toEqual([
    'media-1.wav',
    'media-2.wav',
  ]);
});

it('media that is not there is named', async () => {
  const { directory, library } = await exported();
  renameSync(join(library, 'second.wav'), join(temporaryFolder(), 'away.wav'));
  await expect(rebuild(join(directory, 'recipe.jsonl'), library)).rejects.toThrow(
    /1 of 2 media files.*media-2\.wav/,
  );
});

const withoutLast = (text: string, lines: number): string =>
  `${text.trimEnd().split('\n').slice(0, -lines).join('\n')}\n`;

describe('a recipe is refused', () => {
  const rows: [string, (text: string) => string, RegExp][] = [
    ['that is none', () => 'hello\n', /damaged|no recipe/],
    [
      'of another version',
      (text) => text.replace('"version":2', '"version":99'),
      /no recipe of this version/,
    ],
    ['that breaks off', (text) => withoutLast(text, 2), /has 0 of 1 utterances/],
    ['that tells less than was left out', (text) => withoutLast(text, 1), /tells 0 of 1 utterances left out/],
    ['with a damaged line', (text) => text.replace('{"utterance"', '{"utter'), /damaged/],
    ['with an utterance twice', (text) => text.replaceAll('e1-0001', 'e1-0000'), /twice/],
    [
      'with an utterance of another episode',
      (text) => text.replace('"id":"e2-0000","episode":"e2"', '"id":"e2-0000","episode":"e1"'),
      /outside its episode/,
    ],
  ];
  it.each(rows)('%s', async (_title, change, why) => {
    const { directory, library } = await exported();
    const file = join(temporaryFolder(), 'recipe.jsonl');
    writeFileSync(file, change(readFileSync(join(directory, 'recipe.jsonl'), 'utf8')));
    await expect(rebuild(file, library)).rejects.toThrow(why);
  });
});
