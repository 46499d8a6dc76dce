import { join } from 'node:path';
import { utterance } from '../../model/index.ts';
import { writeJsonLines } from '../files.ts';
import type { Format, FormatJob } from '../format.ts';

export const RECIPE_FILE = 'recipe.jsonl';
export const RECIPE_VERSION = 2;

/**
 * What a recipe is made of, a JSON document a line: a head, then each episode followed by its utterances, then what
 * was left out.
 */
function* recipe({ dataset, survey, formats, provenance, split, clips }: FormatJob): Generator<unknown> {
  yield {
    kind: 'rolecall-recipe',
    version: RECIPE_VERSION,
    name: provenance.name,
    rolecall: provenance.rolecallVersion,
    models: provenance.models,
    measured: provenance.measured,
    formats,
    split,
    clips,
    leftOut: Object.fromEntries(provenance.leftOut),
    leaks: provenance.leaks,
    gates: provenance.gates,
    utterances: survey.utterances,
    excluded: [...provenance.leftOut.values()].reduce((sum, each) => sum + each, 0),
  };
  for (const { episode, mediaName, identity, scenes, decisions, rows } of dataset.episodes()) {
    yield {
      episode: {
        id: episode.id,
        title: episode.title,
        series: episode.series,
        samples: episode.samples,
        channels: episode.channels ?? null,
        media: { name: mediaName, size: identity?.size ?? null, hash: identity?.hash ?? null },
        scenes: [...scenes],
        decisions,
        utterances: rows.length,
      },
    };
    // Parsed, so that fields stand in one order whoever made the value: a rebuilt recipe is the same bytes.
    for (const { source, clip } of rows) {
      const outcome = clip?.enhancement ?? null;
      yield { utterance: utterance.parse(source), ...(outcome === null ? {} : { enhancement: outcome }) };
    }
  }
  for (const excluded of provenance.excluded) yield { excluded };
}

export const recipeFormat: Format = {
  name: 'recipe',
  description: 'a recipe without sound: `rolecall rebuild` makes the dataset again from the same media',
  clips: 'none',
  write: (job) => writeJsonLines(join(job.folder, RECIPE_FILE), recipe(job), job.signal),
};
