import type { Project } from '../engine/project.ts';
import { RolecallError } from '../model/index.ts';
import {
  inQueueOrder,
  listEpisodes,
  moveInQueue,
  orderQueue,
  queuePlaces,
  type RunWish,
  runAtWork,
  runWish,
  setRunWish,
} from '../store/index.ts';
import { select } from './selection.ts';

/** The run at work on a project, in whatever process. */
export interface RunAtWork {
  readonly process: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
  readonly wish: RunWish | null;
  /** How it was getting on within the last seconds, as `run --progress json` tells it; null before it told anything. */
  readonly progress: unknown;
}

export function currentRun({ database }: Project): RunAtWork | null {
  const found = runAtWork(database);
  if (found === null) return null;
  return {
    ...found,
    wish: runWish(database),
    progress: found.progress === null ? null : JSON.parse(found.progress),
  };
}

/**
 * Asks the run at work to pause, to go on (null) or to stop.
 *
 * @throws RolecallError `usage` where no run is at work
 */
export function steerRun(project: Project, wish: RunWish | null): RunAtWork {
  const found = currentRun(project);
  if (found === null) {
    throw new RolecallError({
      kind: 'usage',
      message: 'No run works on this project.',
      remedy: 'Start one with `rolecall run`.',
    });
  }
  setRunWish(project.database, wish);
  return { ...found, wish };
}

/** One episode that waits or is worked on. */
export interface QueuedEpisode {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

/** What is not done, in the order in which a run takes it. */
export const queueOf = ({ database }: Project): QueuedEpisode[] =>
  inQueueOrder(
    listEpisodes(database).filter(({ status }) => status !== 'done'),
    queuePlaces(database),
    ({ id }) => id,
  ).map(({ id, title, status }) => ({ id, title, status }));

/**
 * Moves the episodes that fit a glob to one end of the queue; a run at work follows.
 *
 * @throws RolecallError `usage` where none fits
 */
export function moveMatching(project: Project, only: string, to: 'first' | 'last'): void {
  const wanted = select(listEpisodes(project.database), { only });
  moveInQueue(
    project.database,
    wanted.map(({ id }) => id),
    to,
  );
}

/** Puts what waits into this order. */
export const reorder = ({ database }: Project, episodes: readonly string[]): void =>
  orderQueue(database, episodes);
