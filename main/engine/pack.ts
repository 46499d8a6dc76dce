import { join, resolve } from 'node:path';
import { heldOutEpisodes, loadTestSet, type TestSet } from '../evaluation/index.ts';
import {
  type HeldOut,
  type PackFormatName,
  type PackResult,
  plainText,
  writePack,
} from '../export/packs/index.ts';
import { wavFile } from '../media/index.ts';
import { RolecallError } from '../model/index.ts';
import { writeWhole } from './cache.ts';
import { withEpisodeSound } from './episode-sound.ts';
import type { Project } from './project.ts';
import { seriesLines } from './series-lines.ts';

export interface PackOptions {
  readonly directory: string;
  readonly series: string | null;
  readonly character: string;
  readonly format: PackFormatName;
  /** Folder of the test set that the trained model will be measured with; null: the episodes that `prepare` draws. */
  readonly tests: string | null;
  readonly seed: string;
  readonly contextTurns: number;
  readonly acceptedOnly: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

/**
 * Writes the training set of a character. @throws RolecallError as `writePack` does, or where the test set is another
 * series'
 */
export async function packCharacter(project: Project, options: PackOptions): Promise<PackResult> {
  const { series, episodes, lines } = seriesLines(project, options.series, options.acceptedOnly);
  const character = characterNamed(options.character, lines);
  const test = options.tests === null ? null : (await loadTestSet(resolve(options.tests))).testSet;
  if (test !== null && test.series !== series) {
    throw new RolecallError({
      kind: 'usage',
      message: `The test set is of "${test.series}", not of "${series}".`,
      remedy: 'Name the test set of this series, or the series with --series.',
      file: resolve(options.tests ?? ''),
    });
  }
  const heldOut: HeldOut =
    test === null
      ? heldOutOf(
          heldOutEpisodes(
            series,
            episodes.map(({ id }) => id),
            { seed: options.seed },
          ),
          lines,
        )
      : heldOutOf(test.heldOut, lines, test);
  return writePack({
    directory: options.directory,
    format: options.format,
    series,
    character,
    rows: lines.map((line) => ({ ...line, series })),
    heldOut,
    contextTurns: options.contextTurns,
    async cut(folder, id, clips, signal) {
      const episode = episodes.find((each) => each.id === id);
      if (episode === undefined) return;
      await withEpisodeSound(project, episode, signal, async (sound) => {
        for (const { spans, file } of clips) {
          signal.throwIfAborted();
          const parts = [];
          for (const span of spans) parts.push(await sound.readWhole(span));
          await writeWhole(join(folder, file), wavFile(joined(parts)));
        }
      });
    },
    signal: options.signal,
    onProgress: options.onProgress,
  });
}

/** The name as the project writes it. */
function characterNamed(name: string, lines: readonly { readonly character: string }[]): string {
  const known = [...new Set(lines.map(({ character }) => character))].sort();
  const found = known.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new RolecallError({
    kind: 'usage',
    message: `Nobody is called ${name} here.`,
    remedy: `The characters are: ${known.join(', ')}.`,
  });
}

/** The held-out episodes, and everything that is said in them or asked by the test set. */
function heldOutOf(
  ids: readonly string[],
  lines: readonly { readonly episode: string; readonly text: string }[],
  test?: TestSet,
): HeldOut {
  const episodes = new Set(ids);
  const texts = new Set(
    lines.filter(({ episode }) => episodes.has(episode)).map(({ text }) => plainText(text)),
  );
  for (const { prompts, voice } of test?.characters ?? []) {
    for (const { reference } of prompts) texts.add(plainText(reference.text));
    for (const { text } of voice) texts.add(plainText(text));
  }
  return { episodes, texts };
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
