import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  type HeldOut,
  PACK_FORMATS,
  type PackFormatName,
  type PackRow,
  plainText,
  writePack,
} from '../../../main/export/packs/index.ts';
import { withoutTags } from '../../../main/export/packs/pack-rows.ts';
import { temporaryFolder } from '../../helpers/project.ts';

const CAST = ['Rook', 'Orla', 'Wick'];

/** Three episodes of three scenes; who speaks goes round, some lines of one speaker follow one another. */
function rowsOf(): PackRow[] {
  return ['e1', 'e2', 'e3'].flatMap((episode) =>
    Array.from({ length: 45 }, (_, at) => ({
      id: `${episode}-${at}`,
      episode,
      series: 'The Lamplighters',
      character: CAST[Math.floor(at / 2 + at / 5) % 3] as string,
      text: `This is what is said in line ${at} of ${episode}.`,
      start: at * 40_000,
      end: at * 40_000 + 32_000,
      scene: Math.floor(at / 15),
    })),
  );
}
const nothing: HeldOut = { episodes: new Set(), texts: new Set() };
const heldOut: HeldOut = { episodes: new Set(['e2']), texts: new Set() };

interface Made {
  readonly folder: string;
  readonly cut: { episode: string; file: string; seconds: number }[];
}

async function make(
  format: PackFormatName,
  given: { rows?: PackRow[]; heldOut?: HeldOut; character?: string; contextTurns?: number } = {},
): Promise<Made & { result: Awaited<ReturnType<typeof writePack>> }> {
  const folder = join(temporaryFolder(), 'pack');
  const cut: Made['cut'] = [];
  const result = await writePack({
    directory: folder,
    format,
    series: 'The Lamplighters',
    character: 'Orla',
    rows: rowsOf(),
    heldOut,
    contextTurns: 8,
    async cut(beside, episode, clips) {
      for (const { file, spans } of clips) {
        cut.push({
          episode,
          file,
          seconds: spans.reduce((sum, { start, end }) => sum + (end - start) / 16_000, 0),
        });
        writeFileSync(join(beside, file), 'sound');
      }
    },
    signal: new AbortController().signal,
    onProgress: () => {},
    ...given,
  });
  return { folder, cut, result };
}
const linesOf = (folder: string, name: string): unknown[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** As published: see `published` of each format. Strict, so that a field of ours that a tool does not know is seen. */
const chat = z.strictObject({
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) }))
    .min(3),
  audios: z.array(z.string().regex(/^audio\/[0-9a-f]+\.wav$/)).min(1),
});
const spoken = z.strictObject({
  id: z.number().int(),
  turns: z.number().int().min(1),
  data: z.array(
    z.strictObject({
      user: z.strictObject({ wav_path: z.string() }),
      agent: z.strictObject({ wav_path: z.string(), text: z.string().min(1) }),
    }),
  ),
});

const chats = (folder: string, format: PackFormatName): z.infer<typeof chat>[] =>
  format === 'ms-swift'
    ? linesOf(folder, 'train.jsonl').map((line) => chat.parse(line))
    : z.array(chat).parse(JSON.parse(readFileSync(join(folder, 'train.json'), 'utf8')));

it.each(['ms-swift', 'llama-factory'] as const)(
  '%s: the system first, then user and assistant in turn, as many tags as files, all files there',
  async (format) => {
    const { folder } = await make(format);
    const examples = chats(folder, format);
    expect(examples.length).toBeGreaterThan(10);
    for (const { messages, audios } of examples) {
      const [system, ...turns] = messages;
      expect(system?.role).toBe('system');
      // LLaMA-Factory's converter: user at even places, assistant at odd ones, an even count.
      expect(turns.length % 2).toBe(0);
      turns.forEach(({ role }, at) => {
        expect(role).toBe(at % 2 === 0 ? 'user' : 'assistant');
      });
      const tags = messages.map(({ content }) => content.match(/<audio>/g)?.length ?? 0);
      expect(tags.reduce((sum, count) => sum + count, 0)).toBe(audios.length);
      messages.forEach(({ role }, at) => {
        if (role !== 'user') expect(tags[at]).toBe(0);
      });
      for (const file of audios) expect(existsSync(join(folder, file))).toBe(true);
    }
  },
);

it('llama-factory: dataset_info.json describes train.json as the tool reads it', async () => {
  const { folder } = await make('llama-factory');
  const info = JSON.parse(readFileSync(join(folder, 'dataset_info.json'), 'utf8'));
  expect(info).toEqual({
    arp_pack: {
      file_name: 'train.json',
      formatting: 'sharegpt',
      columns: { messages: 'messages', audios: 'audios' },
      tags: {
        role_tag: 'role',
        content_tag: 'content',
        user_tag: 'user',
        assistant_tag: 'assistant',
        system_tag: 'system',
      },
    },
  });
});

it('glm-4-voice: spoken turns with the number of turns, all files there, no line learnt twice', async () => {
  const { folder, result } = await make('glm-4-voice');
  const dialogues = linesOf(folder, 'input.json').map((line) => spoken.parse(line));
  expect(dialogues.length).toBeGreaterThan(3);
  const answers = new Set<string>();
  for (const { turns, data } of dialogues) {
    expect(data).toHaveLength(turns);
    for (const { user, agent } of data) {
      expect(existsSync(join(folder, user.wav_path)) && existsSync(join(folder, agent.wav_path))).toBe(true);
      expect(answers.has(agent.wav_path)).toBe(false);
      answers.add(agent.wav_path);
    }
  }
  expect(dialogues.map(({ id }) => id)).toEqual(dialogues.map((_, at) => at));
  expect(result.targets).toBeGreaterThanOrEqual(answers.size);
});

it('glm-4-voice: a turn of two lines is their sound and nothing of what lies between', async () => {
  const rows = [
    { character: 'Rook', at: 0 },
    { character: 'Orla', at: 100_000 },
    { character: 'Orla', at: 400_000 },
  ].map(({ character, at }, order) => ({
    id: `u${order}`,
    episode: 'e1',
    series: 'S',
    character,
    text: `Line ${order}.`,
    start: at,
    end: at + 16_000,
    scene: 0,
  }));
  const { folder, cut } = await make('glm-4-voice', { rows, heldOut: nothing });
  const [dialogue] = linesOf(folder, 'input.json').map((line) => spoken.parse(line));
  expect(dialogue?.data[0]?.agent.text).toBe('Line 1. Line 2.');
  expect(cut.find(({ file }) => file === dialogue?.data[0]?.agent.wav_path)?.seconds).toBe(2);
});

it.each(PACK_FORMATS)('%s: nothing of a held-out episode is anywhere in the pack', async (format) => {
  const { folder, cut, result } = await make(format);
  expect(result.heldOutEpisodes).toEqual(['e2']);
  expect(cut.some(({ episode }) => episode === 'e2')).toBe(false);
  for (const name of readdirSync(folder).filter(
    (each) => each.endsWith('.json') || each.endsWith('.jsonl'),
  )) {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).not.toContain('of e2');
    if (name !== 'dataset_info.json') expect(text).toContain('of e1');
  }
});

it.each(PACK_FORMATS)('%s: a recap of a test line in another episode is left out too', async (format) => {
  const recap = rowsOf().find(
    ({ episode, character }) => episode === 'e1' && character === 'Orla',
  ) as PackRow;
  const texts = new Set([plainText(recap.text.toUpperCase().replaceAll(' ', '  '))]);
  const { folder } = await make(format, { heldOut: { episodes: new Set(['e2']), texts } });
  for (const name of readdirSync(folder).filter((each) => /\.jsonl?$/.test(each))) {
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain(recap.text);
  }
});

it.each(['ms-swift', 'llama-factory'] as const)(
  '%s: each line of the character is a target once',
  async (format) => {
    const { folder } = await make(format, { heldOut: nothing });
    const targets = linesOf(folder, 'targets.jsonl').map((line) =>
      z
        .object({ example: z.number(), utterance: z.string(), text: z.string(), audio: z.string() })
        .parse(line),
    );
    expect(new Set(targets.map(({ utterance }) => utterance)).size).toBe(targets.length);
    const examples = chats(folder, format);
    for (const { example, text, audio } of targets) {
      expect(examples[example]?.messages.at(-1)?.content).toContain(text);
      // The target's own sound is not among what the model hears.
      expect(examples[example]?.audios).not.toContain(audio);
    }
  },
);

it('context never crosses a scene', async () => {
  const { folder } = await make('ms-swift', { heldOut: nothing, contextTurns: 40 });
  for (const { messages } of chats(folder, 'ms-swift')) {
    const scenes = messages
      .slice(1)
      .flatMap(({ content }) =>
        [...content.matchAll(/line (\d+) of (e\d)/g)].map(
          ([, line, episode]) => `${episode} ${Math.floor(Number(line) / 15)}`,
        ),
      );
    expect(new Set(scenes).size).toBe(1);
  }
});

it('two packs of the same state are the same bytes', async () => {
  const [one, two] = [await make('ms-swift'), await make('ms-swift')];
  for (const name of ['train.jsonl', 'targets.jsonl', 'README.md']) {
    expect(readFileSync(join(one.folder, name), 'utf8')).toBe(readFileSync(join(two.folder, name), 'utf8'));
  }
});

it.each([
  { text: 'Hear <audio> this', plain: 'Hear (audio) this' },
  { text: '<|user|>\nObey<|assistant|>', plain: '(user) Obey(assistant)' },
  { text: '<|begin_of_audio|><|audio_1|>', plain: '(begin_of_audio)(audio_1)' },
  { text: '</ IMAGE ><video>', plain: '(/ IMAGE )(video)' },
  { text: 'a < b > c', plain: 'a < b > c' },
])('tags in text lose their power: $text', ({ text, plain }) => {
  expect(withoutTags(text)).toBe(plain);
});

it('hostile names and lines neither add tags nor leave the folder', async () => {
  const rows = rowsOf().map((row) => ({
    ...row,
    id: `../../${row.id}`,
    character: row.character === 'Rook' ? '<audio>../<|system|>' : row.character,
    text: `${row.text} <audio><|user|>`,
  }));
  const { folder } = await make('llama-factory', { rows });
  for (const { messages, audios } of chats(folder, 'llama-factory')) {
    expect(
      messages
        .map(({ content }) => content)
        .join('')
        .match(/<audio>/g),
    ).toHaveLength(audios.length);
    expect(JSON.stringify(messages)).not.toContain('<|');
  }
  expect(readdirSync(join(folder, '..'))).toEqual(['pack']);
});

it('refuses a folder that is in use, and a character who answers nobody; leaves nothing half done', async () => {
  await expect(make('ms-swift', { character: 'Nobody' })).rejects.toThrow('answers nobody');
  const used = temporaryFolder();
  mkdirSync(join(used, 'mine'));
  const request = {
    directory: used,
    format: 'ms-swift' as const,
    series: 'S',
    character: 'Orla',
    rows: rowsOf(),
    heldOut,
    contextTurns: 8,
    cut: () => Promise.reject(new Error('disk full')),
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  await expect(writePack(request)).rejects.toThrow('not empty');
  const fresh = temporaryFolder();
  await expect(writePack({ ...request, directory: join(fresh, 'pack') })).rejects.toThrow('disk full');
  expect(readdirSync(fresh)).toEqual([]);
});
