import type { z } from 'zod';
import type { CastDecisions } from '../contract/index.ts';
import { type CharacterTable, RolecallError, sentence as sentenceOf } from '../model/index.ts';
import {
  bringBack,
  type GivenUtterances,
  givenUtterances,
  giveTo,
  replacedName,
  replaceName,
  restoreName,
  takeBack,
} from '../review/index.ts';
import {
  lastCastEdit,
  listCastHistory,
  markCastEdit,
  nextUndoneCastEdit,
  pushCastEdit,
  putSeriesCharacters,
  type StoredCastEdit,
} from '../store/index.ts';
import { correct } from '../text/index.ts';
import { type CastMarks, marksOf, putMarks, withApart, withGuest, withName } from './cast-marks.ts';
import { castProposals } from './cast-proposals.ts';
import { castState, readCastState, travelTo } from './cast-state.ts';
import { giveKey, keysOf, moveKey } from './character-keys.ts';
import type { Project } from './project.ts';
import { seriesCharacters } from './series-characters.ts';

const EMPTY: CharacterTable = { version: 1, characters: [], decisions: [], proposals: [] };

/** What one decision does. All of it is one entry of the history. */
interface Decision {
  readonly sentence: string;
  readonly table?: (table: CharacterTable) => CharacterTable;
  /** A name that is replaced wherever it stands. */
  readonly replace?: { readonly from: string; readonly to: string };
  readonly give?: { readonly utterances: readonly string[]; readonly to: string };
  readonly marks?: (marks: CastMarks) => CastMarks;
  readonly key?: { readonly name: string; readonly key: number };
}

function record(project: Project, series: string, who: string, decision: Decision): void {
  const { database } = project;
  const { sentence, table, replace, give, marks, key } = decision;
  database.transaction(() => {
    const before = readCastState(project, series);
    if (table !== undefined)
      putSeriesCharacters(database, series, JSON.stringify(table(before.table ?? EMPTY)));
    if (replace !== undefined) {
      moveKey(project, series, replace.from, replace.to);
      putMarks(project, series, withName(before.marks, replace.from, replace.to));
    }
    if (marks !== undefined) putMarks(project, series, marks(before.marks));
    if (key !== undefined) giveKey(project, series, key.name, key.key);
    const replaced = replace === undefined ? null : replaceName(database, series, replace.from, replace.to);
    const edits = give === undefined ? [] : giveTo(database, give.utterances, give.to, who);
    pushCastEdit(database, {
      series,
      who,
      sentence,
      before: JSON.stringify(before),
      after: JSON.stringify(readCastState(project, series)),
      replaced: asJson(replaced),
      given: asJson(
        give === undefined
          ? null
          : ({ to: give.to, edits, utterances: [...give.utterances] } satisfies GivenUtterances),
      ),
    });
  })();
}

const asJson = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

/**
 * Gives a character another name; where that name is another character's, the two become one person. The
 * decision is kept in the character table, so that later runs follow it.
 */
export function renameCharacter(
  project: Project,
  series: string,
  from: string,
  to: string,
  who: string,
): void {
  const wanted = to.replace(/\s+/g, ' ').trim();
  if (wanted === '' || wanted === from) {
    throw new RolecallError({
      kind: 'usage',
      message: 'The name is the same as before.',
      remedy: 'Write another one.',
    });
  }
  const merges = seriesCharacters(project, series)?.characters.some(({ name }) => name === wanted) ?? false;
  record(project, series, who, {
    sentence: sentenceOf(merges ? 'cast-merged' : 'cast-renamed', { from, to: wanted }),
    table: (table) => {
      const aliases = table.characters.find(({ name }) => name === from)?.aliases ?? [];
      const labels = new Set([...aliases.map(({ label }) => label), from]);
      return [...labels].reduce((known, label) => correct(known, label, wanted), table);
    },
    replace: { from, to: wanted },
  });
}

/** Confirms that a label means a character, or decides that it is somebody of its own. */
export function answerProposal(
  project: Project,
  series: string,
  label: string,
  name: string,
  same: boolean,
  who: string,
): void {
  const table = seriesCharacters(project, series) ?? EMPTY;
  const own = ownName(table, label);
  if (same && own !== name) {
    renameCharacter(project, series, own, name, who);
    return;
  }
  // What only the voices propose says nothing about how the name is written.
  const isWritten = table.proposals.some((each) => each.label === label && each.name === name);
  record(project, series, who, {
    sentence: same
      ? sentenceOf('cast-confirmed', { label, name })
      : sentenceOf('cast-kept-apart', { from: own, to: name }),
    ...(same || isWritten ? { table: (known) => correct(known, label, own) } : {}),
    ...(same ? {} : { marks: (marks) => withApart(marks, own, name) }),
  });
}

/** Says that an unnamed voice is not this character: it is not proposed for it again. */
export function refuseVoice(
  project: Project,
  series: string,
  utterances: readonly string[],
  name: string,
  who: string,
): void {
  record(project, series, who, {
    sentence:
      utterances.length === 1
        ? sentenceOf('cast-refused-one', { name })
        : sentenceOf('cast-refused-many', { count: String(utterances.length), name }),
    marks: (marks) => ({
      ...marks,
      notTheirs: [...marks.notTheirs, { name, utterances: [...utterances].sort() }],
    }),
  });
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
  record(project, series, who, {
    sentence:
      ids.length === 1
        ? sentenceOf('cast-gave-one', { to: name })
        : sentenceOf('cast-gave-many', { count: String(ids.length), to: name }),
    give: { utterances: ids, to: name },
  });
}

const ownName = (table: CharacterTable, label: string): string =>
  table.characters.find(
    ({ name, aliases }) => name === label || aliases.some((alias) => alias.label === label),
  )?.name ?? label;

/** Gives a number key (1 to 9) to a character; who had it takes the key that this one had. */
export function giveCharacterKey(
  project: Project,
  series: string,
  name: string,
  key: number,
  who: string,
): void {
  if (keysOf(project, series)?.[key - 1] === name) return;
  record(project, series, who, {
    sentence: sentenceOf('cast-key', { key: String(key), name }),
    key: { name, key },
  });
}

/** Says that somebody is a guest of the episodes in which they speak, or is not; null: as the episodes tell. */
export function setGuest(
  project: Project,
  series: string,
  name: string,
  isGuest: boolean | null,
  who: string,
): void {
  const said = marksOf(project, series).guests.find((mark) => mark.name === name)?.isGuest ?? null;
  if (said === isGuest) return;
  record(project, series, who, {
    sentence:
      isGuest === null
        ? `Left it to the episodes whether ${name} is a guest`
        : `Marked ${name} as ${isGuest ? 'a guest' : 'one of the main cast'}`,
    marks: (marks) => withGuest(marks, name, isGuest),
  });
}

/** Takes back the last decision about characters of a series; its sentence, or null where there is none. */
export function undoCastEdit(project: Project, series: string, who: string): string | null {
  const { database } = project;
  return database.transaction(() => {
    const last = lastCastEdit(database, series);
    if (last === null) return null;
    const { before, after, replaced, given } = changesOf(last, project, series);
    const utterances = given === null ? [] : takeBack(database, given.edits, who);
    if (replaced !== null) restoreName(database, series, replaced);
    travelTo(project, series, after, before);
    markCastEdit(database, last.id, true, {
      after: JSON.stringify(after),
      replaced: last.replaced,
      given: asJson(given === null ? null : { ...given, utterances }),
    });
    return last.sentence;
  })();
}

/** Brings back the decision that was taken back last; its sentence, or null where there is none. */
export function redoCastEdit(project: Project, series: string, who: string): string | null {
  const { database } = project;
  return database.transaction(() => {
    const next = nextUndoneCastEdit(database, series);
    if (next === null) return null;
    const { before, after, replaced, given } = changesOf(next, project, series);
    travelTo(project, series, before, after);
    const again = replaced === null ? null : replaceName(database, series, replaced.from, replaced.to);
    markCastEdit(database, next.id, false, {
      after: JSON.stringify(after),
      replaced: asJson(again),
      given: asJson(given === null ? null : bringBack(database, given, who)),
    });
    return next.sentence;
  })();
}

/** A stored decision as values. Where an older version did not keep what stood after it, that is what stands now. */
function changesOf(edit: StoredCastEdit, project: Project, series: string) {
  const parse = <T extends z.ZodType>(schema: T, json: string): z.output<T> => schema.parse(JSON.parse(json));
  return {
    before: parse(castState, edit.before),
    after: edit.after === null ? readCastState(project, series) : parse(castState, edit.after),
    replaced: edit.replaced === null ? null : parse(replacedName, edit.replaced),
    given: edit.given === null ? null : parse(givenUtterances, edit.given),
  };
}

/** What may be one person, and what was decided, newest last. */
export function castDecisions(project: Project, series: string): CastDecisions {
  const history = listCastHistory(project.database, series);
  const { proposals, scale } = castProposals(project, series);
  return {
    proposals,
    likeness: scale === null ? null : { halves: scale.halves, people: scale.people },
    history,
    canUndo: history.some(({ undone }) => !undone),
    canRedo: history.some(({ undone }) => undone),
  };
}
