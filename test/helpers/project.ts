import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Utterance } from '../../main/model/index.ts';
import {
  openDatabase,
  putScannedEpisode,
  putUtterances,
  type WritableDatabase,
} from '../../main/store/index.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new project database, closed after the test. */
export function temporaryDatabase(): WritableDatabase {
  const database = openDatabase(join(temporaryFolder(), 'test.rolecall'), { create: true });
  onTestFinished(() => {
    database.close();
  });
  return database;
}

export function addEpisode(
  database: WritableDatabase,
  id: string,
  media = `/media/${id}.mkv`,
  series = 'Series',
): void {
  putScannedEpisode(database, {
    id,
    title: id,
    series,
    media,
    subtitles: null,
    script: null,
    warnings: [],
  });
}

/** An utterance with what a test does not care about filled in. */
export const makeUtterance = (given: Partial<Utterance> & Pick<Utterance, 'id'>): Utterance => ({
  episode: 'e1',
  start: 16_000,
  end: 48_000,
  text: 'Mind the step.',
  speaker: 'Orla',
  state: 'matched',
  review: 'unreviewed',
  confidence: 0.9,
  witnesses: { script: { character: 'Orla', probability: 0.9, lines: [3] }, subtitle: null, voice: [] },
  mislabelProbability: null,
  quality: null,
  cue: 1,
  part: 0,
  scene: 0,
  reason: null,
  language: null,
  transcript: null,
  ...given,
});

/** A database with one episode `e1` that holds these utterances. */
export function databaseWith(utterances: readonly Utterance[]): WritableDatabase {
  const database = temporaryDatabase();
  addEpisode(database, 'e1');
  putUtterances(database, utterances);
  return database;
}
