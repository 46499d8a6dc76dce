import { join } from 'node:path';
import { samplesToSeconds } from '../../model/index.ts';
import type { ClipOptions } from '../clip-options.ts';
import type { Dataset, DatasetRow } from '../dataset.ts';
import { writeJsonLines } from '../files.ts';
import type { Format } from '../format.ts';
import { enhancedField } from './kept-clip.ts';

/** A row of the neutral dialogue JSONL: the line with its scene, what was said before, and its evidence. */
const dialogueRow = (row: DatasetRow, clips: ClipOptions): Record<string, unknown> => ({
  id: row.id,
  series: row.series,
  episode: { id: row.episode, title: row.episodeTitle },
  scene: row.scene === null ? null : { number: row.scene, heading: row.sceneHeading },
  order: row.order,
  character: row.character,
  text: row.text,
  start: samplesToSeconds(row.start),
  end: samplesToSeconds(row.end),
  context: row.context,
  split: row.split,
  state: row.source.state,
  review: row.source.review,
  confidence: row.source.confidence,
  mislabelProbability: row.source.mislabelProbability,
  witnesses: row.source.witnesses,
  quality: row.source.quality,
  language: row.source.language,
  transcript: row.source.transcript,
  audio: row.clip?.path ?? null,
  ...enhancedField(row, clips),
});

function* dialogues(dataset: Dataset, clips: ClipOptions): Generator<unknown> {
  for (const row of dataset.rows()) yield dialogueRow(row, clips);
}

export const jsonlFormat: Format = {
  name: 'jsonl',
  description: 'neutral JSON lines: every line with its context, evidence and quality',
  clips: 'none',
  write: ({ dataset, folder, clips, signal }) =>
    writeJsonLines(join(folder, 'dialogues.jsonl'), dialogues(dataset, clips), signal),
};
