import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashOfText } from '../../main/engine/episode-texts.ts';
import { createProject } from '../../main/engine/project.ts';
import { scanProject } from '../../main/engine/scan.ts';
import { textLanesOf } from '../../main/engine/text-lanes.ts';
import type { Sync } from '../../main/model/index.ts';
import {
  getEpisode,
  listEpisodes,
  pairEpisode,
  putMadeFrom,
  setEpisodeSync,
} from '../../main/store/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';

const LATE: Sync = {
  belongs: true,
  pieces: [{ fromSubtitle: 0, offset: -2, rate: 1 }],
  evidence: { agreement: 0.9, agreementBefore: 0.2, score: 9 },
};

/** A project after a run, as far as the lanes see: where the subtitles lie, and which they were. */
async function afterRun() {
  const folder = temporaryFolder();
  const library = join(folder, 'library');
  cpSync(sampleLibrary, library, { recursive: true });
  const project = await createProject(join(folder, 'p.rolecall'), library);
  onTestFinished(() => project.close());
  await scanProject(project);
  const { database } = project;
  const { id, subtitles } = listEpisodes(database)[0]!;
  if (subtitles === null) throw new Error('the sample has no subtitles');
  setEpisodeSync(database, id, LATE);
  putMadeFrom(database, id, { subtitles: hashOfText(readFileSync(subtitles)), script: null });
  const lanes = () => textLanesOf(project, getEpisode(database, id)!, new AbortController().signal);
  const pair = (file: string) => pairEpisode(database, id, { subtitles: file, script: null, warnings: [] });
  return { folder, database, id, subtitles, lanes, pair };
}

it('shows the cues where the run found them to lie', async () => {
  const { lanes, subtitles } = await afterRun();
  const { cues, subtitles: file } = await lanes();
  expect(file).toBe(subtitles);
  expect(cues.length).toBeGreaterThan(10);
});

it('shows no cues of a file that no run has laid on the media yet, and those of the old one again', async () => {
  const { folder, lanes, pair, subtitles } = await afterRun();
  const before = await lanes();
  const other = join(folder, 'other.srt');
  writeFileSync(other, '1\n00:00:01,000 --> 00:00:02,000\nQuite another file.\n');
  pair(other);
  expect(await lanes()).toMatchObject({ subtitles: null, cues: [] });
  pair(subtitles);
  expect(await lanes()).toEqual(before);
});

it('shows no cues where the file was changed since the run', async () => {
  const { lanes, subtitles } = await afterRun();
  writeFileSync(
    subtitles,
    `${readFileSync(subtitles, 'utf8')}\n\n9999\n00:00:01,000 --> 00:00:02,000\nMore.\n`,
  );
  expect(await lanes()).toMatchObject({ subtitles: null, cues: [] });
});

it('shows the cues of a project that does not know what it was made from', async () => {
  const { lanes, database, id } = await afterRun();
  database.prepare('DELETE FROM made_from WHERE episode = ?').run(id);
  expect((await lanes()).cues.length).toBeGreaterThan(10);
});
