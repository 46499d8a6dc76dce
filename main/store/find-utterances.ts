import type { ReviewState, Utterance, UtteranceState } from '../model/index.ts';
import type { ReadableDatabase } from './database.ts';
import { type UtteranceRow, utteranceFromRow } from './utterances.ts';

export interface UtteranceQuery {
  readonly episode?: string;
  readonly speaker?: string;
  readonly state?: UtteranceState;
  readonly review?: ReviewState;
  /** Words that the text holds, all of them; the last may be the beginning of one. */
  readonly text?: string;
  /** The last utterance of the page before. */
  readonly after?: Pick<Utterance, 'id'>;
  /** 1 to 1000; 100 where absent. */
  readonly limit?: number;
}

/**
 * One page of utterances over the whole project. Without a text they come by episode and time; with one, in the
 * order in which they were stored, because putting a common word's hits in order would mean to read them all.
 */
export function findUtterances(database: ReadableDatabase, query: UtteranceQuery): Utterance[] {
  const limit = Math.min(1000, Math.max(1, query.limit ?? 100));
  const terms = query.text === undefined ? null : matchExpression(query.text);
  if (terms === '') return [];
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  for (const column of ['episode', 'speaker', 'state', 'review'] as const) {
    const value = query[column];
    if (value === undefined) continue;
    // The unary plus keeps SQLite from leaving the search for the index of a column.
    conditions.push(`${terms === null ? '' : '+'}utterance.${column} = ?`);
    values.push(value);
  }
  const after = query.after === undefined ? undefined : placeOf(database, query.after.id);
  if (after !== undefined) {
    if (terms === null) {
      conditions.push('(utterance.episode, utterance.start, utterance.id) > (?, ?, ?)');
      values.push(after.episode, after.start, after.id);
    } else {
      conditions.push('utterance_text.rowid > ?');
      values.push(after.number);
    }
  }
  const where = conditions.map((condition) => ` AND ${condition}`).join('');
  const rows =
    terms === null
      ? database
          .prepare(`SELECT * FROM utterance WHERE 1${where} ORDER BY episode, start, id LIMIT ?`)
          .all(...values, limit)
      : database
          .prepare(
            `SELECT utterance.* FROM utterance_text CROSS JOIN utterance ON utterance.number = utterance_text.rowid
             WHERE utterance_text MATCH ?${where} ORDER BY utterance_text.rowid LIMIT ?`,
          )
          .all(terms, ...values, limit);
  return (rows as UtteranceRow[]).map(utteranceFromRow);
}

function placeOf(
  database: ReadableDatabase,
  id: string,
): { number: number; id: string; episode: string; start: number } | undefined {
  return database.prepare('SELECT number, id, episode, start FROM utterance WHERE id = ?').get(id) as
    | { number: number; id: string; episode: string; start: number }
    | undefined;
}

/**
 * What a person typed as an expression of FTS5: every word quoted, so that no operator gets through. The last word
 * may be unfinished, unless something follows it or it is a single letter, which would begin half of all words.
 */
export function matchExpression(text: string): string {
  const words = (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, 20);
  const last = words.at(-1) ?? '';
  const isUnfinished = last.length > 1 && text.endsWith(last);
  return words
    .map((word, index) => `"${word}"${isUnfinished && index === words.length - 1 ? '*' : ''}`)
    .join(' ');
}
