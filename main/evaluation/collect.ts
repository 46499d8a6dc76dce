import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PartFile } from '../media/index.ts';
import { RolecallError } from '../model/index.ts';
import type { ModelAddress } from '../network/index.ts';
import {
  ANSWERS_FILE,
  type Answer,
  COLLECTION_FILE,
  checkCollection,
  type LoadedTestSet,
  REQUESTS_FILE,
  readCollected,
} from './answers.ts';
import { chatMessages } from './chat-messages.ts';
import { type AskOutcome, askModel, type ModelAnswer } from './model-client.ts';
import type { TestPrompt } from './test-set.ts';

export interface CollectOptions {
  readonly test: LoadedTestSet;
  readonly folder: string;
  readonly address: ModelAddress;
  readonly model: string;
  /** Name of a voice that the server should speak with; absent: its own choice. */
  readonly voice?: string | undefined;
  /** Whether the sound of the context is sent beside its words. */
  readonly sendAudio: boolean;
  /** Whether answers should be spoken too. */
  readonly wantAudio: boolean;
  /** Milliseconds for one request. */
  readonly timeLimit: number;
  /** Requests for one prompt before it is given up. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubles with each. */
  readonly pause?: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

export interface CollectReport {
  readonly folder: string;
  readonly asked: number;
  readonly answered: number;
  /** There before this call. */
  readonly already: number;
  readonly failed: readonly { readonly prompt: string; readonly message: string }[];
}

const LONGEST_PAUSE = 30_000;
/** So many prompts in a row without a connection: nobody is there. */
const GIVE_UP_AFTER = 3;
const PASSING: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'overloaded', 'malformed']);

/**
 * Asks a model every prompt of a test set that has no answer yet, one at a time, and keeps each answer as soon as it
 * is there: an interrupted collection goes on where it stopped. Every request is logged.
 *
 * @throws RolecallError `usage` or `input` where the folder holds other answers, `environment` where nobody answers
 *   at the address, `cancelled` when `signal` is aborted
 */
export async function collectAnswers(options: CollectOptions): Promise<CollectReport> {
  const { test, folder, signal } = options;
  await claimFolder(options);
  const { answers } = await readCollected(folder);
  const all = test.testSet.characters.flatMap(({ name, prompts }) =>
    prompts.map((prompt) => ({ name, prompt })),
  );
  const wanted = all.filter(({ prompt }) => !answers.has(prompt.id));
  const failed: { prompt: string; message: string }[] = [];
  let unreachable = 0;
  for (const [at, { name, prompt }] of wanted.entries()) {
    signal.throwIfAborted();
    options.onProgress(all.length - wanted.length + at, all.length);
    const outcome = await ask(options, name, prompt);
    if (outcome.kind === 'answer') {
      await keep(folder, prompt.id, outcome.answer);
      unreachable = 0;
      continue;
    }
    failed.push({ prompt: prompt.id, message: outcome.message });
    unreachable = outcome.failure === 'unreachable' ? unreachable + 1 : 0;
    if (unreachable >= GIVE_UP_AFTER) throw nobodyThere(options, outcome.message);
  }
  options.onProgress(all.length, all.length);
  return {
    folder,
    asked: wanted.length,
    answered: wanted.length - failed.length,
    already: all.length - wanted.length,
    failed,
  };
}

async function claimFolder({ folder, test, model }: CollectOptions): Promise<void> {
  const file = join(folder, COLLECTION_FILE);
  const there = await readFile(file, 'utf8').catch(() => null);
  if (there !== null) {
    const made = checkCollection(folder, there, test);
    if (made.model === model) return;
    throw new RolecallError({
      kind: 'usage',
      message: `The folder holds answers of the model "${made.model}".`,
      remedy: 'Choose a folder of its own for each model.',
      file,
    });
  }
  await mkdir(join(folder, 'audio'), { recursive: true });
  const claim = { kind: 'rolecall-answers', version: 1, testSet: test.sha256, model };
  await writeFile(file, `${JSON.stringify(claim)}\n`, { flag: 'wx' });
}

async function ask(options: CollectOptions, character: string, prompt: TestPrompt): Promise<AskOutcome> {
  const body = await bodyOf(options, character, prompt);
  for (let attempt = 1; ; attempt += 1) {
    const at = new Date().toISOString();
    const started = performance.now();
    const outcome = await askModel(options.address, body, options);
    const line = {
      at,
      prompt: prompt.id,
      attempt,
      status: outcome.status,
      milliseconds: Math.round(performance.now() - started),
      sentBytes: Buffer.byteLength(JSON.stringify(body)),
      receivedBytes: outcome.receivedBytes,
      outcome: outcome.kind === 'answer' ? 'answer' : outcome.failure,
      message: outcome.kind === 'answer' ? null : outcome.message,
    };
    await appendFile(join(options.folder, REQUESTS_FILE), `${JSON.stringify(line)}\n`);
    if (outcome.kind === 'answer' || attempt >= options.attempts || !PASSING.has(outcome.failure))
      return outcome;
    const wait =
      outcome.retryAfter === null ? (options.pause ?? 1000) * 2 ** (attempt - 1) : outcome.retryAfter * 1000;
    await pause(Math.min(wait, LONGEST_PAUSE), undefined, { signal: options.signal });
  }
}

async function bodyOf(options: CollectOptions, character: string, prompt: TestPrompt): Promise<unknown> {
  const { test, model, voice, sendAudio, wantAudio } = options;
  const sounds = new Map<string, string>();
  if (sendAudio) {
    for (const { audio } of prompt.context) {
      sounds.set(audio, (await readFile(join(test.folder, audio))).toString('base64'));
    }
  }
  const soundOf = sendAudio ? (audio: string): string => sounds.get(audio) ?? '' : null;
  return {
    model,
    messages: chatMessages(prompt, character, test.testSet.series, soundOf),
    ...(wantAudio
      ? { modalities: ['text', 'audio'], audio: { format: 'wav', ...(voice === undefined ? {} : { voice }) } }
      : { modalities: ['text'] }),
    stream: false,
  };
}

/** The sound first: an answer that names a file has one. */
async function keep(folder: string, id: string, { text, audio }: ModelAnswer): Promise<void> {
  const kept: Answer = { prompt: id, text, audio: audio === null ? null : `audio/${id}.${audio.kind}` };
  if (audio !== null && kept.audio !== null) {
    const file = await PartFile.create(join(folder, kept.audio));
    try {
      await file.write(audio.bytes);
      await file.finish();
    } finally {
      await file.discard();
    }
  }
  // A torn line of an interrupted run must not swallow this one.
  await appendFile(join(folder, ANSWERS_FILE), `\n${JSON.stringify(kept)}\n`);
}

const nobodyThere = ({ address, folder }: CollectOptions, message: string): RolecallError =>
  new RolecallError({
    kind: 'environment',
    message: `No model answers at ${address.base.origin}. ${message}`,
    remedy: 'Start its server and run the command again: answers that are there are kept.',
    file: join(folder, REQUESTS_FILE),
  });
