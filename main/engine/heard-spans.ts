import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { quality } from '../model/index.ts';
import { cacheFile, writeWhole } from './cache.ts';
import { type HeardSpan, type HeardSpans, readClips, spanKey, type VoiceClip } from './embedding-stage.ts';
import type { DraftUtterance } from './episode-utterances.ts';

const heardFile = z.object({
  key: z.string(),
  dimension: z.number().int().positive(),
  /** Checksum of the vectors, which lie in a file of their own. */
  vectors: z.string(),
  spans: z.array(z.object({ start: z.number().int(), end: z.number().int(), quality: quality.nullable() })),
});

const checksum = async (project: string, episode: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(cacheFile(project, episode, 'embeddings')))
    .digest('hex');

/**
 * What is known of the spans of an episode from the last run.
 *
 * @param key the media and the encoder; what was heard with others counts as unknown
 */
export async function readHeardSpans(project: string, episode: string, key: string): Promise<HeardSpans> {
  const known = new Map<string, HeardSpan>();
  try {
    const found = heardFile.parse(JSON.parse(await readFile(cacheFile(project, episode, 'heard'), 'utf8')));
    if (found.key !== key || found.vectors !== (await checksum(project, episode))) return known;
    const clips = await readClips(project, episode, found.spans.length, found.dimension);
    found.spans.forEach((span, index) => {
      known.set(spanKey(span), { quality: span.quality, clip: clips[index] as VoiceClip });
    });
  } catch {
    // The cache can be made again, whatever is in it.
    return new Map();
  }
  return known;
}

/** Forgets what is known; call it before the vectors are written anew. */
export const forgetHeardSpans = (project: string, episode: string): Promise<void> =>
  rm(cacheFile(project, episode, 'heard'), { force: true });

/** Call it when the vectors are in their place. */
export async function writeHeardSpans(
  project: string,
  episode: string,
  key: string,
  drafts: readonly DraftUtterance[],
  dimension: number,
): Promise<void> {
  const spans = drafts.map(({ utterance: { start, end, quality: heard } }) => ({
    start,
    end,
    quality: heard,
  }));
  const vectors = await checksum(project, episode);
  await writeWhole(cacheFile(project, episode, 'heard'), JSON.stringify({ key, dimension, vectors, spans }));
}
