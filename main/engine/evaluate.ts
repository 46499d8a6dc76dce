import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { EvaluationStep } from '../contract/index.ts';
import {
  type CollectReport,
  collectAnswers,
  heldOutEpisodes,
  loadTestSet,
  modelAddress,
  type NeededClip,
  prepareTestSet,
  TEST_SET_FILE,
} from '../evaluation/index.ts';
import { wavFile } from '../media/index.ts';
import { RolecallError } from '../model/index.ts';
import { writeWhole } from './cache.ts';
import { withEpisodeSound } from './episode-sound.ts';
import type { Project } from './project.ts';
import { seriesLines } from './series-lines.ts';

export interface PrepareEvaluationOptions {
  readonly directory: string;
  readonly series: string | null;
  /** Ids or titles of the episodes to hold out; null: drawn by their ids. */
  readonly heldOut: readonly string[] | null;
  readonly characters: readonly string[] | null;
  readonly prompts: number;
  readonly acceptedOnly: boolean;
  readonly seed: string;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string, step: EvaluationStep) => void;
}

export interface PrepareReport {
  readonly directory: string;
  readonly series: string;
  readonly heldOut: readonly string[];
  readonly characters: readonly { readonly name: string; readonly prompts: number; readonly voice: number }[];
  readonly leftOut: readonly { readonly character: string; readonly reason: string }[];
  readonly clips: number;
}

/**
 * Writes a test set: prompts and references from held-out episodes, with their clips.
 *
 * @throws RolecallError `usage` where the folder is not empty, or nothing can be tested
 */
export async function prepareEvaluation(
  project: Project,
  options: PrepareEvaluationOptions,
): Promise<PrepareReport> {
  const directory = resolve(options.directory);
  if (existsSync(directory) && (await readdir(directory)).length > 0) {
    throw new RolecallError({
      kind: 'usage',
      message: 'The folder for the test set is not empty.',
      remedy: 'Choose a new one; nothing was changed.',
      file: directory,
    });
  }
  const { series, episodes, lines } = seriesLines(project, options.series, options.acceptedOnly);
  const heldOut =
    options.heldOut === null
      ? heldOutEpisodes(
          series,
          episodes.map(({ id }) => id),
          { seed: options.seed },
        )
      : options.heldOut.map((name) => {
          const found = episodes.find(({ id, title }) => id === name || title === name);
          if (found !== undefined) return found.id;
          throw new RolecallError({
            kind: 'usage',
            message: `There is no episode ${name} with lines in "${series}".`,
            remedy: `Name some of: ${episodes.map(({ title }) => title).join(', ')}.`,
          });
        });
  const prepared = prepareTestSet(lines, {
    series,
    seed: options.seed,
    heldOut,
    characters: options.characters ?? undefined,
    prompts: options.prompts,
  });
  const beside = `${directory}.part`;
  await rm(beside, { recursive: true, force: true });
  try {
    await mkdir(join(beside, 'clips'), { recursive: true });
    const byEpisode = Map.groupBy(prepared.clips, ({ episode }) => episode);
    let done = 0;
    for (const [id, clips] of byEpisode) {
      const episode = episodes.find((each) => each.id === id);
      if (episode === undefined) continue;
      await withEpisodeSound(project, episode, options.signal, (sound) =>
        writeClips(beside, clips, (span) => sound.readWhole(span), options.signal),
      );
      done += 1;
      const of = byEpisode.size;
      options.onProgress(done / of, `clips of ${done} of ${of} episodes`, { what: 'clips', done, of });
    }
    await writeWhole(join(beside, TEST_SET_FILE), `${JSON.stringify(prepared.testSet, null, 1)}\n`);
    await rm(directory, { recursive: true, force: true });
    await mkdir(dirname(directory), { recursive: true });
    await rename(beside, directory);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
  return {
    directory,
    series,
    heldOut: episodes.filter(({ id }) => heldOut.includes(id)).map(({ title }) => title),
    characters: prepared.testSet.characters.map(({ name, prompts, voice }) => ({
      name,
      prompts: prompts.length,
      voice: voice.length,
    })),
    leftOut: prepared.leftOut,
    clips: prepared.clips.length,
  };
}

async function writeClips(
  folder: string,
  clips: readonly NeededClip[],
  read: (span: { start: number; end: number }) => Promise<Int16Array>,
  signal: AbortSignal,
): Promise<void> {
  for (const { start, end, file } of clips) {
    signal.throwIfAborted();
    await writeWhole(join(folder, file), wavFile(await read({ start, end })));
  }
}

export interface CollectEvaluationOptions {
  readonly tests: string;
  readonly directory: string;
  readonly address: string;
  readonly allowRemote: boolean;
  readonly model: string;
  readonly voice?: string | undefined;
  readonly sendAudio: boolean;
  readonly wantAudio: boolean;
  readonly timeLimitSeconds: number;
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

/** Asks a model the prompts of a test set. @throws RolecallError as `collectAnswers` does */
export async function collectEvaluation(options: CollectEvaluationOptions): Promise<CollectReport> {
  const address = modelAddress(options.address, { allowRemote: options.allowRemote });
  return collectAnswers({
    ...options,
    test: await loadTestSet(resolve(options.tests)),
    folder: resolve(options.directory),
    address,
    timeLimit: options.timeLimitSeconds * 1000,
  });
}
