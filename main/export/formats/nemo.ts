import { join } from 'node:path';
import type { ClipOptions } from '../clip-options.ts';
import type { Dataset } from '../dataset.ts';
import { jsonLine, writePieces } from '../files.ts';
import type { Format } from '../format.ts';
import type { Split } from '../splits.ts';
import { enhancedField, keptClip } from './kept-clip.ts';

/** NeMo's manifest lies in the exported folder itself: it looks for relative paths beside the manifest. */
function* manifest(dataset: Dataset, split: Split | null, clips: ClipOptions): Generator<string> {
  for (const row of dataset.rows()) {
    if (row.split !== split) continue;
    const { path, rate, samples } = keptClip(row);
    const duration = Math.round((samples / rate) * 1e6) / 1e6;
    yield `${jsonLine({ audio_filepath: path, duration, text: row.text, speaker: row.character, offset: 0, ...enhancedField(row, clips) })}\n`;
  }
}

export const nemoFormat: Format = {
  name: 'nemo',
  description: 'NeMo manifests that refer to the clips',
  clips: 'refers',
  async write({ dataset, folder, split, survey, clips, signal }) {
    const parts: readonly (Split | null)[] = split === null ? [null] : [...survey.splits.keys()];
    for (const part of parts) {
      const name = part === null ? 'nemo_manifest.jsonl' : `nemo_manifest_${part}.jsonl`;
      await writePieces(join(folder, name), manifest(dataset, part, clips), signal);
    }
  },
};
