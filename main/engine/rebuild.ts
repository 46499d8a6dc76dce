import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findModel } from '../../native-models/index.ts';
import {
  type ExportResult,
  openRecipe,
  type RecipeEpisode,
  temporaryFolder,
  writeDataset,
} from '../export/index.ts';
import { contentHash } from '../media/index.ts';
import { RolecallError } from '../model/index.ts';
import { requireInstalled } from './encoder.ts';
import { clipTools } from './export-clips.ts';

export interface RebuildOptions {
  readonly recipe: string;
  readonly directory: string;
  /** Folder with the media that the recipe was made from, under any names. */
  readonly library: string;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

/**
 * Makes a dataset again from its recipe and the reader's own media.
 *
 * @throws RolecallError `input` where the recipe is damaged or a medium is not in the library
 */
export async function rebuildDataset(options: RebuildOptions): Promise<ExportResult> {
  const { signal, onProgress } = options;
  const recipe = openRecipe(options.recipe);
  const { head } = recipe;
  const media = await findMedia(recipe.episodes, options.library, signal);
  const { enhance } = head.clips;
  if (enhance !== 'none') await requireInstalled(findModel('enhancer', enhance));
  const tools = clipTools(signal, { temporary: temporaryFolder(options.directory) });
  return writeDataset({
    directory: resolve(options.directory),
    formats: head.formats,
    // What was left out then is not in the recipe.
    selection: { acceptedOnly: false },
    name: head.name,
    models: head.models,
    measured: head.measured,
    rolecallVersion: head.rolecall,
    episodes: recipe.withMedia(media),
    clips: head.clips,
    split: head.split,
    known: {
      leftOut: new Map(Object.entries(head.leftOut)),
      leaks: head.leaks,
      gates: head.gates,
      excluded: recipe.excluded,
    },
    cut: (file, clips, _signal, how) => tools.cut(file, clips, how),
    signal,
    onProgress,
  }).finally(() => tools.close());
}

/** The media of each episode, by size and content: names count for nothing. */
async function findMedia(
  episodes: readonly RecipeEpisode[],
  library: string,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const entries = await readdir(library, { recursive: true, withFileTypes: true }).catch((cause: Error) => {
    throw new RolecallError({
      kind: 'input',
      message: `The folder cannot be read (${cause.message}).`,
      remedy: 'Name the folder that holds the media of the recipe.',
      file: library,
      cause,
    });
  });
  const sizes = new Map<number, string[]>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { size } = await stat(file);
    sizes.set(size, [...(sizes.get(size) ?? []), file].sort());
  }
  const found = new Map<string, string>();
  const missing: RecipeEpisode[] = [];
  for (const each of episodes) {
    signal.throwIfAborted();
    const file = await firstWithHash(sizes.get(each.media.size ?? -1) ?? [], each.media.hash, signal);
    if (file === null) missing.push(each);
    else found.set(each.id, file);
  }
  if (missing.length === 0) return found;
  const names = missing.slice(0, 5).map(({ media }) => `${media.name} (${media.size ?? 'unknown'} bytes)`);
  throw new RolecallError({
    kind: 'input',
    message: `${missing.length} of ${episodes.length} media files of the recipe are not there: ${names.join(', ')}${missing.length > 5 ? ' and others' : ''}.`,
    remedy: 'Put exactly these files into the library folder, under any name.',
    file: library,
  });
}

async function firstWithHash(
  files: readonly string[],
  hash: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  for (const file of files) {
    if ((await contentHash(file, { signal })).hash === hash) return file;
  }
  return null;
}
