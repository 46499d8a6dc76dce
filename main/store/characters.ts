import type { Utterance } from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { WORTH, WORTH_ASKING } from './migrations/0006-worth.ts';
import { getUtterance } from './utterances.ts';

const inOrder = (database: ReadableDatabase, ids: { id: string }[]): Utterance[] =>
  ids.flatMap(({ id }) => getUtterance(database, id) ?? []);

/**
 * The utterances of a series that a decision is worth most, worst first, equals by id. Nothing that a person judged,
 * nothing that was not spoken. The order is that of `worthOf`, so that no kind of doubt crowds another out.
 *
 * @param series null: of all series
 */
export function doubtfulUtterances(
  database: ReadableDatabase,
  series: string | null,
  limit: number,
): Utterance[] {
  const ids = database
    .prepare(
      `SELECT id FROM utterance INDEXED BY utterance_by_worth
       WHERE episode IN (SELECT id FROM episode WHERE @series IS NULL OR series = @series) AND ${WORTH_ASKING}
       ORDER BY ${WORTH} DESC, id LIMIT @limit`,
    )
    .all({ series, limit }) as { id: string }[];
  return inOrder(database, ids);
}

/** Spoken utterances of a character between two lengths (samples), those that a person confirmed first. */
export function utterancesOfSpeaker(
  database: ReadableDatabase,
  series: string,
  speaker: string,
  length: { readonly least: number; readonly most: number; readonly limit: number },
): Utterance[] {
  const ids = database
    .prepare(
      `SELECT utterance.id FROM utterance JOIN episode ON episode.id = utterance.episode
       WHERE series = @series AND speaker = @speaker AND state = 'matched' AND review <> 'rejected'
         AND end - start BETWEEN @least AND @most
       ORDER BY review IN ('accepted', 'edited') DESC, confidence DESC LIMIT @limit`,
    )
    .all({ series, speaker, ...length }) as { id: string }[];
  return inOrder(database, ids);
}

/** Ids of what may be audited: spoken, named and not rejected; sorted, so that a seed draws the same again. */
export const auditableIds = (database: ReadableDatabase, series: string | null): string[] =>
  (
    database
      .prepare(
        `SELECT utterance.id FROM utterance JOIN episode ON episode.id = utterance.episode
         WHERE (@series IS NULL OR series = @series) AND speaker IS NOT NULL AND review <> 'rejected'
           AND state NOT IN ('scripted-not-spoken', 'unusable') ORDER BY utterance.id`,
      )
      .all({ series }) as { id: string }[]
  ).map(({ id }) => id);

/** What of an utterance names characters. `witnesses` is JSON as stored. */
export interface NamedRow {
  readonly id: string;
  readonly speaker: string | null;
  readonly witnesses: string;
}

/** The utterances of a series that a person or a witness gives to a name. */
export const rowsNaming = (database: ReadableDatabase, series: string, name: string): NamedRow[] =>
  database
    .prepare(
      `SELECT utterance.id, speaker, witnesses FROM utterance JOIN episode ON episode.id = utterance.episode
       WHERE series = @series AND (speaker = @name OR instr(witnesses, @quoted) > 0)`,
    )
    .all({ series, name, quoted: JSON.stringify(name) }) as NamedRow[];

export function putNames(database: WritableDatabase, rows: readonly NamedRow[]): void {
  const statement = database.prepare(
    'UPDATE utterance SET speaker = @speaker, witnesses = @witnesses WHERE id = @id',
  );
  for (const row of rows) statement.run(row);
}

export const getNamedRow = (database: ReadableDatabase, id: string): NamedRow | null =>
  (database.prepare('SELECT id, speaker, witnesses FROM utterance WHERE id = ?').get(id) as
    | NamedRow
    | undefined) ?? null;

/** An edit of the history as stored: JSON of the rows before and after. */
export interface StoredRows {
  readonly id: number;
  readonly before: string;
  readonly after: string;
}

/** The edits of a series whose rows contain a name. */
export const editsNaming = (database: ReadableDatabase, series: string, name: string): StoredRows[] =>
  database
    .prepare(
      `SELECT edit.id, before, after FROM edit JOIN episode ON episode.id = edit.episode
       WHERE series = @series AND (instr(before, @quoted) > 0 OR instr(after, @quoted) > 0)`,
    )
    .all({ series, quoted: JSON.stringify(name) }) as StoredRows[];

export function putEditRows(database: WritableDatabase, rows: readonly StoredRows[]): void {
  const statement = database.prepare('UPDATE edit SET before = @before, after = @after WHERE id = @id');
  for (const row of rows) statement.run(row);
}

/** Seconds of speech that a person accepted or corrected. */
export const acceptedSeconds = (database: ReadableDatabase): number =>
  (
    database
      .prepare(
        `SELECT coalesce(sum(end - start), 0) / 16000.0 AS seconds FROM utterance
         WHERE review IN ('accepted', 'edited')`,
      )
      .get() as { seconds: number }
  ).seconds;

/** An episode whose files are elsewhere now; who paired them stays. */
export function moveEpisodeFiles(
  database: WritableDatabase,
  id: string,
  files: { media: string; subtitles: string | null; script: string | null },
): void {
  database
    .prepare('UPDATE episode SET media = @media, subtitles = @subtitles, script = @script WHERE id = @id')
    .run({ id, ...files });
}
