import type { HistoryEntry } from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** A decision about the cast of a series; what changed is JSON, whose shape belongs to whoever decides. */
export interface StoredCastEdit {
  readonly id: number;
  readonly sentence: string;
  /** What was known of the cast, before and after; after is null where an older version decided. */
  readonly before: string;
  readonly after: string | null;
  /** The name that was replaced in all utterances, or null. */
  readonly replaced: string | null;
  /** The utterances that were given to somebody, or null. */
  readonly given: string | null;
}

type Changes = Pick<StoredCastEdit, 'after' | 'replaced' | 'given'>;

/** Records a new decision; what was undone before it in this series can no longer be redone. */
export function pushCastEdit(
  database: WritableDatabase,
  edit: Omit<StoredCastEdit, 'id'> & { readonly series: string; readonly who: string },
): void {
  database.prepare('DELETE FROM cast_edit WHERE series = ? AND undone = 1').run(edit.series);
  database
    .prepare(
      `INSERT INTO cast_edit (series, at, who, sentence, before, after, replaced, given)
       VALUES (@series, @at, @who, @sentence, @before, @after, @replaced, @given)`,
    )
    .run({ ...edit, at: new Date().toISOString() });
}

const COLUMNS = 'id, sentence, before, after, replaced, given';

/** The decision that undo would take back, or null. */
export const lastCastEdit = (database: ReadableDatabase, series: string): StoredCastEdit | null =>
  (database
    .prepare(`SELECT ${COLUMNS} FROM cast_edit WHERE series = ? AND undone = 0 ORDER BY id DESC LIMIT 1`)
    .get(series) as StoredCastEdit | undefined) ?? null;

/** The decision that redo would bring back, or null. */
export const nextUndoneCastEdit = (database: ReadableDatabase, series: string): StoredCastEdit | null =>
  (database
    .prepare(`SELECT ${COLUMNS} FROM cast_edit WHERE series = ? AND undone = 1 ORDER BY id LIMIT 1`)
    .get(series) as StoredCastEdit | undefined) ?? null;

/** Marks a decision as undone or standing, with what it takes to go the other way. */
export function markCastEdit(
  database: WritableDatabase,
  id: number,
  undone: boolean,
  changes: Changes,
): void {
  database
    .prepare(
      `UPDATE cast_edit SET undone = @undone, after = @after, replaced = @replaced, given = @given WHERE id = @id`,
    )
    .run({ ...changes, id, undone: undone ? 1 : 0 });
}

/** The decisions about a series, oldest first, the newest `limit` of them. */
export function listCastHistory(
  database: ReadableDatabase,
  series: string,
  limit = 500,
): Omit<HistoryEntry, 'episode'>[] {
  const found = database
    .prepare('SELECT id, at, who, sentence, undone FROM cast_edit WHERE series = ? ORDER BY id DESC LIMIT ?')
    .all(series, limit) as (Omit<HistoryEntry, 'episode' | 'undone'> & { undone: number })[];
  return found.reverse().map((row) => ({ ...row, undone: row.undone === 1 }));
}
