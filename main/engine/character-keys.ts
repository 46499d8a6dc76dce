import { z } from 'zod';
import { getSetting, putSetting } from '../store/index.ts';
import type { Project } from './project.ts';

export const KEYS = 9;

/** The character of each number key of a series, from key 1; null where a key is free. */
export const keyRow = z.array(z.string().nullable()).length(KEYS);
export type KeyRow = z.infer<typeof keyRow>;
export const FREE_KEYS: Readonly<KeyRow> = Array.from({ length: KEYS }, () => null);
const stored = z.record(z.string(), keyRow);
type Stored = z.infer<typeof stored>;

const read = ({ database }: Project): Stored => {
  const json = getSetting(database, 'characterKeys');
  return json === null ? {} : stored.parse(JSON.parse(json));
};

/**
 * The number keys of a series. A key once given stays with its character, whatever the counts become; free keys
 * go to the characters without one, in the order given.
 */
export function characterKeys(
  project: Project,
  series: string,
  people: readonly string[],
): Map<string, number> {
  const all = read(project);
  const before = all[series] ?? FREE_KEYS;
  const waiting = people.filter((name) => !before.includes(name));
  const keys = before.map((name) => name ?? waiting.shift() ?? null);
  if (keys.some((name, index) => name !== before[index])) save(project, { ...all, [series]: keys });
  return new Map(keys.flatMap((name, index) => (name === null ? [] : [[name, index + 1] as const])));
}

/** Gives a key (1 to 9) to a character; who had it takes the key that this one had. */
export function giveKey(project: Project, series: string, name: string, key: number): void {
  const all = read(project);
  const keys = [...(all[series] ?? FREE_KEYS)];
  const old = keys.indexOf(name);
  if (old >= 0) keys[old] = keys[key - 1] ?? null;
  keys[key - 1] = name;
  save(project, { ...all, [series]: keys });
}

/** The key of a name goes to another name, or falls free where that one has a key already. */
export function moveKey(project: Project, series: string, from: string, to: string): void {
  const all = read(project);
  const keys = all[series];
  if (keys === undefined) return;
  const taken = keys.includes(to);
  save(project, { ...all, [series]: keys.map((name) => (name !== from ? name : taken ? null : to)) });
}

/** The stored keys of a series; null where nobody was given one yet. */
export const keysOf = (project: Project, series: string): KeyRow | null => read(project)[series] ?? null;

export const putKeys = (project: Project, series: string, keys: KeyRow): void =>
  save(project, { ...read(project), [series]: keys });

const save = ({ database }: Project, all: Stored): void =>
  putSetting(database, 'characterKeys', JSON.stringify(all));
