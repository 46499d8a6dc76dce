/** Time left is not told before this share is done: it would only jump about. */
const EARLIEST = 0.05;

/** How long work that began when this was made will still take. */
export class TimeLeft {
  readonly #started = performance.now();

  /** Seconds; null while too little is done to tell. */
  at(fraction: number): number | null {
    if (fraction < EARLIEST || fraction > 1) return null;
    return (((performance.now() - this.#started) / 1000) * (1 - fraction)) / fraction;
  }
}
