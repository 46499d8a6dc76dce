import { lstat, readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { InferenceHost } from '../../native-models/index.ts';
import type { EvaluationStep } from '../contract/index.ts';
import {
  CEILING,
  type EmbeddedSound,
  type Evaluation,
  type HeardAnswer,
  type HeardClip,
  type Judgement,
  judgeSystems,
  type LoadedTestSet,
  loadAnswers,
  loadTestSet,
  measureFluency,
  modelAddress,
  RUBRIC,
  reportHtml,
  type ScoredSystem,
  samplesOfWav,
  scoreEvaluation,
} from '../evaluation/index.ts';
import { decode, findTools, probe, type Tools, toFloat } from '../media/index.ts';
import { RolecallError, SAMPLE_RATE } from '../model/index.ts';
import type { RecogniserSettings } from '../recognition/index.ts';
import { embedClips } from '../voice/index.ts';
import { writeWhole } from './cache.ts';
import { AnswerRecogniser } from './recognise-answers.ts';

export interface ScoreOptions {
  readonly tests: string;
  /** Folders of answers; a system is called by its folder's name unless one is given. */
  readonly systems: readonly { readonly folder: string; readonly name: string | null }[];
  /** A model that rates the words by the published rubric; absent: none is asked. */
  readonly judge?:
    | { readonly address: string; readonly model: string; readonly allowRemote: boolean }
    | undefined;
  /** Writes down what is heard, for the word error rate; absent or null: none is asked. */
  readonly recogniser?: RecogniserSettings | null | undefined;
  /** Where `evaluation.json` and `report.html` go. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string, step: EvaluationStep) => void;
}

export interface ScoreReport {
  readonly evaluation: Evaluation;
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Scores folders of answers and writes the report.
 *
 * @throws RolecallError `input` where the test set or the answers cannot be used
 */
export async function scoreAnswers(options: ScoreOptions): Promise<ScoreReport> {
  // Wrong usage is said before anything is heard.
  if (options.judge !== undefined) modelAddress(options.judge.address, options.judge);
  const test = await loadTestSet(resolve(options.tests));
  const names = systemNames(options.systems);
  const warnings: string[] = [];
  const loaded = [];
  for (const [at, { folder }] of options.systems.entries()) {
    const answers = await loadAnswers(resolve(folder), test);
    const name = names[at] as string;
    warnings.push(...answers.warnings.map((warning) => `${name}: ${warning}`));
    loaded.push({ name, folder: answers.folder, answers: answers.answers });
  }
  const host = new InferenceHost();
  const words = options.recogniser == null ? null : new AnswerRecogniser(options.recogniser, options.signal);
  try {
    const listener = new Listener({
      host,
      tools: await findTools(),
      signal: options.signal,
      warnings,
      words,
    });
    const clips = new Map<string, HeardClip>();
    const references = referencesOf(test);
    const answering = new Set(
      test.testSet.characters.flatMap(({ prompts }) => prompts.map(({ reference }) => reference.audio)),
    );
    const total = references.size + loaded.reduce((sum, { answers }) => sum + answers.size, 0);
    let done = 0;
    const heard = (): void => {
      done += 1;
      options.onProgress(done / total, `${done} of ${total} clips heard`, { what: 'heard', done, of: total });
    };
    for (const [path, text] of references) {
      const clip = await listener.hear(join(test.folder, path), text, answering.has(path));
      if (clip !== null) clips.set(path, clip);
      heard();
    }
    const systems: ScoredSystem[] = [];
    for (const { name, folder, answers } of loaded) {
      const ofSystem = new Map<string, HeardAnswer>();
      for (const [prompt, { text, audio }] of answers) {
        const sound = audio === null ? null : await listener.hear(join(folder, audio), text, true);
        ofSystem.set(prompt, { text, sound });
        heard();
      }
      systems.push({ name, answers: ofSystem });
    }
    const recogniser = words === null ? null : await words.finish();
    if (recogniser !== null && recogniser.failure !== null)
      warnings.push(`Intelligibility is not measured in full. ${recogniser.failure}`);
    const judge = await judgementOf(test, systems, options);
    const evaluation = scoreEvaluation({ testSet: test.testSet, clips, systems, judge, recogniser });
    const directory = resolve(options.directory);
    const files = [join(directory, 'evaluation.json'), join(directory, 'report.html')];
    const sounds = await soundsOf(test, loaded);
    await writeWhole(files[0] as string, `${JSON.stringify(evaluation, null, 1)}\n`);
    await writeWhole(
      files[1] as string,
      reportHtml(evaluation, (prompt, system) => sounds.get(`${system ?? ''}\n${prompt}`) ?? null),
    );
    return { evaluation, files, warnings };
  } finally {
    await words?.close();
    await host.close();
  }
}

const JUDGE_TIME_LIMIT = 120_000;
const JUDGE_ATTEMPTS = 3;

async function judgementOf(
  { testSet }: LoadedTestSet,
  systems: readonly ScoredSystem[],
  { judge, signal, onProgress }: ScoreOptions,
): Promise<Judgement | null> {
  if (judge === undefined) return null;
  const real = new Map(
    testSet.characters.flatMap(({ prompts }) =>
      prompts.map(({ id, reference }) => [id, reference.text] as const),
    ),
  );
  const said = systems.map(({ name, answers }) => ({
    name,
    texts: new Map([...answers].flatMap(([id, { text }]) => (text === null ? [] : [[id, text] as const]))),
  }));
  const judged = await judgeSystems([{ name: CEILING, texts: real }, ...said], {
    testSet,
    address: modelAddress(judge.address, { allowRemote: judge.allowRemote }),
    model: judge.model,
    timeLimit: JUDGE_TIME_LIMIT,
    attempts: JUDGE_ATTEMPTS,
    signal,
    onProgress: (done, of) =>
      onProgress(done / of, `${done} of ${of} answers judged`, { what: 'judged', done, of }),
  });
  return { model: judge.model, rubric: RUBRIC, systems: judged };
}

function systemNames(systems: ScoreOptions['systems']): string[] {
  const names = systems.map(({ folder, name }) => name ?? basename(resolve(folder)));
  if (new Set(names).size === names.length && names.length > 0) return names;
  throw new RolecallError({
    kind: 'usage',
    message: names.length === 0 ? 'No answers were named.' : 'Two systems have the same name.',
    remedy: 'Name each folder of answers as NAME=FOLDER, every name once.',
  });
}

/** Clips that are compared with, and what is said in them. */
const referencesOf = ({ testSet }: LoadedTestSet): Map<string, string> =>
  new Map(
    testSet.characters.flatMap(({ prompts, voice }) =>
      [...voice, ...prompts.map(({ reference }) => reference)].map(
        ({ audio, text }) => [audio, text] as const,
      ),
    ),
  );

/** Longer answers are heard up to here. */
const LONGEST = 120 * SAMPLE_RATE;

interface ListenerTools {
  readonly host: InferenceHost;
  readonly tools: Tools;
  readonly signal: AbortSignal;
  readonly warnings: string[];
  /** Null where no recogniser is asked. */
  readonly words: AnswerRecogniser | null;
}

class Listener {
  readonly #with: ListenerTools;

  constructor(tools: ListenerTools) {
    this.#with = tools;
  }

  /**
   * Null where the file cannot be decoded: one bad answer does not end an evaluation.
   *
   * @param isAnswer its words are to be recognised too; what is cut off has not all its words and is not
   */
  async hear(file: string, text: string | null, isAnswer: boolean): Promise<HeardClip | null> {
    const { host, signal, warnings, words } = this.#with;
    signal.throwIfAborted();
    let samples: Int16Array;
    try {
      samples = await this.#decode(file);
    } catch (error) {
      if (!(error instanceof RolecallError) || error.kind !== 'input') throw error;
      warnings.push(error.describe());
      return null;
    }
    const audio = toFloat(samples);
    const [embedded] = await embedClips(host.speakerEncoder(), [audio], { signal });
    const clip: { -readonly [Field in keyof HeardClip]: HeardClip[Field] } = {
      embedding: embedded?.embedding ?? null,
      fluency: measureFluency(audio, text),
    };
    if (isAnswer && text !== null && samples.length < LONGEST) {
      await words?.add(samples, text, (recognised) => {
        clip.recognised = recognised;
      });
    }
    return clip;
  }

  async #decode(file: string): Promise<Int16Array> {
    const plain = await this.#plainWav(file);
    if (plain !== null) return plain.subarray(0, LONGEST);
    const { tools, signal } = this.#with;
    const chunks: Int16Array[] = [];
    let samples = 0;
    const info = await probe(file, { tools, signal });
    await decode(info, {
      tools,
      signal,
      onChunk(chunk) {
        if (samples < LONGEST) chunks.push(chunk);
        samples += chunk.length;
      },
    });
    const all = new Int16Array(Math.min(samples, LONGEST));
    let at = 0;
    for (const chunk of chunks) {
      const fitting = chunk.subarray(0, all.length - at);
      all.set(fitting, at);
      at += fitting.length;
    }
    return all;
  }

  /** Clips of a test set are our own WAV files: read at once, without starting two programs for each. */
  async #plainWav(file: string): Promise<Int16Array | null> {
    const size = (await lstat(file)).size;
    return size > LONGEST * 2 || !file.endsWith('.wav') ? null : samplesOfWav(await readFile(file));
  }
}

/** Prompts of each character whose sounds the report carries, and the most that one sound and all may weigh. */
const CARRIED_PROMPTS = 3;
const LARGEST_SOUND = 2_000_000;
const LARGEST_REPORT = 60_000_000;
const TYPES: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.webm': 'audio/webm',
};

async function soundsOf(
  test: LoadedTestSet,
  systems: readonly {
    readonly name: string;
    readonly folder: string;
    readonly answers: ReadonlyMap<string, { readonly audio: string | null }>;
  }[],
): Promise<Map<string, EmbeddedSound>> {
  const sounds = new Map<string, EmbeddedSound>();
  let room = LARGEST_REPORT;
  const carry = async (key: string, file: string): Promise<void> => {
    const type = TYPES[extname(file).toLowerCase()];
    const size = (await lstat(file)).size;
    if (type === undefined || size > Math.min(LARGEST_SOUND, room)) return;
    room -= size;
    sounds.set(key, { type, base64: (await readFile(file)).toString('base64') });
  };
  for (const { prompts } of test.testSet.characters) {
    for (const { id, reference } of prompts.slice(0, CARRIED_PROMPTS)) {
      await carry(`\n${id}`, join(test.folder, reference.audio));
      for (const { name, folder, answers } of systems) {
        const audio = answers.get(id)?.audio ?? null;
        if (audio !== null) await carry(`${name}\n${id}`, join(folder, audio));
      }
    }
  }
  return sounds;
}
