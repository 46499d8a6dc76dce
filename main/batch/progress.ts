import type { Problem, Stage } from '../model/index.ts';

export interface RunProgress {
  readonly running: boolean;
  readonly active: { episode: string; stage: Stage; fraction: number }[];
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
  readonly fraction: number;
  readonly secondsLeft: number | null;
  readonly xRealtime: number | null;
  readonly failures: { episode: string; problem: Problem }[];
}

/**
 * Where each stage begins in an episode's work, and the share of a whole run that comparing the voices at its end
 * takes: wall-clock shares of `npm run bench` (docs/batch.md).
 */
const STAGE_SPANS: Readonly<Record<Stage, readonly [number, number]>> = {
  audio: [0, 0.56],
  text: [0.56, 0.56],
  alignment: [0.56, 0.62],
  boundaries: [0.62, 0.63],
  embedding: [0.63, 1],
  voice: [1, 1],
  words: [1, 1],
};
const VOICES_SHARE = 0.06;

/** Time left is not told before this share is done: it would only jump about. */
const EARLIEST_ESTIMATE = 0.03;

/** Sums up what all jobs do. Work is weighed by the size of the media. */
export class ProgressMeter {
  private readonly sizes: Map<string, number>;
  private readonly totalSize: number;
  private readonly active = new Map<string, { stage: Stage; fraction: number }>();
  private readonly failures: { episode: string; problem: Problem }[] = [];
  private readonly skipped: number;
  private readonly total: number;
  private readonly started = performance.now();
  private finishedSize = 0;
  private voicesDone = 0;
  private doneCount = 0;
  private audioSeconds = 0;
  private doneSize = 0;
  private doneSeconds = 0;
  private running = true;
  private readonly onProgress: ((progress: RunProgress) => void) | undefined;

  constructor(
    waiting: readonly { readonly episode: { readonly id: string }; readonly size: number }[],
    planned: readonly { readonly status: string }[],
    onProgress: ((progress: RunProgress) => void) | undefined,
  ) {
    this.sizes = new Map(waiting.map(({ episode, size }) => [episode.id, Math.max(1, size)]));
    this.totalSize = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
    this.skipped = planned.filter((each) => each.status === 'skipped').length;
    this.total = waiting.length + planned.length;
    this.onProgress = onProgress;
  }

  at(episode: string, stage: Stage, fraction: number): void {
    this.active.set(episode, { stage, fraction: Math.min(1, Math.max(0, fraction)) });
    this.tell();
  }

  done(episode: string, audioSeconds: number, seconds: number): void {
    this.active.delete(episode);
    this.doneCount += 1;
    this.audioSeconds += audioSeconds;
    const size = this.sizes.get(episode) ?? 0;
    this.finishedSize += size;
    this.doneSize += size;
    this.doneSeconds += seconds;
    this.tell();
  }

  failed(episode: string, problem: Problem): void {
    this.failures.push({ episode, problem });
    this.finishedSize += this.sizes.get(episode) ?? 0;
    this.dropped(episode);
  }

  dropped(episode: string): void {
    this.active.delete(episode);
    this.tell();
  }

  /** How much of comparing the voices is done, 0 to 1. */
  voices(done: number): void {
    this.voicesDone = Math.min(1, done);
    this.tell();
  }

  finish(): void {
    this.running = false;
    this.active.clear();
    this.tell();
  }

  /** Seconds that an episode of so many bytes should take; 0 while nothing was measured. */
  expectedSeconds(size: number): number {
    return this.doneSize === 0 ? 0 : (this.doneSeconds * size) / this.doneSize;
  }

  now(): RunProgress {
    const elapsed = (performance.now() - this.started) / 1000;
    let worked = this.finishedSize;
    for (const [episode, { stage, fraction }] of this.active) {
      const [from, to] = STAGE_SPANS[stage];
      worked += (this.sizes.get(episode) ?? 0) * (from + (to - from) * fraction);
    }
    const episodes = this.totalSize === 0 ? 1 : worked / this.totalSize;
    const fraction = (1 - VOICES_SHARE) * episodes + VOICES_SHARE * this.voicesDone;
    return {
      running: this.running,
      active: [...this.active].map(([episode, where]) => ({ episode, ...where })),
      done: this.doneCount,
      failed: this.failures.length,
      skipped: this.skipped,
      total: this.total,
      fraction: this.running ? Math.min(fraction, 0.999) : 1,
      secondsLeft:
        this.running && fraction >= EARLIEST_ESTIMATE ? (elapsed * (1 - fraction)) / fraction : null,
      xRealtime: this.audioSeconds > 0 ? this.audioSeconds / Math.max(elapsed, 0.001) : null,
      failures: [...this.failures],
    };
  }

  private tell(): void {
    this.onProgress?.(this.now());
  }
}
