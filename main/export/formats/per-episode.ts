import { join } from 'node:path';
import type { EpisodeRows } from '../dataset.ts';
import { writePieces } from '../files.ts';
import type { Format, FormatJob } from '../format.ts';
import type { ExportFormat } from '../manifest.ts';

/** A format of one text file an episode, `FORMAT/EPISODE.extension`, on the times of the whole media. */
export function perEpisode(
  name: ExportFormat,
  extension: string,
  description: string,
  text: (episode: EpisodeRows) => Iterable<string>,
): Format {
  return {
    name,
    description,
    clips: 'none',
    async write({ dataset, folder, signal }: FormatJob): Promise<void> {
      for (const episode of dataset.episodes()) {
        await writePieces(join(folder, name, `${episode.name}.${extension}`), text(episode), signal);
      }
    },
  };
}
