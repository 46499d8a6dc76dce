import { join } from 'node:path';
import { samplesToSeconds } from '../../model/index.ts';
import type { ClipOptions } from '../clip-options.ts';
import type { Dataset, DatasetRow } from '../dataset.ts';
import { writeJsonLines } from '../files.ts';
import type { Format } from '../format.ts';
import type { Split } from '../splits.ts';
import { enhancedField, keptClip } from './kept-clip.ts';

/** The folder of a split inside `audiofolder/`; of everything where there are no splits. */
export const audiofolderPart = (split: Split | null): string =>
  split === null ? 'audiofolder' : `audiofolder/${split}`;

/** A row of the Hugging Face `audiofolder`: columns beside the audio. */
const audiofolderRow = (row: DatasetRow, clips: ClipOptions): Record<string, unknown> => ({
  file_name: keptClip(row).path.slice(audiofolderPart(row.split).length + 1),
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
  ...enhancedField(row, clips),
});

function* rowsOf(dataset: Dataset, split: Split | null, clips: ClipOptions): Generator<unknown> {
  for (const row of dataset.rows()) if (row.split === split) yield audiofolderRow(row, clips);
}

export const audiofolderFormat: Format = {
  name: 'audiofolder',
  description: 'Hugging Face audiofolder: clips with metadata.jsonl, a folder for each split',
  clips: 'refers',
  async write({ dataset, folder, split, survey, clips, signal }) {
    const parts: readonly (Split | null)[] = split === null ? [null] : [...survey.splits.keys()];
    for (const part of parts) {
      await writeJsonLines(
        join(folder, audiofolderPart(part), 'metadata.jsonl'),
        rowsOf(dataset, part, clips),
        signal,
      );
    }
  },
};
