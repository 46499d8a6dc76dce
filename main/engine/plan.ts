import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { contentHash } from '../media/index.ts';
import type { Episode, Samples } from '../model/index.ts';
import { checkpointKey, type Inputs, madeFrom } from '../store/index.ts';
import { readScript, speakerFinder } from '../text/index.ts';
import { type CacheFile, cacheFile, hasCacheFiles } from './cache.ts';
import { type Redone, redone } from './changes.ts';
import { isEmbeddedBy } from './embedding-stage.ts';
import { hashOfText, readTextFile } from './episode-texts.ts';
import { inputKey } from './keys.ts';
import type { Workbench } from './workbench.ts';

/** Raised when a stage gives other results for the same inputs. */
const VERSIONS = { audio: 5, alignment: 1, embedding: 3 } as const;

/** The keys of an episode's stages as its inputs stand now, and what of it is done already. */
export interface EpisodePlan {
  readonly media: { readonly size: number; readonly hash: string };
  readonly keys: { readonly audio: string; readonly alignment: string; readonly embedding: string };
  /** Length of the audio where what the sound stage makes is there already, made from these inputs; else null. */
  readonly audioSamples: Samples | null;
  /** What an embedded span depends on besides where it lies. */
  readonly heardKey: string;
  readonly isDone: boolean;
  /** What all of this is made from; stored with the results. */
  readonly inputs: Inputs;
  /** What is to do and why; null where all is done. */
  readonly redone: Redone | null;
}

const AUDIO_FILES: readonly CacheFile[] = [
  'audio',
  'peaks',
  'speech',
  'probabilities',
  'energy',
  'cepstra',
  'sound',
];
const RESULT_FILES: readonly CacheFile[] = ['utterances', 'embeddings'];

/**
 * Compares an episode's inputs with what was done last.
 *
 * @throws RolecallError where a file of the episode cannot be read
 */
export async function planEpisode(episode: Episode, workbench: Workbench): Promise<EpisodePlan> {
  const { project, modelKeys, signal } = workbench;
  const media = await contentHash(episode.media, { signal });
  const audio = inputKey(VERSIONS.audio, media, modelKeys.speech);
  const subtitles = await textHash(episode.subtitles);
  const script = await textHash(episode.script);
  const names = await namesIn(episode, workbench);
  const alignment = inputKey(VERSIONS.alignment, audio, subtitles, script, names);
  const embedding = inputKey(VERSIONS.embedding, alignment, modelKeys.encoder, modelKeys.ear);
  const keys = { audio, alignment, embedding };
  const isAt = (stage: keyof typeof keys): boolean =>
    checkpointKey(project.database, episode.id, stage) === keys[stage];
  const audioSamples = await soundAt(project.path, episode.id, audio);
  const isDone =
    audioSamples !== null &&
    isAt('audio') &&
    isAt('alignment') &&
    isAt('embedding') &&
    hasCacheFiles(project.path, episode.id, RESULT_FILES) &&
    (await isEmbeddedBy(modelKeys.encoder, project.path, episode.id));
  const inputs: Inputs = {
    media: media.hash,
    subtitles,
    script,
    names: names === null ? null : inputKey(names),
    speechModel: modelKeys.speech,
    encoder: modelKeys.encoder,
    audioVersion: String(VERSIONS.audio),
    alignmentVersion: String(VERSIONS.alignment),
    embeddingVersion: String(VERSIONS.embedding),
  };
  const at = new Set((['audio', 'alignment', 'embedding'] as const).filter(isAt));
  return {
    media,
    keys,
    audioSamples,
    heardKey: inputKey(audio, VERSIONS.embedding, modelKeys.encoder, modelKeys.ear),
    isDone,
    inputs,
    redone: isDone
      ? null
      : redone(inputs, madeFrom(project.database, episode.id), {
          hasSound: audioSamples !== null,
          at,
          wasDone: checkpointKey(project.database, episode.id, 'embedding') !== null,
          failed: episode.status === 'failed' || episode.status === 'stopped',
        }),
  };
}

const soundFile = z.object({ key: z.string(), samples: z.number().int().min(0) });

async function soundAt(project: string, episode: string, key: string): Promise<Samples | null> {
  if (!hasCacheFiles(project, episode, AUDIO_FILES)) return null;
  try {
    const found = soundFile.parse(JSON.parse(await readFile(cacheFile(project, episode, 'sound'), 'utf8')));
    return found.key === key ? found.samples : null;
  } catch {
    // The cache can be made again, whatever somebody did to it.
    return null;
  }
}

/** Whom the labels of this episode's script mean: a new name elsewhere in the series changes nothing here. */
async function namesIn({ script, series }: Episode, workbench: Workbench): Promise<unknown> {
  if (script === null) return null;
  const find = speakerFinder(await workbench.characters(series));
  const labels = new Set(
    readScript(await readTextFile(script), script).lines.map((line) => line.speakerLabel),
  );
  return [...labels].sort().map((label) => [label, find(label)]);
}

async function textHash(file: string | null): Promise<string | null> {
  // An embedded track is part of the media, whose hash is in the key already.
  if (file === null || file.startsWith('embedded:')) return file;
  return hashOfText(await readTextFile(file));
}
