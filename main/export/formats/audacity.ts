import type { EpisodeRows } from '../dataset.ts';
import { perEpisode } from './per-episode.ts';

/** Audacity's label track: start, end, label, parted by tabs; a label that begins with `\` would be a band. */
function* labels({ rows }: EpisodeRows): Generator<string> {
  for (const { start, end, character, text } of rows) {
    yield `${(start / 16_000).toFixed(6)}\t${(end / 16_000).toFixed(6)}\t${character}: ${text}\n`;
  }
}

export const audacityFormat = perEpisode('audacity', 'txt', 'Audacity labels', labels);
