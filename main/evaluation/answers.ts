import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { RolecallError } from '../model/index.ts';
import { insidePath, TEST_SET_FILE, type TestSet, testSet } from './test-set.ts';

export const COLLECTION_FILE = 'collection.json';
export const ANSWERS_FILE = 'answers.jsonl';
export const REQUESTS_FILE = 'requests.jsonl';

export const collection = z.object({
  kind: z.literal('rolecall-answers'),
  version: z.literal(1),
  /** SHA-256 of the test set's file. */
  testSet: z.string(),
  model: z.string(),
});

export const answer = z.object({
  prompt: z.string().regex(/^p-[0-9a-f]{12}$/),
  text: z.string().max(20_000).nullable(),
  audio: insidePath.nullable(),
});
export type Answer = z.infer<typeof answer>;

export interface LoadedTestSet {
  readonly folder: string;
  readonly testSet: TestSet;
  readonly sha256: string;
}

/** @throws RolecallError `input` where the folder holds no test set, or a damaged one */
export async function loadTestSet(folder: string): Promise<LoadedTestSet> {
  const file = join(folder, TEST_SET_FILE);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    throw new RolecallError({
      kind: 'input',
      message: 'There is no test set here.',
      remedy: 'Make one with `rolecall evaluate prepare`.',
      file,
    });
  }
  const parsed = testSet.safeParse(tryJson(bytes.toString('utf8')));
  if (!parsed.success) {
    throw new RolecallError({
      kind: 'input',
      message: `The test set is damaged: ${z.prettifyError(parsed.error).split('\n')[0]}.`,
      remedy: 'Make it again with `rolecall evaluate prepare`.',
      file,
    });
  }
  return { folder, testSet: parsed.data, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export interface LoadedAnswers {
  readonly folder: string;
  readonly model: string | null;
  readonly answers: ReadonlyMap<string, Answer>;
  /** What was passed over, in words. */
  readonly warnings: readonly string[];
}

/**
 * Reads answers: what `collect` wrote, or any folder with files named after the prompts (`p-….wav`, `.flac`, `.ogg`,
 * `.mp3`, `.m4a`, `.webm` for the sound, `p-….txt` for the words).
 *
 * @throws RolecallError `input` where they are answers to another test set, or none at all
 */
export async function loadAnswers(folder: string, test: LoadedTestSet): Promise<LoadedAnswers> {
  const made = await readFile(join(folder, COLLECTION_FILE), 'utf8').catch(() => null);
  const known = new Set(test.testSet.characters.flatMap(({ prompts }) => prompts.map(({ id }) => id)));
  const loaded =
    made === null ? await fromFiles(folder, known) : await fromCollection(folder, made, test, known);
  if (loaded.answers.size > 0) return loaded;
  throw new RolecallError({
    kind: 'input',
    message: 'There are no answers to this test set here.',
    remedy: 'Collect some with `rolecall evaluate collect`, or name files after the prompts of the test set.',
    file: folder,
  });
}

/** What `collect` holds already; an unfinished last line is what an interruption leaves. */
export async function readCollected(
  folder: string,
): Promise<{ readonly answers: ReadonlyMap<string, Answer>; readonly torn: boolean }> {
  const text = await readFile(join(folder, ANSWERS_FILE), 'utf8').catch(() => '');
  const answers = new Map<string, Answer>();
  let torn = false;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = answer.safeParse(tryJson(line));
    if (parsed.success) answers.set(parsed.data.prompt, parsed.data);
    else torn = true;
  }
  return { answers, torn };
}

export function checkCollection(
  folder: string,
  text: string,
  test: LoadedTestSet,
): z.infer<typeof collection> {
  const parsed = collection.safeParse(tryJson(text));
  if (parsed.success && parsed.data.testSet === test.sha256) return parsed.data;
  throw new RolecallError({
    kind: 'input',
    message: parsed.success ? 'These are answers to another test set.' : 'The folder of answers is damaged.',
    remedy: 'Choose another folder for the answers to this one.',
    file: join(folder, COLLECTION_FILE),
  });
}

async function fromCollection(
  folder: string,
  text: string,
  test: LoadedTestSet,
  known: ReadonlySet<string>,
): Promise<LoadedAnswers> {
  const { model } = checkCollection(folder, text, test);
  const { answers, torn } = await readCollected(folder);
  const warnings = torn ? [`${ANSWERS_FILE}: a line that is no answer was passed over.`] : [];
  const kept = new Map<string, Answer>();
  for (const [id, each] of answers) {
    if (!known.has(id)) continue;
    const isThere = each.audio === null || (await isPlainFile(join(folder, each.audio)));
    if (!isThere) warnings.push(`${each.audio}: the sound of an answer is missing.`);
    kept.set(id, isThere ? each : { ...each, audio: null });
  }
  return { folder, model, answers: kept, warnings };
}

const SOUNDS = new Set(['.wav', '.flac', '.ogg', '.opus', '.mp3', '.m4a', '.webm']);

async function fromFiles(folder: string, known: ReadonlySet<string>): Promise<LoadedAnswers> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const answers = new Map<string, Answer>();
  const warnings: string[] = [];
  for (const { name } of entries
    .filter((entry) => entry.isFile())
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const extension = extname(name).toLowerCase();
    const id = name.slice(0, name.length - extension.length);
    if (!known.has(id)) {
      warnings.push(`${name}: is named after no prompt.`);
      continue;
    }
    const before = answers.get(id) ?? { prompt: id, text: null, audio: null };
    if (SOUNDS.has(extension)) answers.set(id, { ...before, audio: name });
    else if (extension === '.txt') {
      const text = (await readFile(join(folder, name), 'utf8')).trim().slice(0, 20_000);
      answers.set(id, { ...before, text: text === '' ? null : text });
    } else warnings.push(`${name}: is neither sound nor text.`);
  }
  return { folder, model: null, answers, warnings };
}

/** A link could lead anywhere, so it is none. */
const isPlainFile = async (file: string): Promise<boolean> =>
  (await lstat(file).catch(() => null))?.isFile() ?? false;

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
