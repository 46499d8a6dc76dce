import type { WorkClock } from './work-clock.ts';

/** What is compared over a series at the end of a run, in this order. */
export const SERIES_STAGES = ['voice', 'words'] as const;
export type SeriesStage = (typeof SERIES_STAGES)[number];

/**
 * What each takes for a series, as seconds of audio that one job could have worked through instead: a part that every
 * series takes and one for each second of its audio. Fitted to runs over 1, 6.1 and 10 hours.
 */
const COSTS: Readonly<Record<SeriesStage, { readonly fixed: number; readonly each: number }>> = {
  voice: { fixed: 250, each: 0.008 },
  words: { fixed: 30, each: 0.015 },
};

/** Comparing voices and words of all series, one after the other: how much is done and how long the rest takes. */
export class SeriesWork {
  private readonly count: number;
  private readonly clock: WorkClock;
  private done = 0;
  /** Of the step under way, and of all that are done; what those should have taken. */
  private since = 0;
  private taken = 0;
  private due = 0;
  /** Seconds of one step, by stage; null before the first. */
  private expected: Readonly<Record<SeriesStage, number>> | null = null;

  constructor(count: number, clock: WorkClock) {
    this.count = Math.max(1, count);
    this.clock = clock;
  }

  /** Seconds of one job for all series. @param perSecond seconds of one job for a second of audio */
  seconds(audioSeconds: number, perSecond: number): number {
    return (
      SERIES_STAGES.reduce((sum, stage) => sum + this.step(stage, audioSeconds, perSecond), 0) * this.count
    );
  }

  /** So many steps are done: two a series, `voice` and `words`. The first call begins the work. */
  passed(steps: number, audioSeconds: number, perSecond: number): void {
    const now = this.clock.seconds();
    if (this.expected === null) {
      this.expected = {
        voice: this.step('voice', audioSeconds, perSecond),
        words: this.step('words', audioSeconds, perSecond),
      };
    } else {
      this.taken += now - this.since;
      for (let step = this.done; step < steps; step += 1) this.due += this.expected[stageOf(step)];
    }
    this.since = now;
    this.done = Math.min(steps, this.count * SERIES_STAGES.length);
  }

  get begun(): boolean {
    return this.expected !== null;
  }

  /** How much of one stage is done over all series, 0 to 1. */
  share(stage: SeriesStage): number {
    const index = SERIES_STAGES.indexOf(stage);
    return Math.floor((this.done + SERIES_STAGES.length - 1 - index) / SERIES_STAGES.length) / this.count;
  }

  /** How much of all of it is done, 0 to 1. */
  fraction(): number {
    return this.done / (this.count * SERIES_STAGES.length);
  }

  /** Seconds, once it has begun: what the steps before took says how right the expectation is. */
  secondsLeft(): number {
    const { expected } = this;
    if (expected === null) return 0;
    const pace = this.due > 0 ? this.taken / this.due : 1;
    let left = 0;
    for (let step = this.done; step < this.count * SERIES_STAGES.length; step += 1)
      left += expected[stageOf(step)] * pace;
    const current = expected[stageOf(this.done)] * pace;
    return Math.max(0, left - Math.min(current, this.clock.seconds() - this.since));
  }

  private step(stage: SeriesStage, audioSeconds: number, perSecond: number): number {
    const { fixed, each } = COSTS[stage];
    return (fixed + (each * audioSeconds) / this.count) * perSecond;
  }
}

const stageOf = (step: number): SeriesStage => SERIES_STAGES[step % SERIES_STAGES.length] as SeriesStage;
