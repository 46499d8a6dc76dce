import type { Problem, Stage } from '../model/index.ts';
import type { MeteredEpisode } from './episode-lengths.ts';
import { type Compared, RunWork } from './run-work.ts';
import { WorkClock } from './work-clock.ts';

/** What a run is busy with: looking at what changed, the episodes, the voices of the series, the report. */
export type RunPhase = 'scheduled' | 'planning' | 'episodes' | 'voices' | 'report';

export interface RunProgress {
  readonly running: boolean;
  readonly phase: RunPhase;
  readonly paused: boolean;
  readonly active: { episode: string; stage: Stage; fraction: number }[];
  /** Ids of what waits, in the order in which it is taken. */
  readonly waiting: string[];
  /** How much of each stage is done over the whole run, 0 to 1. */
  readonly stages: { stage: Stage; fraction: number }[];
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
  readonly fraction: number;
  readonly secondsLeft: number | null;
  readonly xRealtime: number | null;
  readonly failures: { episode: string; problem: Problem }[];
}

/** A run that has not come to its episodes yet. */
export const beforeWork = (phase: RunPhase): RunProgress => ({
  running: true,
  phase,
  paused: false,
  active: [],
  waiting: [],
  stages: [],
  done: 0,
  failed: 0,
  skipped: 0,
  total: 0,
  fraction: 0,
  secondsLeft: null,
  xRealtime: null,
  failures: [],
});

/** Time left is not told before this share is done: it would only jump about. */
const EARLIEST_ESTIMATE = 0.03;

const ONE_SERIES: Compared = { series: 1, audioSeconds: 0 };

/** Progress inside a stage is told at most this often. */
const PAUSE_MILLISECONDS = 100;

/** Sums up what all jobs do, and tells it. */
export class ProgressMeter {
  private readonly clock = new WorkClock();
  private readonly work: RunWork;
  private readonly failures: { episode: string; problem: Problem }[] = [];
  private readonly skipped: number;
  private readonly total: number;
  private readonly past: number | null;
  private readonly onProgress: ((progress: RunProgress) => void) | undefined;
  private phase: RunPhase = 'episodes';
  private doneCount = 0;
  private audioSeconds = 0;
  private furthest = 0;
  private running = true;
  private lastTold = 0;

  /**
   * @param options.past seconds of one job for each second of audio in earlier runs of the project; null where none
   */
  constructor(options: {
    readonly waiting: readonly MeteredEpisode[];
    readonly skipped: number;
    readonly failed: number;
    readonly jobs: number;
    readonly past?: number | null;
    /** One series where absent. */
    readonly compared?: Compared;
    readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  }) {
    this.work = new RunWork(options.waiting, options.jobs, this.clock, options.compared ?? ONE_SERIES);
    this.skipped = options.skipped;
    this.total = options.waiting.length + options.skipped + options.failed;
    this.past = options.past ?? null;
    this.onProgress = options.onProgress;
  }

  /** The length of an episode's audio became known. */
  learnLength(episode: string, audioSeconds: number): void {
    this.work.learnLength(episode, audioSeconds);
  }

  /** What waits, in the order in which it will be taken. */
  setOrder(waiting: readonly string[]): void {
    this.work.setOrder(waiting);
    this.tell();
  }

  at(episode: string, stage: Stage, fraction: number): void {
    const within = Math.min(1, Math.max(0, fraction));
    const isNews = !this.work.at(episode, stage, within) || within === 1;
    if (isNews || performance.now() - this.lastTold >= PAUSE_MILLISECONDS) this.tell();
  }

  done(episode: string, audioSeconds: number): void {
    this.work.learnLength(episode, audioSeconds);
    this.work.passed(episode);
    this.work.close(episode);
    this.doneCount += 1;
    this.audioSeconds += audioSeconds;
    this.tell();
  }

  failed(episode: string, problem: Problem): void {
    this.failures.push({ episode, problem });
    this.work.close(episode);
    this.tell();
  }

  dropped(episode: string): void {
    this.work.leave(episode);
    this.tell();
  }

  enter(phase: RunPhase): void {
    this.phase = phase;
    this.tell();
  }

  /** So many steps of comparing the series are done: two each, voices and words. */
  compared(steps: number): void {
    this.phase = 'voices';
    this.work.compared(steps);
    this.tell();
  }

  /** Time that passes while the run is paused counts for nothing. */
  pause(): void {
    this.clock.stop();
    this.tell();
  }

  resume(): void {
    this.clock.go();
    this.tell();
  }

  finish(): void {
    this.running = false;
    for (const { episode } of this.work.activeStages) this.work.leave(episode);
    this.tell();
  }

  /** Seconds that an episode should take with one job; 0 where nothing is known of this run or an earlier one. */
  expectedSeconds(episode: string): number {
    return this.work.expectedSeconds(episode) ?? (this.past ?? 0) * this.work.lengthOf(episode);
  }

  now(): RunProgress {
    const fraction = Math.max(this.furthest, this.work.share());
    this.furthest = fraction;
    return {
      running: this.running,
      phase: this.phase,
      paused: this.clock.stopped,
      active: this.work.activeStages,
      waiting: this.work.waiting,
      stages: this.work.stages(this.running),
      done: this.doneCount,
      failed: this.failures.length,
      skipped: this.skipped,
      total: this.total,
      fraction: this.running ? Math.min(fraction, 0.999) : 1,
      secondsLeft: this.running && fraction >= EARLIEST_ESTIMATE ? this.work.secondsLeft() : null,
      xRealtime: this.audioSeconds > 0 ? this.audioSeconds / Math.max(this.clock.seconds(), 0.001) : null,
      failures: [...this.failures],
    };
  }

  private tell(): void {
    this.lastTold = performance.now();
    this.onProgress?.(this.now());
  }
}
