import { readFile, rm, stat } from 'node:fs/promises';
import type { Span, SpeechActivity } from '../model/index.ts';
import { measureQuality } from '../speech/index.ts';
import { embedClips } from '../voice/index.ts';
import { bytesOf, cacheFile, readFloats, writeWhole } from './cache.ts';
import type { DraftUtterance } from './episode-utterances.ts';
import type { Workbench } from './workbench.ts';

/** What is known of an utterance's voice before it is compared with others. */
export interface VoiceClip {
  /** A unit vector, or null where the speech is too short or silent. */
  readonly embedding: Float32Array | null;
  /** Length of the speech that was embedded, without its pauses. */
  readonly durationSamples: number;
}

/** Reads any span of an episode's samples. */
export type ReadSpan = (span: Span) => Promise<Float32Array>;

/** Utterances whose samples are held at once: about 20 MB for lines of four seconds. */
const BATCH = 64;
/** Longer speech tells no more of a voice, and would only take memory. */
const LONGEST_EMBEDDED = 20 * 16_000;

/**
 * Measures the sound of every spoken utterance and embeds its voice.
 *
 * @returns the drafts with their quality; the clips in the drafts' order
 */
export async function embedDrafts(
  drafts: readonly DraftUtterance[],
  readSpan: ReadSpan,
  activity: SpeechActivity,
  { encoder, signal }: Workbench,
  onProgress: (fraction: number) => void,
): Promise<{ drafts: DraftUtterance[]; clips: VoiceClip[] }> {
  const measured: DraftUtterance[] = [];
  const clips: VoiceClip[] = [];
  for (let from = 0; from < drafts.length; from += BATCH) {
    signal.throwIfAborted();
    const batch = drafts.slice(from, from + BATCH);
    const audio = await Promise.all(batch.map(({ utterance }) => readSpan(utterance)));
    for (const [index, draft] of batch.entries()) {
      const samples = audio[index] as Float32Array;
      const { utterance } = draft;
      const quality = samples.length === 0 ? null : measureQuality(samples, utterance, activity);
      measured.push({ ...draft, utterance: { ...utterance, quality } });
    }
    const embedded = await embedClips(
      encoder,
      audio.map((samples) => samples.subarray(0, LONGEST_EMBEDDED)),
      { signal },
    );
    for (const { embedding, durationSamples } of embedded) clips.push({ embedding, durationSamples });
    onProgress((from + batch.length) / drafts.length);
  }
  return { drafts: measured, clips };
}

/**
 * One row for each clip: the duration in samples, then the vector; a zero vector where there is none.
 *
 * @param encoder checksum of the model that embedded them
 */
export async function writeClips(
  project: string,
  episode: string,
  clips: readonly VoiceClip[],
  dimension: number,
  encoder: string,
): Promise<void> {
  // Gone while they are written: vectors of an interrupted run belong to no encoder.
  await rm(cacheFile(project, episode, 'encoder'), { force: true });
  const rows = new Float32Array(clips.length * (dimension + 1));
  clips.forEach(({ embedding, durationSamples }, index) => {
    rows[index * (dimension + 1)] = durationSamples;
    if (embedding !== null) rows.set(embedding, index * (dimension + 1) + 1);
  });
  await writeWhole(cacheFile(project, episode, 'embeddings'), bytesOf(rows));
  await writeWhole(cacheFile(project, episode, 'encoder'), encoder);
}

/** Whether an episode's clips were embedded by this encoder (the checksum of its model). */
export const isEmbeddedBy = (encoder: string, project: string, episode: string): Promise<boolean> =>
  readFile(cacheFile(project, episode, 'encoder'), 'utf8').then(
    (found) => found === encoder,
    () => false,
  );

export async function readClips(
  project: string,
  episode: string,
  count: number,
  dimension: number,
): Promise<VoiceClip[]> {
  const rows = await readFloats(cacheFile(project, episode, 'embeddings'));
  return Array.from({ length: count }, (_, index) => {
    const row = rows.subarray(index * (dimension + 1), (index + 1) * (dimension + 1));
    const vector = row.subarray(1);
    const isThere = vector.length === dimension && vector.some((value) => value !== 0);
    return { embedding: isThere ? vector : null, durationSamples: row[0] ?? 0 };
  });
}

/** Length of the vectors that `writeClips` wrote for `count` clips. */
export async function embeddingDimension(project: string, episode: string, count: number): Promise<number> {
  const { size } = await stat(cacheFile(project, episode, 'embeddings'));
  return count === 0 ? 0 : size / Float32Array.BYTES_PER_ELEMENT / count - 1;
}
