import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { getSetting, putSetting } from '../store/index.ts';
import type { Project } from './project.ts';

/** What people said about the characters of a series beside their names and keys. */
export const castMarks = z.object({
  /** Two names that are two people, each pair in the order of the alphabet: they are not proposed again. */
  apart: z.array(z.tuple([z.string(), z.string()])).default([]),
  /** Utterances of an unnamed voice that are not this character's. */
  notTheirs: z.array(z.object({ name: z.string(), utterances: z.array(z.string()) })).default([]),
  /** Who is a guest, or one of the cast after all; of everybody else the episodes tell. */
  guests: z.array(z.object({ name: z.string(), isGuest: z.boolean() })).default([]),
});
export type CastMarks = z.infer<typeof castMarks>;

export const NO_MARKS: CastMarks = { apart: [], notTheirs: [], guests: [] };
const stored = z.record(z.string(), castMarks);

const read = ({ database }: Project): z.infer<typeof stored> => {
  const json = getSetting(database, 'castMarks');
  return json === null ? {} : stored.parse(JSON.parse(json));
};

export const marksOf = (project: Project, series: string): CastMarks => read(project)[series] ?? NO_MARKS;

/** No marks at all are as if nobody had ever made one. */
export function putMarks(project: Project, series: string, marks: CastMarks): void {
  const { [series]: before, ...others } = read(project);
  if (isDeepStrictEqual(before ?? NO_MARKS, marks)) return;
  const all = isDeepStrictEqual(marks, NO_MARKS) ? others : { ...others, [series]: marks };
  putSetting(project.database, 'castMarks', JSON.stringify(all));
}

const pairOf = (first: string, second: string): [string, string] =>
  first < second ? [first, second] : [second, first];

/** The marks with two names kept apart. */
export const withApart = (marks: CastMarks, first: string, second: string): CastMarks =>
  isApart(marks, first, second) ? marks : { ...marks, apart: [...marks.apart, pairOf(first, second)] };

export const isApart = ({ apart }: CastMarks, first: string, second: string): boolean =>
  apart.some((pair) => isDeepStrictEqual(pair, pairOf(first, second)));

/** Whether most of these utterances were said not to be this character's. */
export function isNotTheirs({ notTheirs }: CastMarks, utterances: readonly string[], name: string): boolean {
  const refused = new Set(notTheirs.filter((mark) => mark.name === name).flatMap((mark) => mark.utterances));
  return refused.size > 0 && utterances.filter((id) => refused.has(id)).length * 2 >= utterances.length;
}

/** The marks with somebody a guest, one of the cast, or (null) what the episodes tell. */
export const withGuest = (marks: CastMarks, name: string, isGuest: boolean | null): CastMarks => ({
  ...marks,
  guests: [
    ...marks.guests.filter((mark) => mark.name !== name),
    ...(isGuest === null ? [] : [{ name, isGuest }]),
  ],
});

/** The marks with a name replaced: what was said of one is said of the other. */
export function withName(marks: CastMarks, from: string, to: string): CastMarks {
  const renamed = (name: string): string => (name === from ? to : name);
  return {
    ...marks,
    apart: marks.apart
      .map(([first, second]) => pairOf(renamed(first), renamed(second)))
      .filter(([first, second]) => first !== second)
      .filter((pair, at, all) => all.findIndex((other) => isDeepStrictEqual(other, pair)) === at),
    notTheirs: marks.notTheirs.map((mark) => ({ ...mark, name: renamed(mark.name) })),
    // What was said of the name that stays counts.
    guests: marks.guests.some(({ name }) => name === to)
      ? marks.guests.filter(({ name }) => name !== from)
      : marks.guests.map((mark) => ({ ...mark, name: renamed(mark.name) })),
  };
}
