import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { findTools } from '../../../main/media/index.ts';
import { seededRandom } from '../../../main/model/index.ts';
import { readScript } from '../../../main/text/index.ts';

const run = promisify(execFile);
const sample = join(import.meta.dirname, '..', '..', 'fixtures', 'library');

/** An episode of the sample library: what the made-up episodes are put together from. */
interface Piece {
  readonly media: string;
  /** Seconds, as the container says. */
  readonly duration: number;
  readonly cues: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  readonly lines: readonly { readonly speaker: string; readonly text: string }[];
}

export interface MadeLibrary {
  readonly folder: string;
  readonly episodes: number;
  readonly seconds: number;
}

/** Lengths of uneven episodes, as shares of the usual one. */
const UNEVEN = [0.5, 2, 0.25, 1, 0.75, 1.5];

/**
 * Makes a library of episodes of about so many minutes each: the sound of the sample library joined end to end
 * without encoding it again, with subtitles and scripts moved along. Takes a second for each hour.
 */
export async function makeLibrary(
  folder: string,
  options: {
    readonly episodes: number;
    readonly minutes: number;
    readonly uneven?: boolean | undefined;
    /** Two channels alike, encoded anew (a minute for each hour): between them there is something to choose. */
    readonly stereo?: boolean | undefined;
  },
): Promise<MadeLibrary> {
  mkdirSync(folder, { recursive: true });
  const pieceFolder = mkdtempSync(join(tmpdir(), 'rolecall-pieces-'));
  const pieces = [
    await pieceOf(
      pieceFolder,
      'The Lamplighters S01E01.opus',
      'The Lamplighters S01E01.en.srt',
      'The Lamplighters S01E01.script.txt',
      1.8,
    ),
    await pieceOf(
      pieceFolder,
      'The Lamplighters S01E02.mkv',
      'Subs/The Lamplighters S01E02.vtt',
      'Lamplighters - S01E02 - The Wrong Ship.html',
      -0.9,
    ),
  ];
  const random = seededRandom(7);
  const silence = await silenceIn(pieceFolder);
  let seconds = 0;
  for (let episode = 0; episode < options.episodes; episode += 1) {
    const order: Piece[] = [];
    const minutes = options.minutes * (options.uneven ? (UNEVEN[episode % UNEVEN.length] ?? 1) : 1);
    for (let length = 0, at = episode; length < minutes * 60; at += 1) {
      const piece = pieces[at % pieces.length] as Piece;
      // Pauses of different lengths: sound that repeats itself evenly would fit its subtitles in many places.
      const pause = Math.round(random() * LONGEST_PAUSE * 50) / 50;
      order.push(piece, { media: silence, duration: pause, cues: [], lines: [] });
      length += piece.duration + pause;
    }
    const number = String(episode + 1).padStart(2, '0');
    seconds += await writeEpisode(join(folder, `Night Watch S01E${number}`), order, options.stereo ?? false);
  }
  rmSync(pieceFolder, { recursive: true });
  return { folder, episodes: options.episodes, seconds };
}

const LONGEST_PAUSE = 30;
/** Seconds by which the subtitles of all made-up episodes are late, so that there is something to find. */
const LATE = 1.2;

async function silenceIn(folder: string): Promise<string> {
  const { ffmpeg } = await findTools();
  const file = join(folder, 'pause.ogg');
  const source = ['-f', 'lavfi', '-i', 'anoisesrc=r=48000:a=0.0005:c=brown'];
  await run(ffmpeg.path, [
    '-v',
    'error',
    '-nostdin',
    '-y',
    ...source,
    '-t',
    String(LONGEST_PAUSE + 1),
    '-ac',
    '1',
    '-c:a',
    'libopus',
    file,
  ]);
  return file;
}

async function writeEpisode(name: string, order: readonly Piece[], stereo: boolean): Promise<number> {
  const { ffmpeg } = await findTools();
  const list = `${name}.list`;
  writeFileSync(list, order.map(({ media, duration }) => `file '${media}'\noutpoint ${duration}\n`).join(''));
  await run(ffmpeg.path, [
    '-v',
    'error',
    '-nostdin',
    '-y',
    '-f',
    'concat',
    '-safe',
    '0',
    '-i',
    list,
    '-map',
    '0:a',
    ...(stereo ? ['-ac', '2', '-c:a', 'libopus', '-b:a', '96k'] : ['-c', 'copy']),
    `${name}.opus`,
  ]);
  rmSync(list);
  let offset = LATE;
  let cue = 0;
  const subtitles: string[] = [];
  const script: string[] = [];
  for (const piece of order) {
    for (const { start, end, text } of piece.cues) {
      cue += 1;
      subtitles.push(`${cue}\n${stamp(offset + start)} --> ${stamp(offset + end)}\n${text}\n`);
    }
    if (piece.lines.length > 0) script.push(`INT. PART ${script.length} - NIGHT\n`);
    for (const { speaker, text } of piece.lines) script.push(`${speaker}: ${text}\n`);
    offset += piece.duration;
  }
  const seconds = offset - LATE;
  writeFileSync(`${name}.srt`, subtitles.join('\n'));
  writeFileSync(`${name}.script.txt`, script.join('\n'));
  return seconds;
}

/** @param late by how many seconds the sample's subtitles are late (test/fixtures/README.md); taken out of them */
async function pieceOf(
  folder: string,
  media: string,
  subtitles: string,
  script: string,
  late: number,
): Promise<Piece> {
  // All in one container: files of different time bases cannot be joined.
  const file = join(folder, `${basename(media).replace(/\.\w+$/, '')}.ogg`);
  const { ffmpeg } = await findTools();
  await run(ffmpeg.path, [
    '-v',
    'error',
    '-nostdin',
    '-y',
    '-i',
    join(sample, media),
    '-map',
    '0:a',
    '-c',
    'copy',
    file,
  ]);
  const scriptFile = join(sample, 'Scripts', script);
  return {
    media: file,
    duration: await durationOf(file),
    cues: cuesOf(readFileSync(join(sample, subtitles), 'utf8')).map(({ start, end, text }) => ({
      start: start - late,
      end: end - late,
      text,
    })),
    lines: readScript(readFileSync(scriptFile), scriptFile).lines.map((line) => ({
      speaker: line.speakerLabel,
      text: line.text,
    })),
  };
}

export async function durationOf(file: string): Promise<number> {
  const { ffprobe } = await findTools();
  const { stdout } = await run(ffprobe.path, [
    '-v',
    'error',
    '-show_entries',
    'format=duration',
    '-of',
    'csv=p=0',
    file,
  ]);
  return Number(stdout.trim());
}

const CUE = /(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}).*\n((?:.+\n?)+)/g;

function cuesOf(text: string): Piece['cues'] {
  return [...text.replaceAll('\r', '').matchAll(CUE)].map((match) => {
    const time = (at: number): number =>
      Number(match[at] ?? 0) * 3600 +
      Number(match[at + 1]) * 60 +
      Number(match[at + 2]) +
      Number(match[at + 3]) / 1000;
    return { start: time(1), end: time(5), text: (match[9] ?? '').trimEnd() };
  });
}

function stamp(seconds: number): string {
  const all = Math.round(seconds * 1000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(all / 3_600_000)}:${two((all / 60_000) % 60)}:${two((all / 1000) % 60)},${String(all % 1000).padStart(3, '0')}`;
}
