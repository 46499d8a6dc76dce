import { z } from 'zod';
import { type HistoryEntry, type Utterance, utterance } from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { parseJson } from './json.ts';

/** An edit as values: what stood before and what stands after, whole rows. */
export interface StoredEdit {
  readonly id: number;
  readonly sentence: string;
  readonly before: readonly Utterance[];
  readonly after: readonly Utterance[];
}

interface EditRow {
  id: number;
  sentence: string;
  before: string;
  after: string;
}

const rows = z.array(utterance);

const fromRow = (row: EditRow): StoredEdit => ({
  id: row.id,
  sentence: row.sentence,
  before: parseJson(rows, row.before, 'edit.before'),
  after: parseJson(rows, row.after, 'edit.after'),
});

/** Records a new edit; what was undone before it can no longer be redone. */
export function pushEdit(
  database: WritableDatabase,
  edit: {
    episode: string;
    who: string;
    sentence: string;
    before: readonly Utterance[];
    after: readonly Utterance[];
  },
): void {
  database.prepare('DELETE FROM edit WHERE episode = ? AND undone = 1').run(edit.episode);
  database
    .prepare('INSERT INTO edit (episode, at, who, sentence, before, after) VALUES (?, ?, ?, ?, ?, ?)')
    .run(
      edit.episode,
      new Date().toISOString(),
      edit.who,
      edit.sentence,
      JSON.stringify(edit.before),
      JSON.stringify(edit.after),
    );
}

/** The edit that undo would take back, or null. */
export function lastEdit(database: ReadableDatabase, episode: string): StoredEdit | null {
  const row = database
    .prepare('SELECT * FROM edit WHERE episode = ? AND undone = 0 ORDER BY id DESC LIMIT 1')
    .get(episode) as EditRow | undefined;
  return row ? fromRow(row) : null;
}

type EpisodeEdit = StoredEdit & { readonly episode: string };

/** An edit that was not undone, or null. */
export const standingEdit = (database: ReadableDatabase, id: number): EpisodeEdit | null =>
  editWhere(database, id, false);

/** An edit that was undone and not forgotten since, or null. */
export const undoneEdit = (database: ReadableDatabase, id: number): EpisodeEdit | null =>
  editWhere(database, id, true);

function editWhere(database: ReadableDatabase, id: number, undone: boolean): EpisodeEdit | null {
  const row = database.prepare('SELECT * FROM edit WHERE id = ? AND undone = ?').get(id, undone ? 1 : 0) as
    | (EditRow & { episode: string })
    | undefined;
  return row ? { ...fromRow(row), episode: row.episode } : null;
}

/** The edit that redo would bring back, or null. */
export function nextUndoneEdit(database: ReadableDatabase, episode: string): StoredEdit | null {
  const row = database
    .prepare('SELECT * FROM edit WHERE episode = ? AND undone = 1 ORDER BY id LIMIT 1')
    .get(episode) as EditRow | undefined;
  return row ? fromRow(row) : null;
}

export function markEdit(database: WritableDatabase, id: number, undone: boolean): void {
  database.prepare('UPDATE edit SET undone = ? WHERE id = ?').run(undone ? 1 : 0, id);
}

export const canUndo = (database: ReadableDatabase, episode: string): boolean =>
  database.prepare('SELECT 1 FROM edit WHERE episode = ? AND undone = 0 LIMIT 1').get(episode) !== undefined;

export const canRedo = (database: ReadableDatabase, episode: string): boolean =>
  database.prepare('SELECT 1 FROM edit WHERE episode = ? AND undone = 1 LIMIT 1').get(episode) !== undefined;

/** The history of an episode, oldest first, the newest `limit` entries. */
export function listHistory(database: ReadableDatabase, episode: string, limit = 500): HistoryEntry[] {
  const found = database
    .prepare(
      `SELECT id, episode, at, who, sentence, undone FROM edit WHERE episode = ? ORDER BY id DESC LIMIT ?`,
    )
    .all(episode, limit) as (Omit<HistoryEntry, 'undone'> & { undone: number })[];
  return found.reverse().map((row) => ({ ...row, undone: row.undone === 1 }));
}

/** Ids of the utterances that live edits left behind: whatever is reviewed must be among them. */
export function reviewedByLiveEdits(database: ReadableDatabase, episode: string): Set<string> {
  const found = database
    .prepare(
      `SELECT DISTINCT json_extract(each.value, '$.id') AS id
       FROM edit, json_each(edit.after) AS each
       WHERE edit.episode = ? AND edit.undone = 0`,
    )
    .all(episode) as { id: string }[];
  return new Set(found.map((row) => row.id));
}

/** A decision that stands, with the utterances that it touched. */
export interface StandingDecision {
  readonly at: string;
  readonly who: string;
  readonly sentence: string;
  readonly utterances: readonly string[];
}

/** The decisions about an episode that were not undone, oldest first. */
export function listDecisions(database: ReadableDatabase, episode: string): StandingDecision[] {
  const found = database
    .prepare(
      `SELECT at, who, sentence,
         (SELECT json_group_array(DISTINCT json_extract(each.value, '$.id')) FROM json_each(edit.after) AS each) AS ids
       FROM edit WHERE episode = ? AND undone = 0 ORDER BY id`,
    )
    .all(episode) as { at: string; who: string; sentence: string; ids: string }[];
  return found.map(({ ids, ...rest }) => ({
    ...rest,
    utterances: parseJson(z.array(z.string()), ids, 'edit.after'),
  }));
}
