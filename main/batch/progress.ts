import type { Problem, Stage } from '../model/index.ts';
import {
  EPISODE_STAGES,
  type EpisodeStage,
  isEpisodeStage,
  makespan,
  type Place,
  StageCosts,
  USUAL_COSTS,
  workOf,
} from './stage-costs.ts';

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

/** One episode of a run before it is worked on. */
export interface MeteredEpisode {
  readonly id: string;
  /** Bytes of the media: stands for the length until that is known. */
  readonly size: number;
  /** Length in seconds where it is known. */
  readonly audioSeconds: number | null;
  /** The sound stage is done already. */
  readonly hasSound: boolean;
}

/** Comparing the voices at the end, as a share of the time that all jobs took together (docs/batch.md). */
const VOICES_SHARE = 0.027;
/** Time left is not told before this share is done: it would only jump about. */
const EARLIEST_ESTIMATE = 0.03;
/** Bytes of a second of media where nothing is known of any: 128 kbit/s. */
const USUAL_BYTES = 16_000;

/** Progress inside a stage is told at most this often. */
const PAUSE_MILLISECONDS = 100;

type Costs = Readonly<Record<EpisodeStage, number>>;

interface Active {
  stage: Stage;
  fraction: number;
  /** When the stage began, by the clock of the work. */
  since: number;
}

/** Sums up what all jobs do. Work is weighed by the length of the audio. */
export class ProgressMeter {
  private readonly episodes: Map<string, MeteredEpisode>;
  private readonly lengths = new Map<string, number>();
  private readonly open: Set<string>;
  private readonly active = new Map<string, Active>();
  private readonly failures: { episode: string; problem: Problem }[] = [];
  private readonly skipped: number;
  private readonly total: number;
  private readonly jobs: number;
  private readonly costs = new StageCosts();
  private readonly past: number | null;
  private readonly clock = new WorkClock();
  private readonly onProgress: ((progress: RunProgress) => void) | undefined;
  private order: readonly string[];
  private phase: RunPhase = 'episodes';
  private voicesDone = 0;
  private doneCount = 0;
  private audioSeconds = 0;
  private furthest = 0;
  private running = true;
  /** Of those whose length is known. */
  private known = { bytes: 0, seconds: 0 };
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
    readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  }) {
    this.episodes = new Map(options.waiting.map((each) => [each.id, each]));
    for (const { id, audioSeconds } of options.waiting) this.learnLength(id, audioSeconds ?? 0);
    this.order = options.waiting.map(({ id }) => id);
    this.open = new Set(this.order);
    this.skipped = options.skipped;
    this.total = options.waiting.length + options.skipped + options.failed;
    this.jobs = options.jobs;
    this.past = options.past ?? null;
    this.onProgress = options.onProgress;
  }

  /** The length of an episode's audio became known. */
  learnLength(episode: string, audioSeconds: number): void {
    const metered = this.episodes.get(episode);
    if (metered === undefined || !(audioSeconds > 0)) return;
    const before = this.lengths.get(episode);
    this.lengths.set(episode, audioSeconds);
    this.known.seconds += audioSeconds - (before ?? 0);
    if (before === undefined) this.known.bytes += metered.size;
  }

  /** What waits, in the order in which it will be taken. */
  setOrder(waiting: readonly string[]): void {
    this.order = waiting;
    this.tell();
  }

  at(episode: string, stage: Stage, fraction: number): void {
    const known = this.active.get(episode);
    const within = Math.min(1, Math.max(0, fraction));
    if (known?.stage === stage) {
      known.fraction = within;
      if (within === 1 || performance.now() - this.lastTold >= PAUSE_MILLISECONDS) this.tell();
      return;
    }
    if (known !== undefined) this.passed(episode, known);
    this.active.set(episode, { stage, fraction: within, since: this.clock.seconds() });
    this.tell();
  }

  done(episode: string, audioSeconds: number): void {
    this.learnLength(episode, audioSeconds);
    const known = this.active.get(episode);
    if (known !== undefined) this.passed(episode, known);
    this.doneCount += 1;
    this.audioSeconds += audioSeconds;
    this.open.delete(episode);
    this.dropped(episode);
  }

  failed(episode: string, problem: Problem): void {
    this.failures.push({ episode, problem });
    this.open.delete(episode);
    this.dropped(episode);
  }

  dropped(episode: string): void {
    this.active.delete(episode);
    this.tell();
  }

  enter(phase: RunPhase): void {
    this.phase = phase;
    this.tell();
  }

  /** How much of comparing the voices is done, 0 to 1. */
  voices(done: number): void {
    this.phase = 'voices';
    this.voicesDone = Math.min(1, done);
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
    this.active.clear();
    this.tell();
  }

  /** Seconds that an episode should take with one job; 0 where nothing is known of this run or an earlier one. */
  expectedSeconds(episode: string): number {
    const metered = this.episodes.get(episode);
    if (metered === undefined) return 0;
    const costs = this.costs.known(this.underWay());
    const audioSeconds = this.lengthOf(metered);
    if (costs === null) return (this.past ?? 0) * audioSeconds;
    return workOf({ audioSeconds, hasSound: metered.hasSound }, costs, null).left;
  }

  now(): RunProgress {
    const costs = this.costs.known(this.underWay()) ?? USUAL_COSTS;
    const fraction = Math.max(this.furthest, this.share(costs));
    this.furthest = fraction;
    const elapsed = this.clock.seconds();
    return {
      running: this.running,
      phase: this.phase,
      paused: this.clock.stopped,
      active: [...this.active].map(([episode, { stage, fraction: within }]) => ({
        episode,
        stage,
        fraction: within,
      })),
      waiting: this.order.filter((id) => this.open.has(id) && !this.active.has(id)),
      stages: this.stages(),
      done: this.doneCount,
      failed: this.failures.length,
      skipped: this.skipped,
      total: this.total,
      fraction: this.running ? Math.min(fraction, 0.999) : 1,
      secondsLeft: this.running && fraction >= EARLIEST_ESTIMATE ? this.secondsLeft(costs) : null,
      xRealtime: this.audioSeconds > 0 ? this.audioSeconds / Math.max(elapsed, 0.001) : null,
      failures: [...this.failures],
    };
  }

  private passed(episode: string, { stage, since }: Active): void {
    const metered = this.episodes.get(episode);
    if (metered === undefined || !isEpisodeStage(stage) || (stage === 'audio' && metered.hasSound)) return;
    this.costs.add(stage, this.clock.seconds() - since, this.lengthOf(metered));
  }

  private underWay(): { stage: EpisodeStage; seconds: number; audioSeconds: number }[] {
    return [...this.active].flatMap(([id, { stage, fraction, since }]) => {
      const metered = this.episodes.get(id);
      // The first moments of a stage (starting a program, reading texts) would count as its speed.
      if (metered === undefined || !isEpisodeStage(stage) || fraction < 0.02) return [];
      if (stage === 'audio' && metered.hasSound) return [];
      return [
        {
          stage,
          seconds: this.clock.seconds() - since,
          audioSeconds: fraction * this.lengthOf(metered),
        },
      ];
    });
  }

  /** The length of an episode's audio, guessed from its size where it is not known. */
  private lengthOf({ id, size }: MeteredEpisode): number {
    const length = this.lengths.get(id);
    if (length !== undefined) return length;
    const { bytes, seconds } = this.known;
    return Math.max(1, size) / (seconds > 0 && bytes > 0 ? bytes / seconds : USUAL_BYTES);
  }

  private placeOf(id: string): Place | null {
    const active = this.active.get(id);
    if (active === undefined) return null;
    return isEpisodeStage(active.stage)
      ? { stage: active.stage, fraction: active.fraction }
      : { stage: 'audio', fraction: 0 };
  }

  private work(id: string, costs: Costs): { done: number; left: number } {
    const metered = this.episodes.get(id);
    if (metered === undefined) return { done: 0, left: 0 };
    const all = workOf(
      { audioSeconds: this.lengthOf(metered), hasSound: metered.hasSound },
      costs,
      this.placeOf(id),
    );
    return this.open.has(id) ? all : { done: all.done + all.left, left: 0 };
  }

  private share(costs: Costs): number {
    let done = 0;
    let left = 0;
    for (const id of this.episodes.keys()) {
      const work = this.work(id, costs);
      done += work.done;
      left += work.left;
    }
    const voices = VOICES_SHARE * (done + left) * this.jobs;
    const whole = done + left + voices;
    return whole === 0 ? this.voicesDone : (done + voices * this.voicesDone) / whole;
  }

  private secondsLeft(costs: Costs): number {
    const queue = this.order.filter((id) => this.open.has(id) && !this.active.has(id));
    const whole = [...this.episodes.keys()]
      .map((id) => this.work(id, costs))
      .reduce((sum, { done, left }) => sum + done + left, 0);
    const episodes = makespan(
      [...this.active.keys()].map((id) => this.work(id, costs).left),
      queue.map((id) => this.work(id, costs).left),
      this.jobs,
    );
    return episodes + VOICES_SHARE * whole * (1 - this.voicesDone);
  }

  private stages(): { stage: Stage; fraction: number }[] {
    const share = (stage: EpisodeStage): number => {
      let whole = 0;
      let done = 0;
      const index = EPISODE_STAGES.indexOf(stage);
      for (const [id, metered] of this.episodes) {
        const length = this.lengthOf(metered);
        whole += length;
        const place = this.placeOf(id);
        const at = place === null ? -1 : EPISODE_STAGES.indexOf(place.stage);
        if (!this.open.has(id) || at > index || (stage === 'audio' && metered.hasSound)) done += length;
        else if (at === index && place !== null) done += length * place.fraction;
      }
      return whole === 0 ? 1 : done / whole;
    };
    return [
      { stage: 'audio', fraction: share('audio') },
      { stage: 'alignment', fraction: share('boundaries') },
      { stage: 'embedding', fraction: share('embedding') },
      { stage: 'voice', fraction: this.running ? this.voicesDone : 1 },
    ];
  }

  private tell(): void {
    this.lastTold = performance.now();
    this.onProgress?.(this.now());
  }
}

/** Seconds of work: stands still while the run is paused, and never goes back, whatever is done to the machine's clock. */
class WorkClock {
  private before = 0;
  private since: number | null = performance.now();

  get stopped(): boolean {
    return this.since === null;
  }

  stop(): void {
    this.before = this.seconds();
    this.since = null;
  }

  go(): void {
    this.since ??= performance.now();
  }

  seconds(): number {
    return this.before + (this.since === null ? 0 : (performance.now() - this.since) / 1000);
  }
}
