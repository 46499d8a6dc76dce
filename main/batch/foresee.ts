import { existsSync } from 'node:fs';
import type { Reason } from '../engine/changes.ts';
import { planEpisode } from '../engine/plan.ts';
import { missingMedia, type Project } from '../engine/project.ts';
import { voicesAreCompared } from '../engine/series-voice.ts';
import { toProblem } from '../engine/wire-error.ts';
import { makeWorkbench, type Workbench } from '../engine/workbench.ts';
import { asRolecallError, type Episode, type Problem, SAMPLE_RATE, type Stage } from '../model/index.ts';
import { inQueueOrder, listEpisodes, pastCost, queuePlaces } from '../store/index.ts';
import { type Selection, select } from './selection.ts';

/** What a run would do with one episode. */
export interface ForeseenEpisode {
  readonly id: string;
  readonly title: string;
  readonly series: string;
  readonly action: 'work' | 'nothing' | 'cannot';
  readonly reasons: readonly Reason[];
  /** Stages that would be done, in order. */
  readonly stages: readonly Stage[];
  /** Stages whose results stay. */
  readonly kept: readonly Stage[];
  readonly problem: Problem | null;
  /** Seconds; null where it was never decoded. */
  readonly audioSeconds: number | null;
}

/** What a run would do, said before it starts. */
export interface ForeseenRun {
  /** In the order in which they would be taken. */
  readonly episodes: readonly ForeseenEpisode[];
  /** Series whose voices would be compared again. */
  readonly voices: readonly string[];
  /** Seconds by what earlier runs of this project needed; null where that says nothing. */
  readonly secondsExpected: number | null;
}

/**
 * Says what a run would do and why, and changes nothing.
 *
 * @throws RolecallError `usage` where nothing matches, `environment` where a program or a model is missing
 */
export async function foreseeRun(
  project: Project,
  options: Selection & { readonly jobs?: number | undefined; readonly signal: AbortSignal },
): Promise<ForeseenRun> {
  const { database } = project;
  const selected = inQueueOrder(
    select(listEpisodes(database), options),
    queuePlaces(database),
    ({ id }) => id,
  );
  const workbench = await makeWorkbench(project, { jobs: 1, signal: options.signal, foresee: true });
  try {
    const episodes: ForeseenEpisode[] = [];
    for (const episode of selected) episodes.push(await foresee(episode, workbench));
    return {
      episodes,
      voices: await voicesOf(episodes, workbench),
      secondsExpected: expected(episodes, pastCost(database), options.jobs ?? 2),
    };
  } finally {
    await workbench.close();
  }
}

async function foresee(episode: Episode, workbench: Workbench): Promise<ForeseenEpisode> {
  const { id, title, series, samples } = episode;
  const known = { id, title, series, audioSeconds: samples === null ? null : samples / SAMPLE_RATE };
  const nothing = { reasons: [], stages: [], kept: [] };
  if (!existsSync(episode.media)) {
    return { ...known, ...nothing, action: 'cannot', problem: missingMedia(episode.media) };
  }
  try {
    const { redone } = await planEpisode(episode, workbench);
    if (redone === null) return { ...known, ...nothing, action: 'nothing', problem: null };
    return { ...known, ...redone, action: 'work', problem: null };
  } catch (thrown) {
    workbench.signal.throwIfAborted();
    const problem = toProblem(asRolecallError(thrown, { file: episode.media }));
    return { ...known, ...nothing, action: 'cannot', problem };
  }
}

async function voicesOf(episodes: readonly ForeseenEpisode[], workbench: Workbench): Promise<string[]> {
  const all = [...new Set(episodes.map(({ series }) => series))];
  const again: string[] = [];
  for (const series of all) {
    const of = episodes.filter((each) => each.series === series);
    const isWorkedOn = of.some(({ action }) => action === 'work');
    if (isWorkedOn || !(await voicesAreCompared(workbench, series))) again.push(series);
  }
  return again;
}

/** Time that the sound takes of an episode's whole, as far as that matters for a first guess. */
const WITHOUT_SOUND = 0.4;

function expected(episodes: readonly ForeseenEpisode[], past: number | null, jobs: number): number | null {
  const work = episodes.filter(({ action }) => action === 'work');
  if (past === null || work.some(({ audioSeconds }) => audioSeconds === null)) return null;
  const seconds = work.reduce(
    (sum, { audioSeconds, stages }) =>
      sum + (audioSeconds ?? 0) * past * (stages.includes('audio') ? 1 : WITHOUT_SOUND),
    0,
  );
  return seconds / Math.min(jobs, Math.max(1, work.length));
}
