import { existsSync } from 'node:fs';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import {
  type EvaluationResult,
  type EvaluationSet,
  evaluationResult,
  modelQuestion,
} from '../contract/index.ts';
import { type LoadedTestSet, loadAnswers, loadTestSet, TEST_SET_FILE } from '../evaluation/index.ts';
import { RolecallError } from '../model/index.ts';
import { listEpisodes } from '../store/index.ts';
import { writeWhole } from './cache.ts';
import type { Project } from './project.ts';

/**
 * The test sets that the window makes: `exports/evaluation/ID/` in the project's folder, with the test set itself in
 * `tests/`, answers of models in `answers/`, the comparison in `report/`, and `systems.json`, which says who is
 * compared and how each was asked.
 */
const SYSTEMS_FILE = 'systems.json';
const systemsFile = z.object({
  systems: z
    .array(z.object({ name: z.string(), folder: z.string(), question: modelQuestion.nullable() }))
    .max(100),
});
export type KeptSystem = z.infer<typeof systemsFile>['systems'][number];

const home = (project: Project): string => join(project.path, 'exports', 'evaluation');

/** @throws RolecallError `usage` where the id is not one that a test set of this project has */
export function setFolder(project: Project, id: string): string {
  const folder = join(home(project), id);
  if (/^[\p{L}\p{N}_-]+$/u.test(id) && existsSync(join(folder, 'tests', TEST_SET_FILE))) return folder;
  throw new RolecallError({
    kind: 'usage',
    message: 'This test set is not in the project any more.',
    remedy: 'Make a new one.',
  });
}

/** A folder name for a new test set of a series: readable, and not there yet. */
export async function newSetId(project: Project, series: string): Promise<string> {
  const slug = series
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const there = new Set(await readdir(home(project)).catch(() => []));
  for (let number = 1; ; number += 1) {
    const id = `${slug.slice(0, 60) || 'series'}-${number}`;
    if (!there.has(id)) return id;
  }
}

export const newSetFolder = (project: Project, id: string): string => join(home(project), id);
export const testsOf = (folder: string): string => join(folder, 'tests');
export const reportOf = (folder: string): string => join(folder, 'report');

export async function keptSystems(folder: string): Promise<KeptSystem[]> {
  const text = await readFile(join(folder, SYSTEMS_FILE), 'utf8').catch(() => null);
  if (text === null) return [];
  try {
    return systemsFile.parse(JSON.parse(text)).systems;
  } catch {
    throw new RolecallError({
      kind: 'project',
      message: 'The list of the compared models is damaged.',
      remedy: 'Move the file away and add the models again: their answers are still there.',
      file: join(folder, SYSTEMS_FILE),
    });
  }
}

/** Adds a system or changes how it was asked; `system` null takes the one of this name out. */
export async function keepSystem(folder: string, name: string, system: KeptSystem | null): Promise<void> {
  const others = (await keptSystems(folder)).filter((each) => each.name !== name);
  const systems = system === null ? others : [...others, system];
  await writeWhole(join(folder, SYSTEMS_FILE), `${JSON.stringify({ systems }, null, 1)}\n`);
}

/** A folder for the answers of a model, named after it as far as names of files go. */
export function answersFolder(folder: string, name: string): string {
  const plain = [...name].map((char) => (/[\p{L}\p{N}_-]/u.test(char) ? char : '_')).join('');
  const mark = plain === name ? '' : `-${Buffer.from(name).toString('hex').slice(0, 12)}`;
  return join(folder, 'answers', `${plain.slice(0, 60)}${mark}`);
}

/** Test sets that cannot be read are left out: what lies in the folder may be anything. */
export async function listSets(project: Project): Promise<EvaluationSet[]> {
  const names = await readdir(home(project)).catch(() => []);
  const titles = new Map(listEpisodes(project.database).map(({ id, title }) => [id, title]));
  const sets: { readonly at: number; readonly set: EvaluationSet }[] = [];
  for (const name of names) {
    const folder = join(home(project), name);
    const made = await stat(join(testsOf(folder), TEST_SET_FILE)).catch(() => null);
    const test = made === null ? null : await loadTestSet(testsOf(folder)).catch(() => null);
    if (made === null || test === null) continue;
    const { series, heldOut, characters } = test.testSet;
    const systems = [];
    for (const system of await keptSystems(folder))
      systems.push({ ...system, answered: await countAnswers(system.folder, test) });
    sets.push({
      at: made.mtimeMs,
      set: {
        id: name,
        directory: folder,
        series,
        heldOut: heldOut.map((id) => titles.get(id) ?? id),
        characters: characters.map((each) => ({
          name: each.name,
          prompts: each.prompts.length,
          voice: each.voice.length,
        })),
        prompts: characters.reduce((sum, each) => sum + each.prompts.length, 0),
        systems,
        report: await reportState(folder, systems),
      },
    });
  }
  return sets.sort((a, b) => b.at - a.at).map(({ set }) => set);
}

const countAnswers = (folder: string, test: LoadedTestSet): Promise<number> =>
  loadAnswers(folder, test).then(
    ({ answers }) => answers.size,
    () => 0,
  );

async function reportState(
  folder: string,
  systems: EvaluationSet['systems'],
): Promise<EvaluationSet['report']> {
  const file = join(reportOf(folder), 'report.html');
  const written = await stat(file).catch(() => null);
  const result = written === null ? null : await readResult(folder).catch(() => null);
  if (written === null || result === null) return null;
  const scored = new Map(
    result.systems.map(({ name, characters }) => [
      name,
      characters.reduce((sum, { answered }) => sum + answered, 0),
    ]),
  );
  const usable = systems.filter(({ answered }) => answered > 0);
  const stale =
    usable.length !== scored.size || usable.some(({ name, answered }) => scored.get(name) !== answered);
  return { file, at: written.mtime.toISOString(), stale };
}

/** @throws RolecallError `project` where the file is not what a comparison writes */
export async function readResult(folder: string): Promise<EvaluationResult | null> {
  const file = join(reportOf(folder), 'evaluation.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return evaluationResult.parse(JSON.parse(text));
  } catch {
    throw new RolecallError({
      kind: 'project',
      message: 'The figures of the last comparison cannot be read.',
      remedy: 'Compare again: the answers are still there.',
      file,
    });
  }
}

/** @throws RolecallError `input` where the folder holds no answers to this test set */
export async function addFolder(folder: string, name: string, answers: string): Promise<void> {
  const place = resolve(answers);
  await loadAnswers(place, await loadTestSet(testsOf(folder)));
  await keepSystem(folder, name || basename(place), { name, folder: place, question: null });
}

/** Larger sounds are not carried to the window. */
const LARGEST_SOUND = 32 * 1024 * 1024;

/** The file of one sound, whole; null where there is none. @throws RolecallError `input` where it is too large */
export async function soundOf(
  folder: string,
  prompt: string,
  system: string | null,
): Promise<Uint8Array | null> {
  const test = await loadTestSet(testsOf(folder));
  const file = system === null ? realSound(test, prompt) : await answeredSound(folder, test, prompt, system);
  if (file === null) return null;
  const { size } = await lstat(file);
  if (size <= LARGEST_SOUND) return new Uint8Array(await readFile(file));
  throw new RolecallError({
    kind: 'input',
    message: 'This answer is too long to be played here.',
    remedy: 'Open the file with a player.',
    file,
  });
}

function realSound(test: LoadedTestSet, prompt: string): string | null {
  const found = promptsOf(test).find(({ id }) => id === prompt);
  return found === undefined ? null : join(test.folder, found.reference.audio);
}

async function answeredSound(
  folder: string,
  test: LoadedTestSet,
  prompt: string,
  name: string,
): Promise<string | null> {
  const system = (await keptSystems(folder)).find((each) => each.name === name);
  if (system === undefined) return null;
  const answers = await loadAnswers(system.folder, test);
  const audio = answers.answers.get(prompt)?.audio ?? null;
  return audio === null ? null : join(answers.folder, audio);
}

const promptsOf = ({ testSet }: LoadedTestSet) => testSet.characters.flatMap(({ prompts }) => prompts);

/** @throws RolecallError `usage` where the test set has no such prompt */
export async function promptOf(project: Project, folder: string, prompt: string) {
  const { testSet } = await loadTestSet(testsOf(folder));
  for (const { name, prompts } of testSet.characters) {
    const found = prompts.find(({ id }) => id === prompt);
    if (found === undefined) continue;
    const title = listEpisodes(project.database).find(({ id }) => id === found.episode)?.title;
    return {
      character: name,
      episode: title ?? found.episode,
      context: found.context.map(({ speaker, text }) => ({ speaker, text })),
      reference: found.reference.text,
    };
  }
  throw new RolecallError({
    kind: 'usage',
    message: 'The test set has no such prompt.',
    remedy: 'Compare again.',
  });
}
