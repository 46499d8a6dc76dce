import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import type { EpisodeStatus } from '../../main/model/index.ts';
import {
  listEpisodes,
  setEpisodeStatus,
  stopInterrupted,
  takeRunLock,
  type WritableDatabase,
} from '../../main/store/index.ts';
import { addEpisode, temporaryDatabase } from '../helpers/project.ts';

const STATUSES: readonly EpisodeStatus[] = ['done', 'failed', 'missing', 'new', 'queued', 'running'];

function inTheMiddle(): WritableDatabase {
  const database = temporaryDatabase();
  for (const status of STATUSES) {
    addEpisode(database, status);
    setEpisodeStatus(database, status, status);
  }
  return database;
}
const statuses = (database: WritableDatabase): string[] =>
  listEpisodes(database)
    .toSorted((a, b) => STATUSES.indexOf(a.id as EpisodeStatus) - STATUSES.indexOf(b.id as EpisodeStatus))
    .map(({ status }) => status);
const lockedBy = (database: WritableDatabase, process: number, host: string): void => {
  database
    .prepare(
      "INSERT INTO run_lock (only_one, process, host, process_started, taken_at) VALUES (1, ?, ?, 'then', ?)",
    )
    .run(process, host, new Date(0).toISOString());
};

it.each([
  ['without a lock', () => undefined],
  [
    'with the lock of a process that is gone',
    (database: WritableDatabase) =>
      lockedBy(database, spawnSync(process.execPath, ['-e', '']).pid, hostname()),
  ],
])('%s, what waited or was worked on counts as stopped, and nothing else', (_title, leave) => {
  const database = inTheMiddle();
  leave(database);
  stopInterrupted(database);
  expect(statuses(database)).toEqual(['done', 'failed', 'missing', 'new', 'stopped', 'stopped']);
});

it.each([
  ['lives', (database: WritableDatabase) => void takeRunLock(database, '/p')],
  ['is on another machine', (database: WritableDatabase) => lockedBy(database, 1, 'elsewhere')],
])('a run that %s keeps its episodes', (_title, take) => {
  const database = inTheMiddle();
  take(database);
  stopInterrupted(database);
  expect(statuses(database)).toEqual(STATUSES);
});
