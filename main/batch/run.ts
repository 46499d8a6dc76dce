import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism, constants, getPriority, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeParts } from '../engine/cache.ts';
import { processEpisode } from '../engine/pipeline.ts';
import { type EpisodePlan, planEpisode } from '../engine/plan.ts';
import { missingMedia, type Project } from '../engine/project.ts';
import { compareVoices } from '../engine/series-voice.ts';
import { compareWords } from '../engine/series-words.ts';
import { toProblem } from '../engine/wire-error.ts';
import { makeWorkbench, type Workbench } from '../engine/workbench.ts';
import { asRolecallError, type Episode, type Problem, RolecallError, SAMPLE_RATE } from '../model/index.ts';
import {
  backUpOnSchedule,
  listEpisodes,
  pastCost,
  removeUnfinishedBackups,
  setEpisodeStatus,
  takeRunLock,
} from '../store/index.ts';
import { matchesGlob } from './glob.ts';
import { keepAwake } from './keep-awake.ts';
import { writeReport } from './morning-report.ts';
import { ProgressMeter, type RunProgress } from './progress.ts';
import type { RunFigures } from './report-model.ts';

export interface RunOptions {
  /** Glob over titles and ids. */
  readonly only?: string | undefined;
  readonly episodes?: readonly string[] | undefined;
  /** Episodes worked on side by side; by default one for each core, at most 8. */
  readonly jobs?: number | undefined;
  /** Start nothing that would not end by then. */
  readonly until?: Date | undefined;
  /** Lets everything else on the machine go first. */
  readonly nice?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** An episode's utterances are in the store, or its failure is. */
  readonly onEpisode?: (episode: string) => void;
}

export interface EpisodeReport {
  readonly id: string;
  readonly status: 'done' | 'failed' | 'skipped' | 'stopped';
  readonly error?: string;
  /** Wall-clock seconds of this run. */
  readonly seconds: number;
  readonly audioSeconds: number;
}

export interface RunReport {
  readonly episodes: EpisodeReport[];
  readonly utterances: number;
  /** Seconds of audio of the episodes done in this run, for each second of the run. */
  readonly xRealtime: number;
}

/**
 * Does what is unfinished: every episode whose inputs, parameters or models changed since it was done, then the
 * voices of every series concerned. One bad episode never stops the others.
 *
 * @throws RolecallError `project` where another run is at work, `usage` where nothing matches
 */
export async function runProject(project: Project, options: RunOptions): Promise<RunReport> {
  const giveBack = takeRunLock(project.database, project.path);
  const letSleep = keepAwake();
  const priority = getPriority();
  // The decoder and the inference start later and inherit it.
  if (options.nice) setPriority(constants.priority.PRIORITY_LOW);
  try {
    await removeParts(project.path);
    removeUnfinishedBackups(project.path);
    await backUpOnSchedule(project.database, project.path);
    const startedAt = new Date().toISOString();
    const started = performance.now();
    const { report, meter } = await runLocked(project, options);
    if (report.episodes.some((each) => each.status !== 'skipped')) {
      await writeReport(project, figuresOf(report, startedAt, (performance.now() - started) / 1000));
    }
    meter.finish();
    return report;
  } finally {
    letSleep();
    if (options.nice) restorePriority(priority);
    giveBack();
  }
}

function restorePriority(priority: number): void {
  try {
    setPriority(priority);
  } catch {
    // Only an administrator may raise it again; the process stays polite.
  }
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
  options: RunOptions,
): Promise<{ report: RunReport; meter: ProgressMeter }> {
  const selected = select(listEpisodes(project.database), options);
  const started = performance.now();
  const jobs = Math.min(options.jobs ?? Math.min(availableParallelism(), 8), Math.max(1, selected.length));
  const workbench = await makeWorkbench(project, { jobs, signal: options.signal });
  try {
    const reports = new Map<string, EpisodeReport>();
    const waiting: Waiting[] = [];
    for (const episode of selected) {
      const next = await plan(episode, workbench);
      if ('report' in next) {
        if (next.report.status === 'failed') options.onEpisode?.(episode.id);
        reports.set(episode.id, next.report);
      } else waiting.push(next);
    }
    const meter = meterOf(project, waiting, reports, { ...options, jobs });
    reportPlanned(reports, selected, meter);
    await workThrough(waiting, { ...options, jobs, workbench, meter, reports });
    meter.enter('voices');
    await joinVoices(selected, reports, workbench, { ...options, meter });
    meter.enter('report');
    const report = summary(project, selected, reports, (performance.now() - started) / 1000);
    return { report, meter };
  } finally {
    await workbench.close();
  }
}

function meterOf(
  { database }: Project,
  waiting: readonly Waiting[],
  reports: ReadonlyMap<string, EpisodeReport>,
  { jobs, onProgress }: RunOptions & { readonly jobs: number },
): ProgressMeter {
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
    skipped: [...reports.values()].filter(({ status }) => status === 'skipped').length,
    failed: [...reports.values()].filter(({ status }) => status !== 'skipped').length,
    jobs,
    past: pastCost(database),
    onProgress,
  });
}

function select(all: readonly Episode[], options: RunOptions): Episode[] {
  const named = options.episodes === undefined ? null : new Set(options.episodes);
  const chosen = all.filter(
    (each) =>
      (named === null || named.has(each.id)) &&
      (options.only === undefined ||
        matchesGlob(each.title, options.only) ||
        matchesGlob(each.id, options.only)),
  );
  if (chosen.length === 0 && all.length > 0 && (named !== null || options.only !== undefined)) {
    throw new RolecallError({
      kind: 'usage',
      message: `No episode matches ${options.only ?? options.episodes?.join(', ')}.`,
      remedy: '`rolecall status PROJECT` lists the episodes; * stands for anything.',
    });
  }
  return chosen;
}

interface Waiting {
  readonly episode: Episode;
  readonly plan: EpisodePlan;
  /** Bytes of the media: what the progress is weighed by before the length is known. */
  readonly size: number;
}

async function plan(episode: Episode, workbench: Workbench): Promise<Waiting | { report: EpisodeReport }> {
  const { database } = workbench.project;
  if (!existsSync(episode.media)) {
    return { report: fail(workbench, episode, missingMedia(episode.media), 0) };
  }
  try {
    const { size } = await stat(episode.media);
    const found = await planEpisode(episode, workbench);
    if (found.isDone) {
      if (episode.status !== 'done') setEpisodeStatus(database, episode.id, 'done');
      return {
        report: { id: episode.id, status: 'skipped', seconds: 0, audioSeconds: audioSeconds(episode) },
      };
    }
    setEpisodeStatus(database, episode.id, 'queued');
    return { episode, plan: found, size };
  } catch (thrown) {
    if (workbench.signal.aborted) return { report: stopped(episode, workbench) };
    return {
      report: fail(workbench, episode, toProblem(asRolecallError(thrown, { file: episode.media })), 0),
    };
  }
}

function reportPlanned(
  reports: ReadonlyMap<string, EpisodeReport>,
  selected: readonly Episode[],
  meter: ProgressMeter,
): void {
  for (const episode of selected) {
    const report = reports.get(episode.id);
    if (report?.status === 'failed') {
      meter.failed(episode.id, { message: report.error ?? '', remedy: '', file: episode.media, place: null });
    }
  }
}

interface Work extends RunOptions {
  readonly jobs: number;
  readonly workbench: Workbench;
  readonly meter: ProgressMeter;
  readonly reports: Map<string, EpisodeReport>;
}

async function workThrough(waiting: readonly Waiting[], work: Work): Promise<void> {
  const queue = [...waiting];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const stop = work.signal.aborted || tooLate(next, work);
      work.reports.set(
        next.episode.id,
        stop ? stopped(next.episode, work.workbench) : await doEpisode(next, work),
      );
      if (!stop) work.onEpisode?.(next.episode.id);
    }
  };
  await Promise.all(Array.from({ length: work.jobs }, worker));
}

function tooLate(next: Waiting, { until, meter }: Work): boolean {
  if (until === undefined) return false;
  return Date.now() + meter.expectedSeconds(next.episode.id) * 1000 > until.getTime();
}

function stopped(episode: Episode, workbench: Workbench, seconds = 0): EpisodeReport {
  setEpisodeStatus(workbench.project.database, episode.id, 'stopped');
  return { id: episode.id, status: 'stopped', seconds, audioSeconds: 0 };
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MILLISECONDS = 500;

async function doEpisode(next: Waiting, work: Work): Promise<EpisodeReport> {
  const { workbench, meter, signal } = work;
  const { episode } = next;
  const started = performance.now();
  const seconds = (): number => Math.round(performance.now() - started) / 1000;
  setEpisodeStatus(workbench.project.database, episode.id, 'running');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { samples } = await processEpisode(episode, next.plan, workbench, (stage, fraction) =>
        meter.at(episode.id, stage, fraction),
      );
      const audio = samples / SAMPLE_RATE;
      meter.done(episode.id, audio);
      return {
        id: episode.id,
        status: 'done',
        seconds: seconds(),
        audioSeconds: Math.round(audio * 1000) / 1000,
      };
    } catch (thrown) {
      if (signal.aborted) {
        meter.dropped(episode.id);
        return stopped(episode, workbench, seconds());
      }
      const error = asRolecallError(thrown, { file: episode.media });
      if (error.passing && attempt < ATTEMPTS) {
        await sleep(FIRST_PAUSE_MILLISECONDS * 4 ** (attempt - 1), undefined, { signal }).catch(
          () => undefined,
        );
        continue;
      }
      const problem = toProblem(error);
      meter.failed(episode.id, problem);
      return fail(workbench, episode, problem, seconds());
    }
  }
}

function fail(workbench: Workbench, episode: Episode, problem: Problem, seconds: number): EpisodeReport {
  setEpisodeStatus(workbench.project.database, episode.id, 'failed', problem);
  const where = [problem.file, problem.place].filter(Boolean).join(', ');
  return {
    id: episode.id,
    status: 'failed',
    error: `${where ? `${where}: ` : ''}${problem.message} ${problem.remedy}`,
    seconds,
    audioSeconds: 0,
  };
}

/** Compares the voices and the words of each series concerned; where that fails, its episodes failed, and no other series. */
async function joinVoices(
  selected: readonly Episode[],
  reports: Map<string, EpisodeReport>,
  workbench: Workbench,
  options: RunOptions & { readonly meter: ProgressMeter },
): Promise<void> {
  const finished = selected.filter(({ id }) => ['done', 'skipped'].includes(reports.get(id)?.status ?? ''));
  const bySeries = Map.groupBy(finished, (each) => each.series);
  let compared = 0;
  for (const [series, episodes] of bySeries) {
    options.meter.voices(compared / bySeries.size);
    compared += 1;
    try {
      for (const changed of await compareVoices(workbench, series)) options.onEpisode?.(changed);
      for (const changed of await compareWords(workbench, series)) options.onEpisode?.(changed);
    } catch (thrown) {
      // The next run compares the voices; what was done is reported.
      if (options.signal.aborted) return;
      const problem = toProblem(asRolecallError(thrown));
      for (const episode of episodes) {
        const seconds = reports.get(episode.id)?.seconds ?? 0;
        reports.set(episode.id, fail(workbench, episode, problem, seconds));
        options.onEpisode?.(episode.id);
      }
    }
  }
}

const audioSeconds = (episode: Episode): number =>
  episode.samples === null ? 0 : Math.round((episode.samples / SAMPLE_RATE) * 1000) / 1000;

function summary(
  project: Project,
  selected: readonly Episode[],
  reports: ReadonlyMap<string, EpisodeReport>,
  seconds: number,
): RunReport {
  const done = [...reports.values()].filter((each) => each.status === 'done');
  const audio = done.reduce((sum, each) => sum + each.audioSeconds, 0);
  return {
    episodes: selected.map(({ id }) => reports.get(id)).filter((each) => each !== undefined),
    utterances: listEpisodes(project.database).reduce((sum, each) => sum + each.utterances, 0),
    xRealtime: Math.round((audio / Math.max(seconds, 0.001)) * 10) / 10,
  };
}
