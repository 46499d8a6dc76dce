import { setTimeout as sleep } from 'node:timers/promises';
import { queuePlaces, type RunLock, runWish, setRunWish, type WritableDatabase } from '../store/index.ts';
import { unlessDiskFull } from './disk-full.ts';
import type { RunProgress } from './progress.ts';

/** How a run ended: it did all it was to do, or somebody, the time or the disk stopped it before. */
export type RunEnd = 'whole' | 'cancelled' | 'time' | 'disk full';

/** How often a run looks for what is wished of it. */
const LOOK_MILLISECONDS = 250;
/** Looks between two signs of life. */
const LOOKS_PER_BEAT = 8;

interface ControlOptions {
  readonly database: WritableDatabase;
  readonly lock: RunLock;
  readonly signal: AbortSignal;
  readonly until: Date | undefined;
}

/**
 * What is wished of a run while it is at work, by anybody who has the project open, in this process or another: to
 * pause, to go on, to stop, to take other episodes first. Also gives its signs of life.
 */
export class RunControl {
  /** Aborted where the run is to stop at once. */
  readonly signal: AbortSignal;
  private readonly options: ControlOptions;
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private looks = 0;
  private latest: RunProgress | null = null;
  private pausedBefore = 0;
  private pausedSince = 0;
  private opened: { readonly promise: Promise<void>; readonly open: () => void } | null = null;
  private stoppedBy: Exclude<RunEnd, 'whole'> | null = null;
  private onPause: (paused: boolean) => void = () => {};
  private onOrder: (places: ReadonlyMap<string, number>) => void = () => {};

  constructor(options: ControlOptions) {
    this.options = options;
    this.signal = AbortSignal.any([options.signal, this.abort.signal]);
    // A wish of before this run is none for it.
    setRunWish(options.database, null);
    this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
    // Whoever waits at the gate must not wait for a run that was stopped.
    this.signal.addEventListener('abort', () => this.open(), { once: true });
  }

  get paused(): boolean {
    return this.opened !== null;
  }

  get end(): RunEnd {
    if (this.stoppedBy !== null) return this.stoppedBy;
    return this.options.signal.aborted ? 'cancelled' : 'whole';
  }

  /** Nothing new may be started. */
  get closing(): boolean {
    return this.signal.aborted || this.stoppedBy !== null;
  }

  /** Seconds that the run stood still so far. */
  readonly pausedSeconds = (): number =>
    (this.pausedBefore + (this.opened === null ? 0 : performance.now() - this.pausedSince)) / 1000;

  /** Passed before every piece of work; waits while the run is paused. */
  readonly gate = async (): Promise<void> => {
    while (this.opened !== null) await this.opened.promise;
  };

  /** What the run does when it is paused or goes on, and when the order may have changed. */
  follow(listeners: {
    onPause: (paused: boolean) => void;
    onOrder: (places: ReadonlyMap<string, number>) => void;
  }): void {
    this.onPause = listeners.onPause;
    this.onOrder = listeners.onOrder;
    this.onOrder(queuePlaces(this.options.database));
    // It may have been paused while it looked at what changed.
    if (this.paused) this.onPause(true);
  }

  /** How the run is getting on, for who looks from another process. */
  told(progress: RunProgress): void {
    this.latest = progress;
  }

  /** Starts nothing more; what is under way may end. */
  stopAfterThis(why: 'time' | 'disk full'): void {
    this.stoppedBy ??= why;
  }

  /** Waits for a time of day by the machine's clock, whatever is done to that meanwhile. */
  async waitFor(time: Date): Promise<void> {
    while (!this.signal.aborted && Date.now() < time.getTime()) {
      const rest = time.getTime() - Date.now();
      await sleep(Math.min(1000, rest), undefined, { signal: this.signal }).catch(() => undefined);
    }
  }

  /** The run is over. */
  close(): void {
    clearInterval(this.timer);
    unlessDiskFull(() => setRunWish(this.options.database, null));
  }

  private look(): void {
    // What cannot be read or written now is looked at a moment later; a database that stays broken stops the work itself.
    try {
      this.obey();
      this.onOrder(queuePlaces(this.options.database));
      this.looks += 1;
      if (this.looks % LOOKS_PER_BEAT === 1) this.options.lock.beat(this.brief());
    } catch {
      // See above.
    }
  }

  private obey(): void {
    const wish = runWish(this.options.database);
    if (wish === 'cancel') {
      this.stoppedBy ??= 'cancelled';
      this.abort.abort();
    } else if (wish === 'pause') {
      this.shut();
      const { until } = this.options;
      if (until !== undefined && Date.now() >= until.getTime()) {
        this.stoppedBy ??= 'time';
        this.abort.abort();
      }
    } else this.open();
  }

  private shut(): void {
    if (this.opened !== null || this.signal.aborted) return;
    let open = (): void => {};
    const promise = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.opened = { promise, open };
    this.pausedSince = performance.now();
    this.onPause(true);
  }

  private open(): void {
    const { opened } = this;
    if (opened === null) return;
    this.opened = null;
    this.pausedBefore += performance.now() - this.pausedSince;
    opened.open();
    this.onPause(false);
  }

  private brief(): string | null {
    if (this.latest === null) return null;
    const { waiting, failures, ...brief } = this.latest;
    return JSON.stringify({ ...brief, waiting: waiting.length });
  }
}
