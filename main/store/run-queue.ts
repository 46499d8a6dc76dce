import { z } from 'zod';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { parseJson } from './json.ts';

/** What somebody wants of the run at work. */
export type RunWish = 'pause' | 'cancel';

export function runWish(database: ReadableDatabase): RunWish | null {
  const found = database.prepare('SELECT wish FROM run_wish').pluck().get();
  return found === 'pause' || found === 'cancel' ? found : null;
}

/** Tells the run at work, in whatever process, what is wanted of it; null takes that back. */
export function setRunWish(database: WritableDatabase, wish: RunWish | null): void {
  if (wish === null) database.prepare('DELETE FROM run_wish').run();
  else database.prepare('INSERT OR REPLACE INTO run_wish VALUES (1, ?)').run(wish);
}

/** Where somebody moved episodes to in the queue; what is not named has place 0, and equal places keep their order. */
export function queuePlaces(database: ReadableDatabase): Map<string, number> {
  const rows = database.prepare('SELECT episode, place FROM run_order').all() as {
    episode: string;
    place: number;
  }[];
  return new Map(rows.map(({ episode, place }) => [episode, place]));
}

/** The same things in the order of the queue. */
export const inQueueOrder = <Item>(
  items: readonly Item[],
  places: ReadonlyMap<string, number>,
  idOf: (item: Item) => string,
): Item[] => [...items].sort((a, b) => (places.get(idOf(a)) ?? 0) - (places.get(idOf(b)) ?? 0));

/** Moves episodes, in their order, before or behind all others. */
export function moveInQueue(
  database: WritableDatabase,
  episodes: readonly string[],
  to: 'first' | 'last',
): void {
  database.transaction(() => {
    const others = [...queuePlaces(database)].filter(([id]) => !episodes.includes(id));
    const places = [0, ...others.map(([, place]) => place)];
    const from = to === 'first' ? Math.min(...places) - episodes.length : Math.max(...places) + 1;
    episodes.forEach((episode, index) => {
      place(database, episode, from + index);
    });
  })();
}

/** Puts these episodes into this order, before all that are not named. */
export function orderQueue(database: WritableDatabase, episodes: readonly string[]): void {
  database.transaction(() => {
    database.prepare('DELETE FROM run_order').run();
    episodes.forEach((episode, index) => {
      place(database, episode, index - episodes.length);
    });
  })();
}

/** An episode that is done has no place any more. */
export function leaveQueue(database: WritableDatabase, episode: string): void {
  database.prepare('DELETE FROM run_order WHERE episode = ?').run(episode);
}

function place(database: WritableDatabase, episode: string, at: number): void {
  database
    .prepare(
      `INSERT INTO run_order SELECT id, @at FROM episode WHERE id = @episode
       ON CONFLICT (episode) DO UPDATE SET place = excluded.place`,
    )
    .run({ episode, at });
}

/** What an episode was made from: names of its inputs and parameters, each with a hash or a version. */
export type Inputs = Readonly<Record<string, string | null>>;
const inputs = z.record(z.string(), z.string().nullable());

/** What the results of an episode were made from; null where that is not known. */
export function madeFrom(database: ReadableDatabase, episode: string): Inputs | null {
  const found = database.prepare('SELECT inputs FROM made_from WHERE episode = ?').pluck().get(episode);
  return typeof found === 'string' ? parseJson(inputs, found, 'made_from.inputs') : null;
}

/** Call it in the transaction that writes the results. */
export function putMadeFrom(database: WritableDatabase, episode: string, from: Inputs): void {
  database.prepare('INSERT OR REPLACE INTO made_from VALUES (?, ?)').run(episode, JSON.stringify(from));
}
