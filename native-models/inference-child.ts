import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { cancelled, RolecallError } from '../main/model/errors.ts';
import {
  fromPlain,
  type PlainError,
  type Reply,
  type Results,
  type Setup,
  type Work,
} from './inference-protocol.ts';

/** How much of what the process wrote to stderr is kept for the message about its end. */
const KEPT_STDERR = 2_000;

export interface ChildOptions {
  readonly entry: string;
  readonly execPath: string;
  readonly setup: Setup;
  /** Milliseconds that one request may take before the process counts as hung. */
  readonly timeLimit: number;
}

interface Pending {
  readonly resolve: (value: Results[keyof Results]) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/** The inference process ended, or was ended because it hung, before it answered. */
export class ProcessEnded extends RolecallError {
  constructor(how: string, stderr: string) {
    const said = stderr.trim().split('\n').at(-1);
    super({
      kind: 'environment',
      message: `The inference process ended before it answered (${how}${said ? `; its last words: ${said}` : ''}).`,
      remedy: 'The work can be started again; if this stays, run `rolecall doctor`.',
      passing: true,
    });
  }
}

const plain = (error: unknown): error is PlainError =>
  typeof error === 'object' && error !== null && 'kind' in error && 'remedy' in error;

/** One inference process and the one place where it ends. */
export class InferenceChild {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #timeLimit: number;
  readonly #ended: Promise<void>;
  #stderr = '';
  #how: string | null = null;
  #nextId = 1;

  constructor({ entry, execPath, setup, timeLimit }: ChildOptions) {
    this.#timeLimit = timeLimit;
    this.#child = fork(entry, [], {
      execPath,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR);
    });
    this.#child.on('message', (message) => this.#settle(message as Reply));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#fail(error.message);
        resolve();
      });
      // Not `close`: Node does not emit it once this side let the channel go.
      this.#child.once('exit', (code, signal) => {
        void this.#lastWords().then(() => {
          this.#fail(signal ?? `exit code ${code}`);
          resolve();
        });
      });
    });
    this.#send(setup);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#how === null && this.#child.connected;
  }

  /** @throws ProcessEnded, the process's own RolecallError, or `cancelled`. */
  request<Kind extends keyof Results>(
    work: Work & { kind: Kind },
    signal?: AbortSignal,
  ): Promise<Results[Kind]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      if (!this.alive) return reject(new ProcessEnded(this.#how ?? 'its channel closed', this.#stderr));
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#how = `no answer in ${this.#timeLimit / 1000} s`;
        this.#child.kill('SIGKILL');
      }, this.#timeLimit);
      const stop = (): void => this.#send({ kind: 'cancel', id });
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#pending.set(id, {
        timer,
        resolve: (value) => {
          done();
          resolve(value as Results[Kind]);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      this.#send({ ...work, id });
    });
  }

  /** Ends the process; what is pending is rejected. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 2_000);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Waits until stderr was read to its end, which a grandchild could hold open for ever. */
  async #lastWords(): Promise<void> {
    const { stderr } = this.#child;
    if (!stderr || stderr.readableEnded) return;
    const timer = new AbortController();
    await Promise.race([
      once(stderr, 'close').catch(() => {}),
      delay(500, undefined, { signal: timer.signal }).catch(() => {}),
    ]);
    timer.abort();
  }

  #send(message: object): void {
    // A failing send means that the process is going: its end is reported once, by `close`.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    if (reply.ok) pending.resolve(reply.value);
    else pending.reject(plain(reply.error) ? fromPlain(reply.error) : reply.error);
  }

  #fail(how: string): void {
    this.#how ??= how;
    const error = new ProcessEnded(this.#how, this.#stderr);
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }
}
