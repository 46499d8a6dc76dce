import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { RolecallError, sentence, type Utterance } from '../model/index.ts';
import {
  getUtterance,
  lastEdit,
  nextUndoneEdit,
  pushEdit,
  putUtterances,
  standingEdit,
  undoneEdit,
  type WritableDatabase,
} from '../store/index.ts';
import { applyEdit, redo, undo } from './apply.ts';

/**
 * Gives utterances of any episodes to one character: an ordinary edit in each episode, all of them or none.
 *
 * @returns ids of the edits, for {@link takeBack}
 * @throws RolecallError kind `usage` where one of the utterances is not there
 */
export function giveTo(
  database: WritableDatabase,
  ids: readonly string[],
  character: string,
  who: string,
): number[] {
  return database.transaction(() => {
    const rows = [...new Set(ids)].map((id) => {
      const row = getUtterance(database, id);
      if (row !== null) return row;
      throw new RolecallError({
        kind: 'usage',
        message: `There is no utterance ${id} any more.`,
        remedy: 'Open the characters again: a run may have changed it.',
      });
    });
    return [...Map.groupBy(rows, ({ episode }) => episode)].map(([episode, chosen]) => {
      const utterances = chosen.map(({ id }) => id);
      applyEdit(database, episode, { kind: 'assign', utterances, character }, who);
      return (lastEdit(database, episode) as { id: number }).id;
    });
  })();
}

/** Utterances that one decision gave to a character: an edit in each of their episodes. */
export const givenUtterances = z.object({
  /** Null where an older version decided: it kept the edits alone. */
  to: z.string().nullable(),
  edits: z.array(z.number().int()),
  utterances: z.array(z.string()),
});
export type GivenUtterances = z.infer<typeof givenUtterances>;

/**
 * Takes edits back, wherever they stand in their episodes' histories: the last one of an episode is undone; where
 * others came after it, what they did stays, and what still is as the edit left it becomes what it was, as a new
 * entry of the history.
 *
 * @returns ids of the utterances that became what they were, for {@link bringBack}
 */
export function takeBack(database: WritableDatabase, edits: readonly number[], who: string): string[] {
  return database.transaction(() =>
    edits.flatMap((id): string[] => {
      const edit = standingEdit(database, id);
      if (edit === null) return [];
      if (lastEdit(database, edit.episode)?.id === id) {
        undo(database, edit.episode);
        return edit.before.map((row) => row.id);
      }
      const left = new Map(edit.after.map((row) => [row.id, row]));
      const untouched = edit.before.filter(({ id: row }) =>
        isDeepStrictEqual(getUtterance(database, row), left.get(row)),
      );
      if (untouched.length === 0) return [];
      putUtterances(database, untouched);
      pushEdit(database, {
        episode: edit.episode,
        who,
        sentence: sentence('taken-back', { edit: edit.sentence }),
        before: untouched.map(({ id: row }) => left.get(row) as Utterance),
        after: untouched,
      });
      return untouched.map((row) => row.id);
    }),
  )();
}

/**
 * Gives utterances again that were taken back: an edit that its episode would redo next is redone; where the
 * episode's history went on, they are given anew. What is not there any more is passed over.
 *
 * @returns the same with the edits that stand now, for {@link takeBack}
 */
export function bringBack(database: WritableDatabase, given: GivenUtterances, who: string): GivenUtterances {
  return database.transaction(() => {
    const left = new Set(given.utterances);
    let { to } = given;
    const redone = given.edits.filter((id) => {
      const edit = undoneEdit(database, id);
      to ??= edit?.after[0]?.speaker ?? null;
      if (edit === null || nextUndoneEdit(database, edit.episode)?.id !== id) return false;
      if (!edit.after.every((row) => left.has(row.id))) return false;
      redo(database, edit.episode);
      for (const row of edit.after) left.delete(row.id);
      return true;
    });
    const rest = [...left].filter((id) => getUtterance(database, id) !== null);
    const anew = to === null || rest.length === 0 ? [] : giveTo(database, rest, to, who);
    return { to, edits: [...redone, ...anew], utterances: given.utterances };
  })();
}
