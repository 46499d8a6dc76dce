import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FILES, cacheFolder } from '../../../main/engine/cache.ts';
import { createProject } from '../../../main/engine/project.ts';
import { findTools } from '../../../main/media/index.ts';
import { SAMPLE_RATE, type Utterance } from '../../../main/model/index.ts';
import {
  putScannedEpisode,
  putUtterances,
  setEpisodeAudio,
  setEpisodeStatus,
} from '../../../main/store/index.ts';
import { PLAIN_QUALITY } from '../../helpers/quality.ts';

export interface Size {
  readonly hours: number;
  /** Utterances of one episode. */
  readonly utterances: number;
}

/** The episode that has its sound and its picture. */
export const EPISODE = 'evening-0';
export const OTHER_EPISODE = 'evening-1';
const CHARACTERS = 12;

function utterance(episode: string, at: number, { hours, utterances }: Size): Utterance {
  const room = Math.floor((hours * 3600 * SAMPLE_RATE) / utterances);
  const speaker = `Character ${at % CHARACTERS}`;
  return {
    id: `${episode}-${at}`,
    episode,
    start: at * room + 4000,
    end: at * room + Math.min(room - 4000, 3 * SAMPLE_RATE),
    text: `Line ${at} of a long evening, long enough to fill most of its row in the list.`,
    speaker,
    state: at % 40 === 0 ? 'conflict' : 'matched',
    review: 'unreviewed',
    confidence: 0.5 + (at % 50) / 100,
    witnesses: {
      script: { character: speaker, probability: 0.9, lines: [at] },
      subtitle: null,
      voice: [
        { character: speaker, probability: 0.8 },
        { character: `Character ${(at + 1) % CHARACTERS}`, probability: 0.15 },
      ],
    },
    // No two alike in an episode, the same in all: the worst of a series alternate between its episodes.
    mislabelProbability: (0.3 * ((at * 7919) % utterances)) / utterances,
    quality: { ...PLAIN_QUALITY, signalToNoise: 25 },
    cue: at + 1,
    part: 0,
    scene: 0,
    reason: null,
    language: null,
    transcript: null,
  };
}

/** A project with so many long episodes, made through the store. */
export async function makeProject(
  folder: string,
  name: string,
  episodes: number,
  size: Size,
): Promise<string> {
  const library = join(folder, 'library');
  mkdirSync(library, { recursive: true });
  const path = join(folder, `${name}.rolecall`);
  const { database, close } = await createProject(path, library);
  for (let number = 0; number < episodes; number += 1) {
    const id = `evening-${number}`;
    putScannedEpisode(database, {
      id,
      title: `A long evening ${number}`,
      series: 'Evenings',
      media: join(library, `${id}.mkv`),
      subtitles: null,
      script: null,
      warnings: [],
    });
    setEpisodeAudio(database, id, { samples: size.hours * 3600 * SAMPLE_RATE, size: 1, hash: id });
    setEpisodeStatus(database, id, 'done');
    // The first episode row by row, the others as its copies.
    if (number === 0)
      database.transaction(() =>
        putUtterances(
          database,
          Array.from({ length: size.utterances }, (_, at) => utterance(id, at, size)),
        ),
      )();
    else
      database
        .prepare(
          `INSERT INTO utterance (id, episode, start, end, text, speaker, state, review, confidence, witnesses,
             mislabel_probability, quality, cue, part, scene, reason)
           SELECT @id || substr(id, 10), @id, start, end, text, speaker, state, review,
             confidence, witnesses, mislabel_probability, quality, cue, part, scene, reason
           FROM utterance WHERE episode = 'evening-0'`,
        )
        .run({ id });
  }
  close();
  return path;
}

/** Gives another episode what the first one has. */
export function copySound(project: string, episode: string): void {
  mkdirSync(cacheFolder(project, episode), { recursive: true });
  for (const file of [CACHE_FILES.audio, CACHE_FILES.peaks, CACHE_FILES.speech])
    linkSync(join(cacheFolder(project, EPISODE), file), join(cacheFolder(project, episode), file));
}

/**
 * The listening copy, peaks and speech probabilities of the first episode. The sound is one minute of noise that
 * comes again and again, so that the container is as long as a real one and is made in seconds.
 */
export async function makeSound(project: string, folder: string, { hours }: Size): Promise<void> {
  const { path: ffmpeg } = (await findTools()).ffmpeg;
  const cache = cacheFolder(project, EPISODE);
  mkdirSync(cache, { recursive: true });
  const minute = join(folder, 'minute.ogg');
  const quiet = ['-hide_banner', '-loglevel', 'error', '-y'];
  const noise = ['-f', 'lavfi', '-i', 'anoisesrc=d=60:a=0.2:r=16000'];
  const opus = ['-ac', '1', '-c:a', 'libopus', '-b:a', '32k', '-frame_duration', '60'];
  execFileSync(ffmpeg, [...quiet, ...noise, ...opus, minute]);
  const again = ['-stream_loop', String(hours * 60 - 1), '-i', minute, '-c', 'copy'];
  execFileSync(ffmpeg, [...quiet, ...again, join(cache, CACHE_FILES.audio)]);
  const peaks = new Int8Array(hours * 3600 * 200);
  for (let at = 0; at < peaks.length; at += 2) {
    const height = Math.round(60 * Math.abs(Math.sin(at / 700)) + (at % 40));
    peaks[at] = -height;
    peaks[at + 1] = height;
  }
  writeFileSync(join(cache, CACHE_FILES.peaks), peaks);
  const windows = Math.ceil((hours * 3600 * SAMPLE_RATE) / 512);
  writeFileSync(
    join(cache, CACHE_FILES.speech),
    Uint8Array.from({ length: windows }, (_, at) => (at % 100 < 70 ? 200 : 10)),
  );
}
