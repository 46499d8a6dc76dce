import { resolve } from 'node:path';
import { beforeWork } from '../batch/progress.ts';
import { runProject } from '../batch/run.ts';
import {
  type EngineProcedure,
  type EventMessage,
  type EventName,
  type EventPayload,
  isProcedureName,
  procedures,
  type RunStatus,
} from '../contract/index.ts';
import { asRolecallError, type Episode, RolecallError } from '../model/index.ts';
import { getEpisode, listEpisodes, pairEpisode, stopInterrupted } from '../store/index.ts';
import { restoreBackup } from './backups.ts';
import { gateTableOf } from './gate-table.ts';
import { charactersHandlers } from './handlers/characters.ts';
import type { EngineContext, Handlers } from './handlers/context.ts';
import { evaluationHandlers } from './handlers/evaluation.ts';
import { exportHandlers } from './handlers/export.ts';
import { machineHandlers } from './handlers/machine.ts';
import { nightHandlers } from './handlers/night.ts';
import { reportHandlers } from './handlers/report.ts';
import { reviewHandlers } from './handlers/review.ts';
import { wordsHandlers } from './handlers/words.ts';
import { createProject, openProject, type Project, summarise } from './project.ts';
import { relinkLibrary } from './relink.ts';
import { scanProject, warningsOfChosen } from './scan.ts';
import { Tasks } from './tasks.ts';
import { nextTimeOfDay } from './time-of-day.ts';
import { toProblem } from './wire-error.ts';

const IDLE: RunStatus = { ...beforeWork('planning'), running: false };

/** Events about progress are sent at most this often. */
const PROGRESS_PAUSE_MILLISECONDS = 200;

/** What the window's calls reach: one open project, at most one run on it. */
export class Engine {
  private project: Project | null = null;
  private run: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;
  private runStatus: RunStatus = IDLE;
  private lastProgress = 0;
  private laterProgress: NodeJS.Timeout | undefined;
  private readonly send: (message: EventMessage) => void;
  private readonly tasks = new Tasks();

  constructor(send: (message: EventMessage) => void) {
    this.send = send;
  }

  /**
   * Answers one call of the contract.
   *
   * @throws RolecallError, or a ZodError where the input has the wrong shape
   */
  async call(name: string, input: unknown): Promise<unknown> {
    if (!isProcedureName(name) || !(name in this.handlers)) {
      throw new RolecallError({
        kind: 'usage',
        message: `The engine does not know the call ${name}.`,
        remedy: 'Use the same version of the window and the engine.',
      });
    }
    const handler = this.handlers[name as EngineProcedure] as (input: unknown) => unknown;
    return handler(procedures[name].input.parse(input));
  }

  /** Stops a run, and closes the project. */
  async close(): Promise<void> {
    this.run?.abort.abort();
    await this.run?.ended;
    await this.tasks.cancelAll();
    this.project?.close();
    this.project = null;
  }

  private readonly context: EngineContext = {
    open: () => this.open(),
    current: () => this.project,
    episode: (id) => this.episode(id),
    emit: (event, payload) => this.emit(event, payload),
    changedEverything: () => this.changedEverything(),
    tasks: this.tasks,
  };

  private readonly handlers: Handlers = {
    'project.create': async ({ project, library }) => {
      await this.close();
      this.project = await createProject(project, library);
      await scanProject(this.project);
      return summarise(this.project);
    },
    'project.open': async ({ project }) => {
      if (this.project?.path === resolve(project)) return summarise(this.project);
      // The old project stays open where the new one cannot be opened.
      const opened = openProject(project);
      await this.close();
      this.project = opened;
      this.runStatus = IDLE;
      return summarise(opened);
    },
    'project.close': async () => {
      await this.close();
      return {};
    },
    'library.episodes': () => {
      const { database } = this.open();
      // A run of another process may have been killed since the project was opened.
      stopInterrupted(database);
      return listEpisodes(database);
    },
    'library.scan': async () => {
      const report = await scanProject(this.open());
      const ofKind = (change: string): string[] =>
        report.episodes.filter((each) => each.change === change).map((each) => each.id);
      return {
        added: ofKind('new'),
        changed: ofKind('changed'),
        missing: ofKind('missing'),
        unpaired: [...report.unpaired],
      };
    },
    'library.pair': ({ episode, subtitles, script }) => {
      const { database } = this.open();
      const known = this.episode(episode);
      const chosen = {
        subtitles: subtitles === undefined ? known.subtitles : subtitles,
        script: script === undefined ? known.script : script,
      };
      pairEpisode(database, episode, {
        ...chosen,
        warnings: warningsOfChosen({ ...chosen, media: known.media }, known.warnings),
      });
      return this.episode(episode);
    },
    'library.relink': async ({ library }) => {
      const { project, found } = relinkLibrary(this.open(), library);
      this.project = project;
      await scanProject(project);
      return { summary: summarise(project), found };
    },
    'run.start': ({ episodes, until, at }) => {
      const startAt = at === undefined ? undefined : nextTimeOfDay(at, new Date());
      this.startRun(
        episodes,
        startAt,
        until === undefined ? undefined : nextTimeOfDay(until, startAt ?? new Date()),
      );
      return {};
    },
    'run.cancel': async () => {
      this.run?.abort.abort();
      await this.run?.ended;
      return {};
    },
    'run.status': () => this.runStatus,
    ...nightHandlers(this.context),
    ...reviewHandlers(this.context),
    ...charactersHandlers(this.context),
    ...reportHandlers(this.context),
    ...exportHandlers(this.context),
    ...evaluationHandlers(this.context),
    ...machineHandlers(this.context),
    ...wordsHandlers(this.context),
    'backups.restore': async ({ file }) => {
      const { path } = this.open();
      await this.close();
      try {
        restoreBackup(path, file);
      } finally {
        this.project = openProject(path);
      }
      return this.changedEverything();
    },
  };

  private open(): Project {
    if (this.project !== null) return this.project;
    throw new RolecallError({
      kind: 'usage',
      message: 'No project is open.',
      remedy: 'Open or make one first.',
    });
  }

  private episode(id: string): Episode {
    const found = getEpisode(this.open().database, id);
    if (found !== null) return found;
    throw new RolecallError({
      kind: 'usage',
      message: `There is no episode ${id} in this project.`,
      remedy: 'Scan the library again.',
    });
  }

  private changedEverything(): Record<string, never> {
    this.emit('project.changed', { episodes: null });
    return {};
  }

  private startRun(
    episodes: readonly string[] | undefined,
    startAt: Date | undefined,
    until: Date | undefined,
  ): void {
    const project = this.open();
    if (this.run !== null) {
      throw new RolecallError({
        kind: 'usage',
        message: 'A run is at work.',
        remedy: 'Wait until it ends, or cancel it.',
      });
    }
    const abort = new AbortController();
    this.runStatus = { ...IDLE, running: true };
    const ended = runProject(project, {
      episodes,
      startAt,
      until,
      signal: abort.signal,
      onProgress: (progress) => this.progress(progress),
      onEpisode: (episode) => this.emit('project.changed', { episodes: [episode] }),
    })
      .then(() => undefined)
      .catch((thrown: unknown) => this.runFailed(thrown))
      .finally(() => {
        this.run = null;
        this.progress({ ...this.runStatus, running: false, active: [], secondsLeft: null }, true);
        this.emit('project.changed', { episodes: null });
      });
    this.run = { abort, ended };
  }

  private runFailed(thrown: unknown): void {
    const problem = toProblem(asRolecallError(thrown));
    this.runStatus = {
      ...this.runStatus,
      failures: [...this.runStatus.failures, { episode: null, problem }],
    };
  }

  private progress(status: RunStatus, now = false): void {
    this.runStatus = status;
    const time = Date.now();
    const pause = PROGRESS_PAUSE_MILLISECONDS - (time - this.lastProgress);
    clearTimeout(this.laterProgress);
    // The last of many must not be lost: a paused run tells nothing more.
    if (!now && pause > 0 && pause <= PROGRESS_PAUSE_MILLISECONDS) {
      this.laterProgress = setTimeout(() => this.progress(this.runStatus, true), pause);
      return;
    }
    this.lastProgress = time;
    this.emit('run.progress', status);
  }

  private emit<N extends EventName>(event: N, payload: EventPayload<N>): void {
    if (event === 'project.changed' && this.project !== null) gateTableOf(this.project).forget();
    this.send({ type: 'event', event, payload });
  }
}
