import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Engine } from '../../main/engine/engine.ts';
import { type Episode, episode } from '../../main/model/index.ts';
import { writeSpeechLike } from '../export/helpers.ts';
import { temporaryFolder } from '../helpers/project.ts';

const SUBTITLES = '1\n00:00:00,100 --> 00:00:00,900\nMind the step.\n';
const SCRIPT = 'ORLA: Mind the step.\n';

/** A library of an episode with its own texts and one without any, and texts that bear nobody's name. */
async function opened() {
  const folder = temporaryFolder();
  const library = join(folder, 'library');
  const outside = join(folder, 'elsewhere', 'notes.txt');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  mkdirSync(library);
  writeSpeechLike(join(library, 'The Step S01E01.wav'), 1, 1);
  writeSpeechLike(join(library, 'The Step S01E02.wav'), 1, 2);
  write(join(library, 'The Step S01E01.srt'), SUBTITLES);
  write(join(library, 'The Step S01E01.txt'), SCRIPT);
  write(join(library, 'Texts', 'raw', 'zzz.srt'), SUBTITLES);
  write(outside, SCRIPT);
  const engine = new Engine(() => undefined);
  onTestFinished(() => engine.close());
  await engine.call('project.create', { project: join(folder, 'p.rolecall'), library });
  const episodes = async (): Promise<Episode[]> =>
    z.array(episode).parse(await engine.call('library.episodes', {}));
  const named = async (title: string): Promise<Episode> => {
    const found = (await episodes()).find((each) => each.title === title);
    if (found === undefined) throw new Error(`no ${title}`);
    return found;
  };
  return { engine, folder, library, outside, named, write };
}

const files = ({ subtitles, script, pairedBy }: Episode) => ({ subtitles, script, pairedBy });
const messages = ({ warnings }: Episode): string[] => warnings.map(({ message }) => message);

it('a pairing made by hand stays through later scans, whatever names say since', async () => {
  const { engine, library, outside, named, write } = await opened();
  const { id } = await named('The Step S01E02');
  const subtitles = join(library, 'Texts', 'raw', 'zzz.srt');
  await engine.call('library.pair', { episode: id, subtitles });
  await engine.call('library.pair', { episode: id, script: outside });
  const chosen = { subtitles, script: outside, pairedBy: 'person' };
  expect(files(await named('The Step S01E02'))).toEqual(chosen);

  // A better name for both turns up, and the chosen files have other words.
  write(join(library, 'The Step S01E02.srt'), SUBTITLES);
  write(join(library, 'The Step S01E02.txt'), SCRIPT);
  write(subtitles, SUBTITLES.replace('Mind', 'Watch'));
  write(outside, SCRIPT.replace('Mind', 'Watch'));
  await engine.call('library.scan', {});
  expect(files(await named('The Step S01E02'))).toEqual(chosen);

  // Gone for a while, the media too: the choice is kept, nothing else takes its place.
  const media = join(library, 'The Step S01E02.wav');
  for (const file of [media, outside]) renameSync(file, `${file}.away`);
  await engine.call('library.scan', {});
  expect(await named('The Step S01E02')).toMatchObject({ ...chosen, status: 'missing' });
  for (const file of [media, outside]) renameSync(`${file}.away`, file);
  await engine.call('library.scan', {});
  expect(await named('The Step S01E02')).toMatchObject({ ...chosen, id, status: 'new' });
});

it('a text taken away by hand stays away, though one of its name lies beside the media', async () => {
  const { engine, library, named } = await opened();
  const { id } = await named('The Step S01E01');
  await engine.call('library.pair', { episode: id, script: null });
  await engine.call('library.scan', {});
  const after = await named('The Step S01E01');
  expect(files(after)).toEqual({
    subtitles: join(library, 'The Step S01E01.srt'),
    script: null,
    pairedBy: 'person',
  });
  expect(messages(after)).toEqual(['No script was found: nobody will be named.']);
});

it('follows a library that was moved: chosen files inside it are taken from there, others stay where they are', async () => {
  const { engine, folder, library, outside, named } = await opened();
  const { id } = await named('The Step S01E02');
  const inside = join('Texts', 'raw', 'zzz.srt');
  await engine.call('library.pair', { episode: id, subtitles: join(library, inside), script: outside });
  const moved = join(folder, 'moved');
  renameSync(library, moved);
  await engine.call('library.relink', { library: moved });
  await engine.call('library.scan', {});
  expect(files(await named('The Step S01E02'))).toEqual({
    subtitles: join(moved, inside),
    script: outside,
    pairedBy: 'person',
  });
});

it('a chosen file that is gone is a failure with a remedy, not another file', async () => {
  const { engine, outside, library, named } = await opened();
  const { id } = await named('The Step S01E01');
  await engine.call('library.pair', { episode: id, script: outside });
  rmSync(outside);
  await engine.call('library.scan', {});
  expect(files(await named('The Step S01E01'))).toMatchObject({
    subtitles: join(library, 'The Step S01E01.srt'),
    script: outside,
  });
  await engine.call('run.start', {});
  await expect
    .poll(async () => (await named('The Step S01E01')).failure, { timeout: 30_000 })
    .toMatchObject({ file: outside, remedy: expect.stringContaining('pair the episode with another file') });
});

it('what a person paired is neither warned of nor counted as belonging to nobody', async () => {
  const { engine, library, outside, named } = await opened();
  const unpaired = join(library, 'Texts', 'raw', 'zzz.srt');
  const scan = async (): Promise<unknown> => engine.call('library.scan', {});
  expect(await scan()).toMatchObject({ unpaired: [unpaired] });
  const { id, ...before } = await named('The Step S01E02');
  expect(messages({ id, ...before })).toEqual([
    'No subtitles were found.',
    'No script was found: nobody will be named.',
  ]);
  const paired = episode.parse(await engine.call('library.pair', { episode: id, subtitles: unpaired }));
  expect(messages(paired)).toEqual(['No script was found: nobody will be named.']);
  expect(
    messages(episode.parse(await engine.call('library.pair', { episode: id, script: outside }))),
  ).toEqual([]);
  expect(await scan()).toMatchObject({ unpaired: [] });
  expect(messages(await named('The Step S01E02'))).toEqual([]);
});
