import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFile } from '../engine/cache.ts';
import { mediaSeconds } from '../engine/media-length.ts';
import { processEpisode } from '../engine/pipeline.ts';
import { type EpisodePlan, planEpisode } from '../engine/plan.ts';
import { missingMedia } from '../engine/project.ts';
import { toProblem } from '../engine/wire-error.ts';
import type { Workbench } from '../engine/workbench.ts';
import { asRolecallError, type Episode, type Problem, SAMPLE_RATE } from '../model/index.ts';
import { databasePath, inQueueOrder, leaveQueue, queuePlaces, setEpisodeStatus } from '../store/index.ts';
import { isDiskFull, unlessDiskFull, withDiskRemedy } from './disk-full.ts';
import type { ProgressMeter } from './progress.ts';
import type { RunControl } from './run-control.ts';

export interface EpisodeReport {
  readonly id: string;
  readonly status: 'done' | 'failed' | 'skipped' | 'stopped';
  readonly error?: string;
  /** Wall-clock seconds of this run. */
  readonly seconds: number;
  readonly audioSeconds: number;
}

export interface Waiting {
  readonly episode: Episode;
  readonly plan: EpisodePlan;
  /** Bytes of the media: what the progress is weighed by before the length is known. */
  readonly size: number;
}

/** Looks at one episode before the run: what is to do, or how it stands already. */
export async function planOne(
  episode: Episode,
  workbench: Workbench,
): Promise<Waiting | { report: EpisodeReport; problem: Problem | null }> {
  const { database, path } = workbench.project;
  if (!existsSync(episode.media)) {
    const problem = missingMedia(episode.media);
    return { report: fail(workbench, episode, problem, 0), problem };
  }
  try {
    const { size } = await stat(episode.media);
    const plan = await planEpisode(episode, workbench);
    if (plan.isDone) {
      // A run that was killed in its last moment leaves the decoded samples of what is done.
      await rm(cacheFile(path, episode.id, 'samples'), { force: true });
      if (episode.status !== 'done') setEpisodeStatus(database, episode.id, 'done');
      return {
        report: { id: episode.id, status: 'skipped', seconds: 0, audioSeconds: audioSeconds(episode) },
        problem: null,
      };
    }
    setEpisodeStatus(database, episode.id, 'queued');
    return { episode, plan, size };
  } catch (thrown) {
    // Nothing was begun: the episode stands as it stood, done or new.
    if (workbench.signal.aborted) return { report: untouched(episode), problem: null };
    const problem = toProblem(
      asRolecallError(withDiskRemedy(thrown, databasePath(workbench.project.path)), { file: episode.media }),
    );
    return { report: fail(workbench, episode, problem, 0), problem };
  }
}

const audioSeconds = (episode: Episode): number =>
  episode.samples === null ? 0 : Math.round((episode.samples / SAMPLE_RATE) * 1000) / 1000;

export interface Work {
  readonly jobs: number;
  readonly until: Date | undefined;
  readonly workbench: Workbench;
  readonly control: RunControl;
  readonly meter: ProgressMeter;
  readonly reports: Map<string, EpisodeReport>;
  readonly onEpisode: ((episode: string) => void) | undefined;
}

/** Works on what waits, so many side by side, each time on what is first in the queue then. */
export async function workThrough(waiting: readonly Waiting[], work: Work): Promise<void> {
  const { control, meter, workbench } = work;
  let queue = [...waiting];
  control.follow({
    onPause: (paused) => (paused ? meter.pause() : meter.resume()),
    onOrder: (places) => {
      const next = inQueueOrder(waiting, places, idOf).filter((each) => queue.includes(each));
      if (next.every((each, index) => each === queue[index])) return;
      queue = next;
      meter.setOrder(queue.map(idOf));
    },
  });
  const take = (): Waiting | undefined => {
    const next = inQueueOrder(queue, queuePlaces(workbench.project.database), idOf)[0];
    queue = queue.filter((each) => each !== next);
    return next;
  };
  const worker = async (): Promise<void> => {
    for (;;) {
      await control.gate();
      const next = take();
      if (next === undefined) return;
      const late = tooLate(next, work);
      if (late) control.stopAfterThis('time');
      const stop = late || control.signal.aborted || control.end === 'disk full';
      work.reports.set(
        next.episode.id,
        stop ? stopped(next.episode, workbench) : await doEpisode(next, work),
      );
      if (!stop) work.onEpisode?.(next.episode.id);
    }
  };
  const measuring = learnLengths(waiting, work);
  await Promise.all(Array.from({ length: work.jobs }, worker));
  await measuring;
}

const idOf = ({ episode }: Waiting): string => episode.id;

function tooLate(next: Waiting, { until, meter }: Work): boolean {
  if (until === undefined) return false;
  return Date.now() + meter.expectedSeconds(next.episode.id) * 1000 > until.getTime();
}

/** Asks the files how long they are while the first are worked on: their sizes say little of that. */
async function learnLengths(waiting: readonly Waiting[], work: Work): Promise<void> {
  for (const { episode, plan } of waiting.length > work.jobs ? waiting : []) {
    if (plan.audioSamples !== null || episode.samples !== null || work.reports.has(episode.id)) continue;
    if (work.control.closing) return;
    const seconds = await mediaSeconds(episode.media, work.workbench);
    if (seconds !== null) work.meter.learnLength(episode.id, seconds);
  }
}

function stopped(episode: Episode, workbench: Workbench, seconds = 0): EpisodeReport {
  unlessDiskFull(() => setEpisodeStatus(workbench.project.database, episode.id, 'stopped'));
  return untouched(episode, seconds);
}

const untouched = ({ id }: Episode, seconds = 0): EpisodeReport => ({
  id,
  status: 'stopped',
  seconds,
  audioSeconds: 0,
});

const ATTEMPTS = 3;
const FIRST_PAUSE_MILLISECONDS = 500;

async function doEpisode(next: Waiting, work: Work): Promise<EpisodeReport> {
  const { workbench, meter, control } = work;
  const { episode } = next;
  const { database } = workbench.project;
  const started = performance.now();
  const seconds = (): number => Math.round(performance.now() - started) / 1000;
  for (let attempt = 1; ; attempt += 1) {
    try {
      setEpisodeStatus(database, episode.id, 'running');
      const { samples } = await processEpisode(episode, next.plan, workbench, (stage, fraction) =>
        meter.at(episode.id, stage, fraction),
      );
      leaveQueue(database, episode.id);
      const audio = samples / SAMPLE_RATE;
      meter.done(episode.id, audio);
      return {
        id: episode.id,
        status: 'done',
        seconds: seconds(),
        audioSeconds: Math.round(audio * 1000) / 1000,
      };
    } catch (thrown) {
      if (control.signal.aborted) {
        meter.dropped(episode.id);
        return stopped(episode, workbench, seconds());
      }
      if (isDiskFull(thrown, databasePath(workbench.project.path))) control.stopAfterThis('disk full');
      const error = asRolecallError(withDiskRemedy(thrown, databasePath(workbench.project.path)), {
        file: episode.media,
      });
      const isGone = !existsSync(episode.media);
      if (error.passing && !isGone && attempt < ATTEMPTS) {
        const pause = FIRST_PAUSE_MILLISECONDS * 4 ** (attempt - 1);
        await sleep(pause, undefined, { signal: control.signal }).catch(() => undefined);
        continue;
      }
      // What breaks off because its disk was taken away is not damaged.
      const problem = isGone ? missingMedia(episode.media) : toProblem(error);
      meter.failed(episode.id, problem);
      return fail(workbench, episode, problem, seconds());
    }
  }
}

export function fail(
  workbench: Workbench,
  episode: Episode,
  problem: Problem,
  seconds: number,
): EpisodeReport {
  unlessDiskFull(() => setEpisodeStatus(workbench.project.database, episode.id, 'failed', problem));
  const where = [problem.file, problem.place].filter(Boolean).join(', ');
  return {
    id: episode.id,
    status: 'failed',
    error: `${where ? `${where}: ` : ''}${problem.message} ${problem.remedy}`,
    seconds,
    audioSeconds: 0,
  };
}
