import type { Stage } from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** The key of the inputs that a stage last finished with, or null. */
export function checkpointKey(database: ReadableDatabase, episode: string, stage: Stage): string | null {
  const row = database
    .prepare('SELECT input_key AS key FROM checkpoint WHERE episode = ? AND stage = ?')
    .get(episode, stage) as { key: string } | undefined;
  return row?.key ?? null;
}

/** Records that a stage finished. Call it in the transaction that writes the stage's results. */
export function putCheckpoint(
  database: WritableDatabase,
  checkpoint: { episode: string; stage: Stage; key: string; seconds: number },
): void {
  database
    .prepare(
      `INSERT INTO checkpoint VALUES (@episode, @stage, @key, @at, @seconds)
       ON CONFLICT (episode, stage) DO UPDATE SET
         input_key = excluded.input_key, finished_at = excluded.finished_at, seconds = excluded.seconds`,
    )
    .run({ ...checkpoint, at: new Date().toISOString() });
}

/** Forgets that a stage finished: what it made was replaced. */
export function removeCheckpoint(database: WritableDatabase, episode: string, stage: Stage): void {
  database.prepare('DELETE FROM checkpoint WHERE episode = ? AND stage = ?').run(episode, stage);
}

/** Wall-clock seconds by stage over all episodes. */
export function secondsByStage(database: ReadableDatabase): Map<string, number> {
  const rows = database
    .prepare('SELECT stage, sum(seconds) AS seconds FROM checkpoint GROUP BY stage')
    .all() as {
    stage: string;
    seconds: number;
  }[];
  return new Map(rows.map((row) => [row.stage, row.seconds]));
}

/** Seconds of one job for each second of audio in what is done; null where nothing is. */
export function pastCost(database: ReadableDatabase): number | null {
  const row = database
    .prepare(
      `SELECT sum(worked) AS worked, sum(samples) AS samples FROM
         (SELECT episode.samples AS samples,
            (SELECT sum(seconds) FROM checkpoint WHERE checkpoint.episode = episode.id) AS worked
          FROM episode WHERE samples > 0)
       WHERE worked > 0`,
    )
    .get() as { worked: number | null; samples: number | null };
  return row.worked === null || !row.samples ? null : row.worked / (row.samples / 16_000);
}
