import { cancelled, RolecallError } from '../main/model/errors.ts';
import { usableProviders } from './detect-providers.ts';
import { InferenceChild, ProcessEnded } from './inference-child.ts';
import type { Results, Work } from './inference-protocol.ts';
import { findModel, KNOWN_MODELS, type ManifestEntry } from './manifest.ts';
import { inferenceEntry } from './model-files.ts';
import type {
  CallOptions,
  Clip,
  Enhancer,
  ModelStatus,
  SoundJudge,
  SpeakerEncoder,
  SpeechModel,
  StoredClip,
} from './models.ts';
import type { Provider } from './provider-names.ts';
import { toSixteenBit } from './sixteen-bit.ts';
import { MINIMUM_SAMPLES } from './speaker-clips.ts';

export interface InferenceOptions {
  /** Processes that work side by side. Two of one thread each beat one of two threads by half. */
  readonly processes?: number;
  /** Threads inside one process. */
  readonly threads?: number;
  /** `auto`: what this machine is seen to have. */
  readonly providers?: 'auto' | readonly Provider[];
  readonly models?: readonly ManifestEntry[];
  /** Folder of the model files. */
  readonly directory?: string;
  /** Milliseconds that one request may take before its process is ended. */
  readonly timeLimit?: number;
  /** The script of the process and the Node that runs it. */
  readonly entry?: string;
  readonly execPath?: string;
}

interface Job {
  readonly run: (child: InferenceChild) => Promise<unknown>;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  attempts: number;
}

/** A request that kills its process is given to one fresh process more, then given up. */
const ATTEMPTS = 2;

/**
 * Runs models in processes of their own, so that a native crash costs one batch and never the program.
 * Processes start at the first request, are replaced when they die, and end with `close()` or with the
 * program that holds the host. Each has one request at a time; the others wait here.
 */
export class InferenceHost {
  readonly #options: Required<Omit<InferenceOptions, 'directory' | 'providers'>> & {
    directory: string | undefined;
  };
  readonly #slots: { child: InferenceChild | null; busy: boolean }[];
  readonly #queue: Job[] = [];
  readonly #notes: string[] = [];
  #providers: readonly Provider[];
  #closed = false;

  constructor(options: InferenceOptions = {}) {
    const { providers = ['cpu'], processes = 1 } = options;
    this.#providers = providers === 'auto' ? usableProviders() : providers;
    this.#options = {
      processes,
      threads: options.threads ?? 1,
      models: options.models ?? KNOWN_MODELS,
      directory: options.directory,
      timeLimit: options.timeLimit ?? 300_000,
      entry: options.entry ?? inferenceEntry(),
      execPath: options.execPath ?? process.execPath,
    };
    this.#slots = Array.from({ length: processes }, () => ({ child: null, busy: false }));
  }

  /** The ids of the processes that live now. */
  get pids(): number[] {
    return this.#slots.flatMap(({ child }) => (child?.alive && child.pid !== undefined ? [child.pid] : []));
  }

  /** @throws RolecallError `usage` where the manifest has no such model. */
  speechModel(id?: string): SpeechModel {
    const model = findModel('speech', id, this.#options.models).id;
    return {
      id: model,
      score: (samples, stream, options) => this.#request({ kind: 'score', model, samples, stream }, options),
    };
  }

  /** @throws RolecallError `usage` where the manifest has no such model. */
  speakerEncoder(id?: string): SpeakerEncoder {
    const entry = findModel('speaker-encoder', id, this.#options.models);
    return {
      id: entry.id,
      dimension: entry.dimension ?? 192,
      minimumSamples: MINIMUM_SAMPLES,
      embed: (clips, options) =>
        this.#request({ kind: 'embed', model: entry.id, clips: [...clips] }, options),
    };
  }

  /** @throws RolecallError `usage` where the manifest has no such model. */
  enhancer(id?: string): Enhancer {
    const model = findModel('enhancer', id, this.#options.models).id;
    return {
      id: model,
      enhance: (clips, options) => this.#request({ kind: 'enhance', model, clips: [...clips] }, options),
    };
  }

  /** @throws RolecallError `usage` where the manifest has no such model. */
  soundJudge(id?: string): SoundJudge {
    const model = findModel('sound', id, this.#options.models).id;
    return {
      id: model,
      judge: (clips, options) =>
        this.#request({ kind: 'judge', model, clips: clips.map(inSixteenBit) }, options),
    };
  }

  /** Opens the model where it is not open yet and says where it runs. */
  async describe(model: string, options?: CallOptions): Promise<ModelStatus> {
    const status = await this.#request({ kind: 'describe', model }, options);
    return { ...status, notes: [...this.#notes, ...status.notes] };
  }

  /** Ends the processes that have nothing to do, and gives their memory back; the next request starts them anew. */
  async rest(): Promise<void> {
    // Whoever just got an answer may ask this before the process counts as idle.
    await new Promise((resolve) => setImmediate(resolve));
    const idle = this.#slots.filter(({ busy }) => !busy);
    await Promise.all(
      idle.map((slot) => {
        const { child } = slot;
        slot.child = null;
        return child?.close();
      }),
    );
  }

  /** Ends all processes; requests that wait or run are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(closed());
    await Promise.all(this.#slots.map(({ child }) => child?.close()));
  }

  #request<Kind extends keyof Results>(
    work: Work & { kind: Kind },
    { signal }: CallOptions = {},
  ): Promise<Results[Kind]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closed());
      if (signal?.aborted) return reject(cancelled());
      const job: Job = {
        run: (child) => child.request<Kind>(work, signal),
        signal,
        resolve: (value) => {
          signal?.removeEventListener('abort', stop);
          resolve(value as Results[Kind]);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', stop);
          reject(error);
        },
        attempts: 0,
      };
      // At once, whether it waits or runs: a process that still computes is told to stop on its own.
      const stop = (): void => {
        const index = this.#queue.indexOf(job);
        if (index >= 0) this.#queue.splice(index, 1);
        job.reject(cancelled());
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (const slot of this.#slots) {
      if (slot.busy) continue;
      const job = this.#queue.shift();
      if (!job) return;
      slot.busy = true;
      void this.#work(slot, job).finally(() => {
        slot.busy = false;
        this.#dispatch();
      });
    }
  }

  async #work(slot: { child: InferenceChild | null }, job: Job): Promise<void> {
    job.attempts++;
    if (!slot.child?.alive) slot.child = this.#start();
    try {
      job.resolve(await job.run(slot.child));
    } catch (error) {
      if (!(error instanceof ProcessEnded) || this.#closed || job.signal?.aborted) return job.reject(error);
      this.#distrustProvider(error);
      if (job.attempts >= ATTEMPTS) return job.reject(error);
      this.#queue.unshift(job);
    }
  }

  #start(): InferenceChild {
    const { entry, execPath, timeLimit, models, directory, threads } = this.#options;
    return new InferenceChild({
      entry,
      execPath,
      timeLimit,
      setup: {
        kind: 'setup',
        models: [...models],
        ...(directory === undefined ? {} : { directory }),
        providers: [...this.#providers],
        threads,
      },
    });
  }

  /** A process that died with an accelerator in use is replaced by one that does without it. */
  #distrustProvider(error: ProcessEnded): void {
    const [first, ...rest] = this.#providers;
    if (first === undefined || first === 'cpu') return;
    this.#providers = rest.length > 0 ? rest : ['cpu'];
    this.#notes.push(`${first} is no longer used: ${error.message}`);
  }
}

const inSixteenBit = (clip: Clip): Int16Array | StoredClip =>
  clip instanceof Float32Array ? toSixteenBit(clip) : clip;

const closed = (): RolecallError =>
  new RolecallError({
    kind: 'cancelled',
    message: 'The inference was closed.',
    remedy: 'Start the command again.',
  });
