/** Seconds of work: stands still while the run is paused, and never goes back, whatever is done to the machine's clock. */
export class WorkClock {
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
