import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type CharacterTable, characterTable } from '../model/index.ts';
import { putSeriesCharacters } from '../store/index.ts';
import { castMarks, marksOf, NO_MARKS, putMarks } from './cast-marks.ts';
import { FREE_KEYS, type KeyRow, keyRow, keysOf, putKeys } from './character-keys.ts';
import type { Project } from './project.ts';
import { seriesCharacters } from './series-characters.ts';

/** What people decide about the cast of a series beside its utterances. */
export const castState = z.object({
  table: characterTable.nullable(),
  marks: castMarks.default(NO_MARKS),
  keys: keyRow.nullable().transform((keys) => keys ?? [...FREE_KEYS]),
});
export type CastState = z.infer<typeof castState>;

export const readCastState = (project: Project, series: string): CastState => ({
  table: seriesCharacters(project, series),
  marks: marksOf(project, series),
  keys: keysOf(project, series) ?? [...FREE_KEYS],
});

/**
 * Takes what a decision changed from one state to another. What did not differ between the two stays as it is
 * now: a run may have found more since.
 */
export function travelTo(project: Project, series: string, from: CastState, to: CastState): void {
  const now = readCastState(project, series);
  const table =
    now.table === null || from.table === null || to.table === null
      ? to.table
      : isDeepStrictEqual(now.table, from.table)
        ? to.table
        : tableBetween(now.table, from.table, to.table);
  if (table !== null) putSeriesCharacters(project.database, series, JSON.stringify(table));
  putKeys(project, series, keysBetween(now.keys, from.keys, to.keys));
  putMarks(project, series, {
    apart: listBetween(now.marks.apart, from.marks.apart, to.marks.apart),
    notTheirs: listBetween(now.marks.notTheirs, from.marks.notTheirs, to.marks.notTheirs),
    guests: listBetween(now.marks.guests, from.marks.guests, to.marks.guests),
  });
}

function keysBetween(now: KeyRow, from: KeyRow, to: KeyRow): KeyRow {
  const keys = now.map((name, at) => (from[at] === to[at] ? name : (to[at] ?? null)));
  // Nobody has two keys: the one that comes back counts.
  return keys.map((name, at) =>
    name !== null && from[at] === to[at] && keys.some((other, place) => place !== at && other === name)
      ? null
      : name,
  );
}

function tableBetween(now: CharacterTable, from: CharacterTable, to: CharacterTable): CharacterTable {
  const [before, after] = [ownersOf(from), ownersOf(to)];
  const owner = (label: string, current: string): string => {
    const wanted = after.get(label);
    return wanted === undefined || wanted === before.get(label) ? current : wanted;
  };
  const people = new Map<string, { label: string; count: number }[]>();
  const came = to.characters.filter(({ name }) => !from.characters.some((each) => each.name === name));
  for (const { name } of [...now.characters, ...came]) people.set(name, []);
  for (const { name, aliases } of now.characters)
    for (const alias of aliases) {
      const mine = people.get(owner(alias.label, name)) ?? [];
      people.set(owner(alias.label, name), [...mine, alias]);
    }
  const went = new Set(
    from.characters
      .filter(({ name }) => !to.characters.some((each) => each.name === name))
      .map(({ name }) => name),
  );
  return {
    version: 1,
    characters: [...people]
      .filter(([name, aliases]) => aliases.length > 0 || !went.has(name))
      .map(([name, aliases]) => ({ name, aliases })),
    decisions: listBetween(now.decisions, from.decisions, to.decisions),
    proposals: listBetween(now.proposals, from.proposals, to.proposals),
  };
}

const ownersOf = (table: CharacterTable): Map<string, string> =>
  new Map(
    table.characters.flatMap(({ name, aliases }) => aliases.map(({ label }) => [label, name] as const)),
  );

/** What left between the two lists leaves, what came comes; equal by value. */
function listBetween<T>(now: readonly T[], from: readonly T[], to: readonly T[]): T[] {
  const has = (list: readonly T[], item: T): boolean => list.some((each) => isDeepStrictEqual(each, item));
  const stay = now.filter((item) => !has(from, item) || has(to, item));
  return [...stay, ...to.filter((item) => !has(from, item) && !has(stay, item))];
}
