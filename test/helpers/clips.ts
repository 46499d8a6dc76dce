import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ffmpeg } from './media.ts';
import { sampleLibrary } from './sample-score.ts';

const MEDIA = 'The Lamplighters S01E01.opus';
const SUBTITLES = 'The Lamplighters S01E01.en.srt';
const SCRIPT = 'Scripts/The Lamplighters S01E01.script.txt';

/** The script of the sample's first episode. */
export const sampleScript = (): string => readFileSync(join(sampleLibrary, SCRIPT), 'utf8');

/** The subtitles of the sample's first episode, up to those that end after so many seconds. */
export const sampleSubtitles = (length: number): string =>
  beginningOf(readFileSync(join(sampleLibrary, SUBTITLES), 'utf8'), length);

/** Cuts the first seconds of the sample's first episode into a file of its own. */
export async function cutSample(target: string, length: number): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  await ffmpeg('-i', join(sampleLibrary, MEDIA), '-t', String(length), '-c', 'copy', target);
}

/** Writes an episode of so many seconds, NAME.mkv with its texts, into a folder. */
export async function writeEpisode(folder: string, name: string, length: number): Promise<void> {
  await cutSample(join(folder, `${name}.mkv`), length);
  writeFileSync(join(folder, `${name}.srt`), sampleSubtitles(length));
  writeFileSync(join(folder, `${name}.txt`), sampleScript());
}

export const cuesOf = (subtitles: string): string[] =>
  subtitles
    .trim()
    .split(/\n\s*\n/)
    .filter((cue) => cue.includes('-->'));

/** The cues of SRT text that end within so many seconds. */
export const beginningOf = (srt: string, length: number): string =>
  `${cuesOf(srt)
    .filter((cue) => secondsOf(/--> *(\S+)/.exec(cue)?.[1] ?? '') < length)
    .join('\n\n')}\n`;

const secondsOf = (time: string): number =>
  time
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
