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
});
export type CastMarks = z.infer<typeof castMarks>;

const NONE: CastMarks = { apart: [], notTheirs: [] };
const stored = z.record(z.string(), castMarks);

const read = ({ database }: Project): z.infer<typeof stored> => {
  const json = getSetting(database, 'castMarks');
  return json === null ? {} : stored.parse(JSON.parse(json));
};

export const marksOf = (project: Project, series: string): CastMarks => read(project)[series] ?? NONE;

/** No marks at all are as if nobody had ever made one. */
export function putMarks(project: Project, series: string, marks: CastMarks): void {
  const { [series]: before, ...others } = read(project);
  if (isDeepStrictEqual(before ?? NONE, marks)) return;
  const all = isDeepStrictEqual(marks, NONE) ? others : { ...others, [series]: marks };
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
  };
}
