import { samplesToSeconds } from '../model/index.ts';
import type { DatasetRow } from './dataset.ts';

/** Where a row's clip lies, seen from the exported folder. Ids hold only letters, digits, `-`, `_`, `~`. */
export const clipPath = (row: DatasetRow): string => `audiofolder/${clipName(row)}`;

/** The same, seen from `audiofolder/`. */
export const clipName = (row: DatasetRow): string => `data/${row.episode}/${row.id}.flac`;

/** A row of the Hugging Face `audiofolder`: columns beside the audio. */
export const audiofolderRow = (row: DatasetRow): Record<string, unknown> => ({
  file_name: clipName(row),
  id: row.id,
  text: row.text,
  character: row.character,
  series: row.series,
  episode: row.episodeTitle,
  scene: row.scene,
  start: samplesToSeconds(row.start),
  end: samplesToSeconds(row.end),
  confidence: row.source.confidence,
  review: row.source.review,
});

/** A row of the neutral dialogue JSONL: the line with its scene and what was said before. */
export const dialogueRow = (row: DatasetRow, hasClips: boolean): Record<string, unknown> => ({
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
  state: row.source.state,
  review: row.source.review,
  confidence: row.source.confidence,
  mislabelProbability: row.source.mislabelProbability,
  witnesses: row.source.witnesses,
  quality: row.source.quality,
  audio: hasClips ? clipPath(row) : null,
});
