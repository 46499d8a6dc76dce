import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import {
  channelUse,
  type EnhancementOutcome,
  type Episode,
  enhancementOutcome,
  gateReport,
  RolecallError,
  utterance,
} from '../model/index.ts';
import { clipOptions } from './clip-options.ts';
import type { DatasetEpisode } from './dataset.ts';
import { RECIPE_VERSION } from './formats/recipe.ts';
import { type ExcludedRow, excludedRow, exportFormat, splitPlan } from './manifest.ts';

const recipeHead = z.object({
  kind: z.literal('rolecall-recipe'),
  /** Version 1 did not tell what was left out. */
  version: z.union([z.literal(1), z.literal(RECIPE_VERSION)]),
  name: z.string(),
  rolecall: z.string(),
  models: z.array(z.string()),
  measured: z.array(z.string()),
  formats: z.array(exportFormat).min(1),
  split: splitPlan.nullable(),
  clips: clipOptions,
  leftOut: z.record(z.string(), z.number().int()),
  leaks: z
    .object({ sound: z.number(), text: z.number(), dropped: z.number(), heard: z.boolean() })
    .nullable(),
  gates: gateReport.nullable().default(null),
  utterances: z.number().int(),
  excluded: z.number().int().default(0),
});
export type RecipeHead = z.infer<typeof recipeHead>;

const recipeEpisode = z.object({
  id: z.string().min(1),
  title: z.string(),
  series: z.string(),
  samples: z.number().int().nullable(),
  channels: channelUse.nullable().default(null),
  media: z.object({ name: z.string(), size: z.number().int().nullable(), hash: z.string().nullable() }),
  scenes: z.array(z.tuple([z.number().int(), z.string()])),
  decisions: z.array(
    z.object({ at: z.string(), who: z.string(), sentence: z.string(), utterances: z.array(z.string()) }),
  ),
  utterances: z.number().int(),
});
export type RecipeEpisode = z.infer<typeof recipeEpisode>;

const recipeLine = z.union([
  z.object({ utterance, enhancement: enhancementOutcome.optional() }),
  z.object({ episode: recipeEpisode }),
  z.object({ excluded: excludedRow }),
]);

/** A recipe on this disk, read line by line as often as it is needed. */
export interface Recipe {
  readonly head: RecipeHead;
  /** Without their utterances. */
  readonly episodes: readonly RecipeEpisode[];
  /** What was left out. */
  readonly excluded: Iterable<ExcludedRow>;
  /** @param mediaOf where each episode's media lies on this machine */
  withMedia(mediaOf: ReadonlyMap<string, string>): Iterable<DatasetEpisode>;
}

/**
 * Opens a recipe.
 *
 * @throws RolecallError `input` where the file is missing, no recipe, or damaged: with the line
 */
export function openRecipe(file: string): Recipe {
  const first = firstOf(linesOf(file));
  const head = recipeHead.safeParse(first === null ? null : parseLine(file, first.text, 1));
  if (!head.success) throw damaged(file, 1, 'This is no recipe of this version.');
  const episodes: RecipeEpisode[] = [];
  const ids = new Set<string>();
  for (const { episode, utterances } of readEpisodes(file)) {
    if (ids.has(episode.id)) throw damaged(file, null, `The episode ${episode.id} stands there twice.`);
    if (utterances.length !== episode.utterances) {
      throw damaged(
        file,
        null,
        `The episode ${episode.id} has ${utterances.length} of ${episode.utterances} utterances.`,
      );
    }
    if (new Set(utterances.map(({ id }) => id)).size < utterances.length) {
      throw damaged(file, null, `The episode ${episode.id} has an utterance twice.`);
    }
    ids.add(episode.id);
    episodes.push(episode);
  }
  let excluded = 0;
  for (const _ of readExcluded(file)) excluded += 1;
  if (excluded !== head.data.excluded) {
    throw damaged(file, null, `The recipe tells ${excluded} of ${head.data.excluded} utterances left out.`);
  }
  return {
    head: head.data,
    episodes,
    excluded: { [Symbol.iterator]: () => readExcluded(file) },
    withMedia: (mediaOf) => ({
      *[Symbol.iterator]() {
        for (const { episode, utterances, enhancements } of readEpisodes(file)) {
          const media = mediaOf.get(episode.id) ?? '';
          yield { ...datasetEpisode(episode, utterances, media), enhancements };
        }
      },
    }),
  };
}

function datasetEpisode(
  { id, title, series, samples, channels, media, scenes, decisions }: RecipeEpisode,
  utterances: DatasetEpisode['utterances'],
  path: string,
): DatasetEpisode {
  const episode: Episode = {
    id,
    title,
    series,
    media: path,
    subtitles: null,
    script: null,
    pairedBy: 'scan',
    status: 'done',
    warnings: [],
    failure: null,
    samples,
    channels,
    utterances: utterances.length,
    reviewed: 0,
  };
  const { size, hash } = media;
  return {
    episode,
    scenes: new Map(scenes),
    utterances,
    identity: size === null || hash === null ? null : { size, hash },
    decisions,
    mediaName: media.name,
  };
}

interface ReadEpisode {
  readonly episode: RecipeEpisode;
  readonly utterances: z.infer<typeof utterance>[];
  readonly enhancements: Map<string, EnhancementOutcome>;
}

function* readEpisodes(file: string): Generator<ReadEpisode> {
  let open: ReadEpisode | null = null;
  for (const { text, number } of linesOf(file)) {
    if (number === 1) continue;
    const line = recipeLine.safeParse(parseLine(file, text, number));
    if (!line.success) throw damaged(file, number, 'This line is damaged.');
    if ('excluded' in line.data) continue;
    if ('episode' in line.data) {
      if (open !== null) yield open;
      open = { episode: line.data.episode, utterances: [], enhancements: new Map() };
    } else if (open === null || line.data.utterance.episode !== open.episode.id) {
      throw damaged(file, number, 'An utterance stands outside its episode.');
    } else {
      const { utterance: said, enhancement } = line.data;
      open.utterances.push(said);
      if (enhancement !== undefined) open.enhancements.set(said.id, enhancement);
    }
  }
  if (open !== null) yield open;
}

function* readExcluded(file: string): Generator<ExcludedRow> {
  for (const { text, number } of linesOf(file)) {
    if (number === 1) continue;
    const line = recipeLine.safeParse(parseLine(file, text, number));
    if (line.success && 'excluded' in line.data) yield line.data.excluded;
  }
}

const PIECE = 256 * 1024;
const LONGEST_LINE = 64 * 1024 * 1024;

/** The lines of a file, one at a time, without waiting: the dataset goes over its rows many times. */
function* linesOf(file: string): Generator<{ text: string; number: number }> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (cause) {
    throw damaged(file, null, 'The recipe cannot be opened.', cause);
  }
  try {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(PIECE);
    let rest = '';
    let number = 0;
    for (;;) {
      const length = readSync(descriptor, buffer, 0, PIECE, null);
      rest += decoder.decode(buffer.subarray(0, length), { stream: length > 0 });
      const lines = rest.split('\n');
      rest = lines.pop() as string;
      for (const text of lines) {
        number += 1;
        yield { text, number };
      }
      if (rest.length > LONGEST_LINE) throw damaged(file, number + 1, 'This line has no end.');
      if (length === 0) break;
    }
    if (rest !== '') yield { text: rest, number: number + 1 };
  } finally {
    closeSync(descriptor);
  }
}

/** The first value; what gives them is ended. */
function firstOf<T>(values: Iterable<T>): T | null {
  for (const each of values) return each;
  return null;
}

function parseLine(file: string, text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(file, number, 'This line is damaged.', cause);
  }
}

const damaged = (file: string, line: number | null, message: string, cause?: unknown): RolecallError =>
  new RolecallError({
    kind: 'input',
    message,
    remedy: 'Name a recipe.jsonl that `rolecall export --format recipe` made, unchanged.',
    file,
    ...(line === null ? {} : { place: `line ${line}` }),
    cause,
  });
