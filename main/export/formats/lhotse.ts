import { join } from 'node:path';
import type { ClipOptions } from '../clip-options.ts';
import type { Dataset } from '../dataset.ts';
import { jsonLine, writeGzip } from '../files.ts';
import type { Format } from '../format.ts';
import { enhancedField, keptClip } from './kept-clip.ts';

const seconds = (samples: number, rate: number): number => Math.round((samples / rate) * 1e8) / 1e8;

/** One recording a clip, as `lhotse.audio.Recording` is written; paths are relative to the exported folder. */
function* recordings(dataset: Dataset): Generator<string> {
  for (const row of dataset.rows()) {
    const { path, rate, samples } = keptClip(row);
    yield `${jsonLine({
      id: `${row.episodeName}-${row.name}`,
      sources: [{ type: 'file', channels: [0], source: path }],
      sampling_rate: rate,
      num_samples: samples,
      duration: seconds(samples, rate),
      channel_ids: [0],
    })}\n`;
  }
}

/** One supervision a recording, as `lhotse.supervision.SupervisionSegment` is written. */
function* supervisions(dataset: Dataset, clips: ClipOptions): Generator<string> {
  for (const row of dataset.rows()) {
    const { rate, samples } = keptClip(row);
    const id = `${row.episodeName}-${row.name}`;
    yield `${jsonLine({
      id,
      recording_id: id,
      start: 0,
      duration: seconds(samples, rate),
      channel: 0,
      text: row.text,
      speaker: row.character,
      custom: {
        series: row.series,
        episode: row.episodeTitle,
        scene: row.scene,
        split: row.split,
        ...enhancedField(row, clips),
      },
    })}\n`;
  }
}

export const lhotseFormat: Format = {
  name: 'lhotse',
  description: 'Lhotse manifests of recordings and supervisions that refer to the clips',
  clips: 'refers',
  async write({ dataset, folder, clips, signal }) {
    await writeGzip(join(folder, 'lhotse', 'recordings.jsonl.gz'), recordings(dataset), signal);
    await writeGzip(join(folder, 'lhotse', 'supervisions.jsonl.gz'), supervisions(dataset, clips), signal);
  },
};
