import { type ReviewEdit, RolecallError, sentence, type Utterance } from '../model/index.ts';
import {
  canRedo,
  canUndo,
  getUtterance,
  lastEdit,
  markEdit,
  nextUndoneEdit,
  pushEdit,
  putUtterances,
  type ReadableDatabase,
  removeUtterances,
  type WritableDatabase,
} from '../store/index.ts';
import { plan } from './plan.ts';
import { sentenceOf } from './sentence.ts';

/** What an edit changed, for whoever shows it. */
export interface ReviewOutcome {
  readonly changed: Utterance[];
  readonly removed: string[];
  readonly sentence: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/**
 * Applies one decision of a person and stores it, in one transaction.
 *
 * @param who name of the person, for the history
 * @throws RolecallError kind `usage` where the edit does not fit what is there
 */
export function applyEdit(
  database: WritableDatabase,
  episode: string,
  edit: ReviewEdit,
  who: string,
): ReviewOutcome {
  return database.transaction(() => {
    const ids = 'utterances' in edit ? edit.utterances : [edit.utterance];
    const before = [...new Set(ids)].map((id) => {
      const found = getUtterance(database, id);
      if (found === null || found.episode !== episode) throw unknownUtterance(id);
      return found;
    });
    const after = plan(edit, before, (id) => getUtterance(database, id) !== null);
    const told = sentenceOf(edit, before);
    replace(database, before, after);
    pushEdit(database, { episode, who, sentence: told, before, after });
    return outcome(database, episode, before, after, told);
  })();
}

/** Takes back the last edit of an episode; null where there is none. */
export function undo(database: WritableDatabase, episode: string): ReviewOutcome | null {
  return database.transaction(() => {
    const edit = lastEdit(database, episode);
    if (edit === null) return null;
    replace(database, edit.after, edit.before);
    markEdit(database, edit.id, true);
    return outcome(database, episode, edit.after, edit.before, sentence('undone', { edit: edit.sentence }));
  })();
}

/** Brings back the edit that was undone last; null where there is none. */
export function redo(database: WritableDatabase, episode: string): ReviewOutcome | null {
  return database.transaction(() => {
    const edit = nextUndoneEdit(database, episode);
    if (edit === null) return null;
    replace(database, edit.before, edit.after);
    markEdit(database, edit.id, false);
    return outcome(database, episode, edit.before, edit.after, sentence('redone', { edit: edit.sentence }));
  })();
}

function replace(database: WritableDatabase, from: readonly Utterance[], to: readonly Utterance[]): void {
  removeUtterances(database, gone(from, to));
  putUtterances(database, to);
}

const gone = (from: readonly Utterance[], to: readonly Utterance[]): string[] => {
  const staying = new Set(to.map((each) => each.id));
  return from.map((each) => each.id).filter((id) => !staying.has(id));
};

const outcome = (
  database: ReadableDatabase,
  episode: string,
  from: readonly Utterance[],
  to: readonly Utterance[],
  told: string,
): ReviewOutcome => ({
  changed: [...to],
  removed: gone(from, to),
  sentence: told,
  canUndo: canUndo(database, episode),
  canRedo: canRedo(database, episode),
});

const unknownUtterance = (id: string): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `There is no utterance ${id} in this episode.`,
    remedy: 'Open the episode again: a run may have changed it.',
  });
