import { availableParallelism, constants, getPriority, setPriority } from 'node:os';
import { removeParts } from '../engine/cache.ts';
import type { Project } from '../engine/project.ts';
import { usableRecogniser } from '../engine/recognise.ts';
import { compareVoices } from '../engine/series-voice.ts';
import { compareWords } from '../engine/series-words.ts';
import { toProblem } from '../engine/wire-error.ts';
import { makeWorkbench, type Workbench } from '../engine/workbench.ts';
import { asRolecallError, type Episode, SAMPLE_RATE } from '../model/index.ts';
import {
  backUpOnSchedule,
  databasePath,
  inQueueOrder,
  listEpisodes,
  moveInQueue,
  pastCost,
  queuePlaces,
  removeUnfinishedBackups,
  takeRunLockPatiently,
} from '../store/index.ts';
import { isDiskFull, unlessDiskFull, withDiskRemedy } from './disk-full.ts';
import { type EpisodeReport, fail, planOne, type Waiting, workThrough } from './episode-work.ts';
import { keepAwake } from './keep-awake.ts';
import { forgetReport, hasReport, writeReport } from './morning-report.ts';
import { beforeWork, ProgressMeter, type RunProgress } from './progress.ts';
import type { RunFigures } from './report-model.ts';
import { RunControl, type RunEnd } from './run-control.ts';
import { type Selection, select } from './selection.ts';

export type { EpisodeReport } from './episode-work.ts';

export interface RunOptions extends Selection {
  /** Glob over titles and ids: these are taken before all others. */
  readonly first?: string | undefined;
  /** Episodes worked on side by side; by default one for each core, at most 8. */
  readonly jobs?: number | undefined;
  /** Wait for this time before anything is started. */
  readonly startAt?: Date | undefined;
  /** Start nothing that would not end by then. */
  readonly until?: Date | undefined;
  /** Lets everything else on the machine go first. */
  readonly nice?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** An episode's utterances are in the store, or its failure is. */
  readonly onEpisode?: (episode: string) => void;
  /** The lock of a run of which nobody knows whether it lives is watched for so many seconds. */
  readonly onWatchLock?: (seconds: number) => void;
}

export interface RunReport {
  readonly episodes: EpisodeReport[];
  readonly utterances: number;
  /** Seconds of audio of the episodes done in this run, for each second of the run. */
  readonly xRealtime: number;
  readonly ended: RunEnd;
}

/**
 * Does what is unfinished: every episode whose inputs, parameters or models changed since it was done, then the
 * voices of every series concerned. One bad episode never stops the others; a full disk stops the run.
 *
 * @throws RolecallError `project` where another run is at work, `usage` where nothing matches, `environment` where
 *   the disk is full before anything was done
 */
export async function runProject(project: Project, options: RunOptions): Promise<RunReport> {
  // Asked for before anything begins, not after hours of work.
  await usableRecogniser(project.database);
  try {
    return await runAlone(project, options);
  } catch (thrown) {
    throw withDiskRemedy(thrown, databasePath(project.path));
  }
}

async function runAlone(project: Project, options: RunOptions): Promise<RunReport> {
  const lock = await takeRunLockPatiently(project.database, project.path, {
    signal: options.signal,
    onWatch: options.onWatchLock,
  });
  const letSleep = keepAwake();
  const priority = getPriority();
  // The decoder and the inference start later and inherit it.
  if (options.nice) setPriority(constants.priority.PRIORITY_LOW);
  let control: RunControl | null = null;
  try {
    const { signal, until } = options;
    control = new RunControl({ database: project.database, lock, signal, until });
    await removeParts(project.path);
    removeUnfinishedBackups(project.path);
    if (options.startAt !== undefined) {
      options.onProgress?.(beforeWork('scheduled'));
      await control.waitFor(options.startAt);
    }
    await backUpOnSchedule(project.database, project.path);
    return await runAndReport(project, { ...options, control });
  } finally {
    control?.close();
    letSleep();
    if (options.nice) restorePriority(priority);
    unlessDiskFull(() => lock.giveBack());
  }
}

function restorePriority(priority: number): void {
  try {
    setPriority(priority);
  } catch {
    // Only an administrator may raise it again; the process stays polite.
  }
}

interface Controlled extends RunOptions {
  readonly control: RunControl;
}

async function runAndReport(project: Project, options: Controlled): Promise<RunReport> {
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const { report, meter } = await runLocked(project, options);
  // A run that begins takes the last report away. One that was called off before tells nothing new.
  const told = report.episodes.some(({ status }) => status === 'done' || status === 'failed');
  if (report.episodes.length > 0 && (told || !hasReport(project))) {
    try {
      await writeReport(project, figuresOf(report, startedAt, (performance.now() - started) / 1000));
    } catch (thrown) {
      // The failures are told all the same; the next run writes it.
      if (!isDiskFull(thrown)) throw thrown;
    }
  }
  meter.finish();
  return report;
}

function figuresOf(report: RunReport, startedAt: string, seconds: number): RunFigures {
  const number = (status: EpisodeReport['status']): number =>
    report.episodes.filter((each) => each.status === status).length;
  return {
    startedAt,
    seconds,
    audioSeconds: report.episodes
      .filter(({ status }) => status === 'done')
      .reduce((sum, each) => sum + each.audioSeconds, 0),
    xRealtime: report.xRealtime,
    done: number('done'),
    skipped: number('skipped'),
    stopped: number('stopped'),
  };
}

async function runLocked(
  project: Project,
  options: Controlled,
): Promise<{ report: RunReport; meter: ProgressMeter }> {
  const { control } = options;
  const all = listEpisodes(project.database);
  const selected = select(all, options);
  if (options.first !== undefined) moveFirst(project, selected, options.first);
  const tell = (progress: RunProgress): void => {
    control.told(progress);
    options.onProgress?.(progress);
  };
  tell(beforeWork('planning'));
  const started = performance.now();
  const jobs = Math.min(options.jobs ?? Math.min(availableParallelism(), 8), Math.max(1, selected.length));
  const workbench = await makeWorkbench(project, {
    jobs,
    signal: control.signal,
    gate: control.gate,
    pausedSeconds: control.pausedSeconds,
  });
  try {
    const reports = new Map<string, EpisodeReport>();
    const planned: Waiting[] = [];
    const failures: Parameters<ProgressMeter['failed']>[] = [];
    for (const episode of selected) {
      const next = await planOne(episode, workbench);
      if ('report' in next) {
        if (next.problem !== null) {
          failures.push([episode.id, next.problem]);
          options.onEpisode?.(episode.id);
        }
        reports.set(episode.id, next.report);
      } else planned.push(next);
    }
    const waiting = inQueueOrder(planned, queuePlaces(project.database), ({ episode }) => episode.id);
    const meter = meterOf(project, waiting, reports, { selected, failed: failures.length, jobs, tell });
    for (const failure of failures) meter.failed(...failure);
    if (waiting.length > 0) await forgetReport(project);
    await workThrough(waiting, {
      ...{ jobs, workbench, control, meter, reports },
      until: options.until,
      onEpisode: options.onEpisode,
    });
    meter.enter('voices');
    await joinVoices(selected, reports, workbench, { ...options, meter });
    meter.enter('report');
    const seconds = (performance.now() - started) / 1000;
    return { report: summary(project, selected, reports, seconds, control.end), meter };
  } finally {
    await workbench.close();
  }
}

function moveFirst({ database }: Project, selected: readonly Episode[], first: string): void {
  const wanted = select(selected, { only: first });
  moveInQueue(
    database,
    wanted.map(({ id }) => id),
    'first',
  );
}

function meterOf(
  { database }: Project,
  waiting: readonly Waiting[],
  reports: ReadonlyMap<string, EpisodeReport>,
  run: {
    readonly selected: readonly Episode[];
    readonly failed: number;
    readonly jobs: number;
    readonly tell: (progress: RunProgress) => void;
  },
): ProgressMeter {
  const done = [...reports.values()].filter(({ status }) => status === 'skipped');
  return new ProgressMeter({
    waiting: waiting.map(({ episode, plan: { audioSamples }, size }) => {
      const samples = audioSamples ?? episode.samples;
      return {
        id: episode.id,
        size,
        audioSeconds: samples === null ? null : samples / SAMPLE_RATE,
        hasSound: audioSamples !== null,
      };
    }),
    skipped: run.selected.length - waiting.length - run.failed,
    failed: run.failed,
    jobs: run.jobs,
    past: pastCost(database),
    compared: {
      series: new Set(run.selected.map(({ series }) => series)).size,
      audioSeconds: done.reduce((sum, { audioSeconds }) => sum + audioSeconds, 0),
    },
    onProgress: run.tell,
  });
}

/** Compares the voices and the words of each series concerned; where that fails, its episodes failed, and no other series. */
async function joinVoices(
  selected: readonly Episode[],
  reports: Map<string, EpisodeReport>,
  workbench: Workbench,
  options: Controlled & { readonly meter: ProgressMeter },
): Promise<void> {
  const finished = selected.filter(({ id }) => ['done', 'skipped'].includes(reports.get(id)?.status ?? ''));
  const bySeries = Map.groupBy(finished, (each) => each.series);
  // The series' vectors want the room that the models took; nothing more is heard.
  await workbench.rest();
  let compared = 0;
  for (const [series, episodes] of bySeries) {
    await options.control.gate();
    options.meter.compared(2 * compared);
    try {
      for (const changed of await compareVoices(workbench, series)) options.onEpisode?.(changed);
      options.meter.compared(2 * compared + 1);
      for (const changed of await compareWords(workbench, series)) options.onEpisode?.(changed);
    } catch (thrown) {
      // The next run compares the voices; what was done is reported.
      if (options.control.signal.aborted) return;
      if (isDiskFull(thrown, databasePath(workbench.project.path)))
        options.control.stopAfterThis('disk full');
      const problem = toProblem(
        asRolecallError(withDiskRemedy(thrown, databasePath(workbench.project.path))),
      );
      for (const episode of episodes) {
        const seconds = reports.get(episode.id)?.seconds ?? 0;
        reports.set(episode.id, fail(workbench, episode, problem, seconds));
        options.onEpisode?.(episode.id);
      }
    }
    compared += 1;
  }
  options.meter.compared(2 * compared);
}

function summary(
  project: Project,
  selected: readonly Episode[],
  reports: ReadonlyMap<string, EpisodeReport>,
  seconds: number,
  ended: RunEnd,
): RunReport {
  const done = [...reports.values()].filter((each) => each.status === 'done');
  const audio = done.reduce((sum, each) => sum + each.audioSeconds, 0);
  return {
    episodes: selected.map(({ id }) => reports.get(id)).filter((each) => each !== undefined),
    utterances: listEpisodes(project.database).reduce((sum, each) => sum + each.utterances, 0),
    xRealtime: Math.round((audio / Math.max(seconds, 0.001)) * 10) / 10,
    ended,
  };
}
