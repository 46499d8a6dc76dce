import { join } from 'node:path';
import type { DatasetRow } from '../dataset.ts';
import { writePieces } from '../files.ts';
import type { Format, FormatJob } from '../format.ts';
import { byBytes } from '../names.ts';
import type { Split } from '../splits.ts';
import { keptClip } from './kept-clip.ts';

/**
 * A Kaldi data directory, one a split: `wav.scp`, `text`, `utt2spk`, `spk2utt`, `utt2dur`, each
 * sorted by bytes. The utterance's id begins with its speaker's; paths are relative to the exported
 * folder and hold neither blanks nor `|`, which would make a command of them.
 */
async function kaldi({ dataset, folder, split, survey, signal }: FormatJob): Promise<void> {
  const parts: readonly (Split | null)[] = split === null ? [null] : [...survey.splits.keys()];
  for (const part of parts) {
    const target = join(folder, 'kaldi', part ?? 'all');
    const entries: { id: string; speaker: string; text: string; path: string; seconds: string }[] = [];
    for (const row of dataset.rows()) {
      if (row.split === part) entries.push(entryOf(row));
    }
    entries.sort((a, b) => byBytes(a.id, b.id));
    const write = (name: string, lines: Iterable<string>): Promise<void> =>
      writePieces(join(target, name), lines, signal);
    await write(
      'wav.scp',
      map(entries, ({ id, path }) => `${id} ${path}\n`),
    );
    await write(
      'text',
      map(entries, ({ id, text }) => `${id} ${text}\n`),
    );
    await write(
      'utt2spk',
      map(entries, ({ id, speaker }) => `${id} ${speaker}\n`),
    );
    await write(
      'utt2dur',
      map(entries, ({ id, seconds }) => `${id} ${seconds}\n`),
    );
    const bySpeaker = Map.groupBy(entries, ({ speaker }) => speaker);
    const speakers = [...bySpeaker].sort(([a], [b]) => byBytes(a, b));
    await write(
      'spk2utt',
      map(speakers, ([speaker, own]) => `${speaker} ${own.map(({ id }) => id).join(' ')}\n`),
    );
  }
}

function entryOf(row: DatasetRow): {
  id: string;
  speaker: string;
  text: string;
  path: string;
  seconds: string;
} {
  const clip = keptClip(row);
  if (/[|\s]/.test(clip.path)) throw new Error(`a path that Kaldi would run: ${clip.path}`);
  return {
    id: `${row.speaker}-${row.episodeName}-${row.name}`,
    speaker: row.speaker,
    text: row.text.replace(/\s+/gu, ' ').trim(),
    path: clip.path,
    seconds: (clip.samples / clip.rate).toFixed(4),
  };
}

function* map<T>(from: Iterable<T>, line: (each: T) => string): Generator<string> {
  for (const each of from) yield line(each);
}

export const kaldiFormat: Format = {
  name: 'kaldi',
  description: 'Kaldi data directories that refer to the clips',
  clips: 'refers',
  write: kaldi,
};
