import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One stretch of one voice: 16 kHz mono, -1 to 1. */
export interface SourceClip {
  readonly voice: string;
  readonly name: string;
  readonly audio: Float32Array;
}

/** Any file that ffmpeg reads, as 16 kHz mono. */
export function decode(file: string, ffmpeg: string): Float32Array {
  const bytes = execFileSync(
    ffmpeg,
    ['-v', 'error', '-i', `file:${file}`, '-ac', '1', '-ar', '16000', '-f', 's16le', '-'],
    { maxBuffer: 1 << 28 },
  );
  const audio = new Float32Array(bytes.byteLength >> 1);
  for (let sample = 0; sample < audio.length; sample += 1)
    audio[sample] = bytes.readInt16LE(sample * 2) / 32_768;
  return audio;
}

/** Every reader's utterances under FOLDER/READER/*.flac; empty where the folder is absent. */
export function readersOf(folder: string, ffmpeg: string): SourceClip[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((voice) =>
      readdirSync(join(folder, voice))
        .filter((name) => name.endsWith('.flac'))
        .sort()
        .map((name) => ({
          voice,
          name: basename(name, '.flac'),
          audio: decode(join(folder, voice, name), ffmpeg),
        })),
    );
}

/** The turns of FOLDER's RTTM that nobody else speaks over, at least `least` seconds long. */
export function meetingTurns(folder: string, ffmpeg: string, least = 1.2): SourceClip[] {
  const table = join(folder, 'debug.development.rttm');
  if (!existsSync(table)) return [];
  const turns = readFileSync(table, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('SPEAKER'))
    .map((line) => {
      const [, file = '', , start = '0', duration = '0', , , voice = ''] = line.split(/\s+/);
      return { file, voice, start: Number(start), end: Number(start) + Number(duration) };
    });
  const audio = new Map(
    [...new Set(turns.map((turn) => turn.file))].map((file) => [
      file,
      decode(join(folder, `${file}.wav`), ffmpeg),
    ]),
  );
  return turns.flatMap((turn) => {
    let free = [{ start: turn.start, end: turn.end }];
    for (const other of turns) {
      if (other.file !== turn.file || other.voice === turn.voice) continue;
      free = free.flatMap((span) =>
        [
          { start: span.start, end: Math.min(span.end, other.start) },
          { start: Math.max(span.start, other.end), end: span.end },
        ].filter((rest) => rest.end > rest.start),
      );
      // Both halves of an untouched span are the span itself: keep one.
      free = free.filter(
        (span, at) => free.findIndex((same) => same.start === span.start && same.end === span.end) === at,
      );
    }
    return free
      .filter((span) => span.end - span.start >= least)
      .map((span) => ({
        voice: turn.voice,
        name: `${turn.file}-${span.start.toFixed(2)}`,
        audio: audio.get(turn.file)!.slice(Math.round(span.start * 16_000), Math.round(span.end * 16_000)),
      }));
  });
}
