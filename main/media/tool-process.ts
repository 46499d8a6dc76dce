import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { cancelled, RolecallError } from '../model/errors.ts';

/** How much of stderr is kept: the first lines say what went wrong, endless repetition says nothing more. */
const KEPT_STDERR = 8_000;

export interface ToolOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any sign of life before the tool is ended. */
  readonly timeLimit?: number | undefined;
  /** The user's file that this is about; named in errors. */
  readonly file?: string | undefined;
}

/** How a tool ended by itself. */
export interface ToolEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/**
 * Milliseconds that a program may give no sign of life: `ROLECALL_TIME_LIMIT` in seconds, where slow disks or machines
 * need more than the usual time.
 */
export function wishedTimeLimit(usual: number, environment: NodeJS.ProcessEnv = process.env): number {
  const seconds = Number(environment['ROLECALL_TIME_LIMIT'] ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : usual;
}

const USUAL_TIME_LIMIT = 60_000;

/** Signals that a program does not give itself: a person, the system or a full memory ended it. */
const FROM_OUTSIDE: readonly (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * A running program (ffmpeg, ffprobe) and the one place where it ends. It runs without a shell, without
 * stdin and in a process group of its own; the time limit counts from the start and from each `alive()`.
 */
export class ToolProcess {
  readonly #child: ChildProcess;
  readonly #options: ToolOptions;
  readonly #timeLimit: number;
  readonly #ended: Promise<ToolEnd>;
  #timer: NodeJS.Timeout | undefined;
  #why: RolecallError | null = null;
  #stderr = '';

  constructor(path: string, args: readonly string[], options: ToolOptions = {}, pipes = 1) {
    if (options.signal?.aborted) throw cancelled();
    this.#options = options;
    this.#timeLimit = options.timeLimit ?? wishedTimeLimit(USUAL_TIME_LIMIT);
    const outputs = Array.from({ length: Math.max(0, pipes - 1) }, () => 'pipe' as const);
    this.#child = spawn(path, args, {
      stdio: ['ignore', 'pipe', 'pipe', ...outputs],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#stderr.length < KEPT_STDERR) this.#stderr += text.slice(0, KEPT_STDERR - this.#stderr.length);
    });
    const onAbort = (): void => this.stop(cancelled());
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.alive();
    this.#ended = new Promise<ToolEnd>((resolve) => {
      this.#child.once('error', (error) => {
        this.#why ??= cannotStart(path, error);
        resolve({ code: null, signal: null, stderr: this.#stderr });
      });
      this.#child.once('close', (code, signal) => resolve({ code, signal, stderr: this.#stderr }));
    }).finally(() => {
      clearTimeout(this.#timer);
      options.signal?.removeEventListener('abort', onAbort);
    });
  }

  get stdout(): Readable {
    return this.#child.stdout!;
  }

  /** The output that the tool knows as `pipe:N`, N from 3. */
  output(descriptor: number): Readable {
    return this.#child.stdio[descriptor] as Readable;
  }

  /** Starts the time limit anew. */
  alive(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const seconds = Math.round(this.#timeLimit / 1000);
      this.stop(
        new RolecallError({
          kind: 'input',
          message: `Reading it was given up: nothing came for ${seconds} s.`,
          remedy: 'Check that the file is complete and on a disk that answers, then run again.',
          passing: true,
          ...(this.#options.file === undefined ? {} : { file: this.#options.file }),
        }),
      );
    }, this.#timeLimit);
  }

  /** Stops the time limit, while it is us that the tool waits for. */
  patient(): void {
    clearTimeout(this.#timer);
  }

  /** Ends the tool and all it started, at once; `end()` then throws the reason. */
  stop(why: RolecallError): void {
    this.#why ??= why;
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null) return;
    try {
      if (process.platform === 'win32') this.#child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended in this very moment.
    }
  }

  /**
   * Waits for the end.
   * @throws RolecallError the reason where it was stopped or could not be started; `environment`, which may pass,
   *   where something else ended it.
   */
  async end(): Promise<ToolEnd> {
    const end = await this.#ended;
    if (this.#why) throw this.#why;
    if (FROM_OUTSIDE.includes(end.signal)) throw endedFromOutside(this.#child.spawnfile, end, this.#options);
    return end;
  }
}

function endedFromOutside(path: string, { signal }: ToolEnd, { file }: ToolOptions): RolecallError {
  return new RolecallError({
    kind: 'environment',
    message: `The program ${path} was ended from outside (${signal}).`,
    remedy: 'Run again. If it stays, look whether this machine runs out of memory: fewer jobs need less.',
    passing: true,
    ...(file === undefined ? {} : { file }),
  });
}

function cannotStart(path: string, error: Error): RolecallError {
  return new RolecallError({
    kind: 'environment',
    message: `The program ${path} cannot be started (${error.message}).`,
    remedy: 'Run `rolecall doctor`: it says which ffmpeg is used and how to name another.',
    cause: error,
  });
}

/**
 * Runs a tool to its end and returns what it wrote to stdout.
 * @throws RolecallError where it writes more than `maximumBytes`, hangs, is cancelled or cannot be started.
 */
export async function runTool(
  path: string,
  args: readonly string[],
  { maximumBytes = 16_000_000, ...options }: ToolOptions & { readonly maximumBytes?: number } = {},
): Promise<ToolEnd & { readonly stdout: Buffer }> {
  const tool = new ToolProcess(path, args, options);
  const parts: Buffer[] = [];
  let bytes = 0;
  tool.stdout.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes <= maximumBytes) parts.push(part);
    else {
      tool.stop(
        new RolecallError({
          kind: 'input',
          message: `It gives more than ${Math.round(maximumBytes / 1e6)} MB where a little was expected.`,
          remedy: 'The file is damaged or made to do harm: leave it out.',
          ...(options.file === undefined ? {} : { file: options.file }),
        }),
      );
    }
  });
  return { ...(await tool.end()), stdout: Buffer.concat(parts) };
}
