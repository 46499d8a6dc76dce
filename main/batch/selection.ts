import { type Episode, RolecallError } from '../model/index.ts';
import { matchesGlob } from './glob.ts';

export interface Selection {
  /** Glob over titles and ids. */
  readonly only?: string | undefined;
  readonly episodes?: readonly string[] | undefined;
}

/**
 * The episodes that are meant.
 *
 * @throws RolecallError `usage` where there are some and none is meant
 */
export function select(all: readonly Episode[], { only, episodes }: Selection): Episode[] {
  const named = episodes === undefined ? null : new Set(episodes);
  const chosen = all.filter(
    (each) =>
      (named === null || named.has(each.id)) &&
      (only === undefined || matchesGlob(each.title, only) || matchesGlob(each.id, only)),
  );
  if (chosen.length === 0 && all.length > 0 && (named !== null || only !== undefined)) {
    throw new RolecallError({
      kind: 'usage',
      message: `No episode matches ${only ?? episodes?.join(', ')}.`,
      remedy: '`rolecall status PROJECT` lists the episodes; * stands for anything.',
    });
  }
  return chosen;
}
