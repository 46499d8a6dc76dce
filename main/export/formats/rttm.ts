import type { EpisodeRows } from '../dataset.ts';
import { perEpisode } from './per-episode.ts';
import { milliseconds } from './times.ts';

const seconds = (time: number): string => (time / 1000).toFixed(3);

/** NIST Rich Transcription Time Marked: one speaker turn a line, fields parted by blanks. */
function* rttm({ name, rows }: EpisodeRows): Generator<string> {
  for (const { start, end, speaker } of rows) {
    const from = milliseconds(start);
    const length = milliseconds(end) - from;
    yield `SPEAKER ${name} 1 ${seconds(from)} ${seconds(length)} <NA> <NA> ${speaker} <NA> <NA>\n`;
  }
}

export const rttmFormat = perEpisode('rttm', 'rttm', 'RTTM: who speaks when, for diarization tools', rttm);
