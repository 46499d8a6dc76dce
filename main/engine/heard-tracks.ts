import { readFile } from 'node:fs/promises';
import { CEPSTRUM_DIMENSION, CEPSTRUM_HOP } from '../speech/index.ts';
import type { HeardTracks } from '../validation/index.ts';
import { cacheFile, hasCacheFiles, readFloats } from './cache.ts';

/** What the decoding pass kept of an episode's sound, or null where the cache was emptied. */
export async function heardTracks(project: string, episode: string): Promise<HeardTracks | null> {
  if (!hasCacheFiles(project, episode, ['probabilities', 'energy', 'cepstra'])) return null;
  const decibels = await readFloats(cacheFile(project, episode, 'energy'));
  const bytes = await readFile(cacheFile(project, episode, 'cepstra'));
  return {
    energy: { decibels, hop: 160 },
    activity: {
      probabilities: await readFloats(cacheFile(project, episode, 'probabilities')),
      hop: 512,
      samples: decibels.length * 160,
    },
    cepstra: {
      values: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      dimension: CEPSTRUM_DIMENSION,
      hop: CEPSTRUM_HOP,
    },
  };
}
