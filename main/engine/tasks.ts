import { RolecallError } from '../model/index.ts';

interface Task {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Long work that the window started, one of a name at a time. */
export class Tasks {
  readonly #running = new Map<string, Task>();

  /**
   * Does the work with a signal that `cancel` and `cancelAll` raise.
   *
   * @throws RolecallError `usage` where one of this name is at work, `cancelled` where it was cancelled
   */
  async run<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#running.has(name)) {
      throw new RolecallError({
        kind: 'usage',
        message: 'This is being done already.',
        remedy: 'Wait until it ends, or cancel it.',
      });
    }
    const abort = new AbortController();
    const result = work(abort.signal);
    const ended = result.then(
      () => undefined,
      () => undefined,
    );
    this.#running.set(name, { abort, ended });
    try {
      return await result;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      throw new RolecallError({
        kind: 'cancelled',
        message: 'It was cancelled.',
        remedy: 'Start it again when you like.',
        cause: error,
      });
    } finally {
      this.#running.delete(name);
    }
  }

  /**
   * The same, for work whose older result nobody waits for any more: what is at work under this name is cancelled first.
   *
   * @throws RolecallError `cancelled` where it was cancelled, or replaced
   */
  async replace<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    // Somebody else may have waited for the same end, and begun.
    while (this.#running.has(name)) await this.cancel(name);
    return this.run(name, work);
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** Cancels the work of this name, if any, and waits until it has ended. */
  async cancel(name: string): Promise<void> {
    const task = this.#running.get(name);
    task?.abort.abort();
    await task?.ended;
  }

  /** Cancels everything, and waits until all has ended. */
  async cancelAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.cancel(name)));
  }
}
