import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MEDIA_FILES } from '../contract/index.ts';
import { PartFile } from '../media/index.ts';
import { cachePath } from '../store/index.ts';

/** What the stages of one episode keep in `cache/<episode>/`. All of it can be made again. */
export const CACHE_FILES = {
  ...MEDIA_FILES,
  /** 16 kHz mono, 16-bit little-endian, without a header. */
  samples: 'audio.s16',
  /** Speech probabilities, float32, one for each 512 samples. */
  probabilities: 'speech.f32',
  /** Levels in dBFS, float32, one for each 160 samples. */
  energy: 'energy.f32',
  /** What it sounds like every 20 ms: `CepstralTrack`, bytes. */
  cepstra: 'cepstra.s8',
  /** What the sound stage made all of the above from, and how long the audio is; written last. JSON. */
  sound: 'sound.json',
  /** What a recogniser heard, by span. JSON. */
  recognised: 'recognised.json',
  /** The spans and the quality of what was embedded, so that a changed script embeds only new spans. JSON. */
  heard: 'heard.json',
  /** The utterances before any voice was compared, JSON. */
  utterances: 'utterances.json',
  /** Unit vectors, float32, in the order of `utterances.json`; zeros where there is none. */
  embeddings: 'embeddings.f32',
  /** The checksum of the encoder that made them, as text. */
  encoder: 'encoder.txt',
} as const;
export type CacheFile = keyof typeof CACHE_FILES;

export const cacheFolder = (project: string, episode: string): string => join(cachePath(project), episode);

export const cacheFile = (project: string, episode: string, file: CacheFile): string =>
  join(cacheFolder(project, episode), CACHE_FILES[file]);

export const hasCacheFiles = (project: string, episode: string, files: readonly CacheFile[]): boolean =>
  files.every((file) => existsSync(cacheFile(project, episode, file)));

const PART = '.part';

/** Writes a file beside its place, syncs it, then gives it its name: no reader ever sees half of it. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = await PartFile.create(file);
  try {
    await part.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    await part.finish();
  } finally {
    await part.discard();
  }
}

export const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

export async function readFloats(file: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  const aligned = new Uint8Array(bytes.byteLength - (bytes.byteLength % 4));
  aligned.set(bytes.subarray(0, aligned.byteLength));
  return new Float32Array(aligned.buffer);
}

/** Removes what an interrupted run left half written. Call it only while holding the run lock. */
export async function removeParts(project: string): Promise<void> {
  const entries = await readdir(cachePath(project), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile() && entry.name.endsWith(PART))
      await rm(join(entry.parentPath, entry.name), { force: true });
  }
  // The reports and a database that was being restored lie beside the cache.
  for (const name of await readdir(project).catch(() => [])) {
    if (name.endsWith(PART)) await rm(join(project, name), { force: true });
  }
}
