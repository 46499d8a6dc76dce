import { z } from 'zod';
import { type CharacterTable, characterTable, RolecallError } from '../model/index.ts';
import { giveTo, replacedName, replaceName, restoreName, takeBack } from '../review/index.ts';
import { getSetting, putSeriesCharacters, putSetting } from '../store/index.ts';
import { correct } from '../text/index.ts';
import { moveKey, returnKey } from './character-keys.ts';
import type { Project } from './project.ts';
import { seriesCharacters } from './series-characters.ts';

const castEdit = z.object({
  id: z.number().int(),
  series: z.string(),
  at: z.string(),
  sentence: z.string(),
  tableBefore: characterTable.nullable(),
  keysBefore: z.string().nullable(),
  replaced: replacedName.nullable(),
  /** Edits of episodes that gave utterances to a character. */
  given: z.array(z.number().int()).default([]),
});
type CastEdit = z.infer<typeof castEdit>;

/** Older decisions stay as they are; only so many can be taken back. */
const MOST_EDITS = 30;

const read = ({ database }: Project): CastEdit[] => {
  const json = getSetting(database, 'characterEdits');
  return json === null ? [] : z.array(castEdit).parse(JSON.parse(json));
};

const EMPTY: CharacterTable = { version: 1, characters: [], decisions: [], proposals: [] };

function record(
  project: Project,
  series: string,
  sentence: string,
  change: (table: CharacterTable) => CharacterTable,
  replace: { from: string; to: string } | null,
  give: () => number[] = () => [],
): void {
  const { database } = project;
  database.transaction(() => {
    const tableBefore = seriesCharacters(project, series);
    const keysBefore = getSetting(database, 'characterKeys');
    putSeriesCharacters(database, series, JSON.stringify(change(tableBefore ?? EMPTY)));
    const replaced = replace === null ? null : replaceName(database, series, replace.from, replace.to);
    if (replace !== null) moveKey(project, series, replace.from, replace.to);
    const edits = read(project);
    const edit = {
      id: (edits.at(-1)?.id ?? 0) + 1,
      series,
      at: new Date().toISOString(),
      sentence,
      tableBefore,
      keysBefore,
      replaced,
      given: give(),
    };
    putSetting(database, 'characterEdits', JSON.stringify([...edits, edit].slice(-MOST_EDITS)));
  })();
}

/**
 * Gives a character another name; where that name is another character's, the two become one person. The
 * decision is kept in the character table, so that later runs follow it.
 */
export function renameCharacter(project: Project, series: string, from: string, to: string): void {
  const wanted = to.replace(/\s+/g, ' ').trim();
  if (wanted === '' || wanted === from) {
    throw new RolecallError({
      kind: 'usage',
      message: 'The name is the same as before.',
      remedy: 'Write another one.',
    });
  }
  const merges = seriesCharacters(project, series)?.characters.some(({ name }) => name === wanted) ?? false;
  record(
    project,
    series,
    merges ? `Merged ${from} into ${wanted}` : `Renamed ${from} to ${wanted}`,
    (table) => {
      const aliases = table.characters.find(({ name }) => name === from)?.aliases ?? [];
      const labels = new Set([...aliases.map(({ label }) => label), from]);
      return [...labels].reduce((known, label) => correct(known, label, wanted), table);
    },
    { from, to: wanted },
  );
}

/** Confirms that a label means a character, or decides that it is somebody of its own. */
export function answerProposal(
  project: Project,
  series: string,
  label: string,
  name: string,
  same: boolean,
): void {
  const own = ownName(seriesCharacters(project, series) ?? EMPTY, label);
  if (same && own !== name) renameCharacter(project, series, own, name);
  else record(project, series, `Kept ${own} apart from ${name}`, (table) => correct(table, label, own), null);
}

/**
 * Gives utterances to a character, who may be new: so one character becomes two, or a voice without a name gets one.
 *
 * @param ids utterances of the series
 */
export function giveUtterances(
  project: Project,
  series: string,
  ids: readonly string[],
  to: string,
  who: string,
): void {
  const name = to.replace(/\s+/g, ' ').trim();
  if (name === '') {
    throw new RolecallError({ kind: 'usage', message: 'The name is empty.', remedy: 'Write one.' });
  }
  record(
    project,
    series,
    `Gave ${ids.length} ${ids.length === 1 ? 'utterance' : 'utterances'} to ${name}`,
    (table) => table,
    null,
    () => giveTo(project.database, ids, name, who),
  );
}

const ownName = (table: CharacterTable, label: string): string =>
  table.characters.find(
    ({ name, aliases }) => name === label || aliases.some((alias) => alias.label === label),
  )?.name ?? label;

/** Takes back the last decision about characters of a series; its sentence, or null where there is none. */
export function undoCastEdit(project: Project, series: string, who: string): string | null {
  const { database } = project;
  return database.transaction(() => {
    const edits = read(project);
    const last = edits.findLast((edit) => edit.series === series);
    if (last === undefined) return null;
    takeBack(database, last.given, who);
    if (last.replaced !== null) restoreName(database, last.replaced);
    if (last.tableBefore !== null) putSeriesCharacters(database, series, JSON.stringify(last.tableBefore));
    if (last.replaced !== null) returnKey(project, series, last.replaced.from, last.keysBefore);
    putSetting(database, 'characterEdits', JSON.stringify(edits.filter((edit) => edit !== last)));
    return last.sentence;
  })();
}

/** What may be one person, and what was decided, newest last. */
export const castDecisions = (project: Project, series: string) => ({
  proposals: [...(seriesCharacters(project, series)?.proposals ?? [])],
  history: read(project)
    .filter((edit) => edit.series === series)
    .map(({ id, at, sentence }) => ({ id, at, sentence })),
});
