import { isDeepStrictEqual } from 'node:util';
import { RolecallError, type Utterance } from '../model/index.ts';
import {
  getUtterance,
  lastEdit,
  pushEdit,
  putUtterances,
  standingEdit,
  type WritableDatabase,
} from '../store/index.ts';
import { applyEdit, undo } from './apply.ts';

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

/**
 * Takes edits back, wherever they stand in their episodes' histories: the last one of an episode is undone; where
 * others came after it, what they did stays, and what still is as the edit left it becomes what it was, as a new
 * entry of the history.
 */
export function takeBack(database: WritableDatabase, edits: readonly number[], who: string): void {
  database.transaction(() => {
    for (const id of edits) {
      const edit = standingEdit(database, id);
      if (edit === null) continue;
      if (lastEdit(database, edit.episode)?.id === id) {
        undo(database, edit.episode);
        continue;
      }
      const left = new Map(edit.after.map((row) => [row.id, row]));
      const untouched = edit.before.filter(({ id: row }) =>
        isDeepStrictEqual(getUtterance(database, row), left.get(row)),
      );
      if (untouched.length === 0) continue;
      putUtterances(database, untouched);
      pushEdit(database, {
        episode: edit.episode,
        who,
        sentence: `Taken back: ${edit.sentence}`,
        before: untouched.map(({ id: row }) => left.get(row) as Utterance),
        after: untouched,
      });
    }
  })();
}
