import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ffmpeg } from './media.ts';
import { sampleLibrary } from './sample-score.ts';

/** The beginnings of both episodes of the sample library, with their whole scripts: enough for every stage. */
export async function makeShortLibrary(folder: string, seconds = 80): Promise<string> {
  const scripts = join(folder, 'Scripts');
  mkdirSync(scripts, { recursive: true });
  for (const [name, media, subtitles, script] of [
    [
      'The Lamplighters S01E01',
      'opus',
      'The Lamplighters S01E01.en.srt',
      'The Lamplighters S01E01.script.txt',
    ],
    [
      'The Lamplighters S01E02',
      'mkv',
      'Subs/The Lamplighters S01E02.vtt',
      'Lamplighters - S01E02 - The Wrong Ship.html',
    ],
  ] as const) {
    await ffmpeg(
      ...['-i', join(sampleLibrary, `${name}.${media}`), '-t', String(seconds), '-c', 'copy'],
      join(folder, `${name}.${media}`),
    );
    const cues = readFileSync(join(sampleLibrary, subtitles), 'utf8').replaceAll('\r', '').split('\n\n');
    const kept = cues.filter((cue) => {
      const end = /--> (?:\d+:)?(\d\d):(\d\d)/.exec(cue);
      return end === null || Number(end[1]) * 60 + Number(end[2]) < seconds;
    });
    writeFileSync(join(folder, `${name}.${subtitles.split('.').at(-1)}`), `${kept.join('\n\n').trim()}\n`);
    writeFileSync(join(scripts, script), readFileSync(join(sampleLibrary, 'Scripts', script)));
  }
  return folder;
}
