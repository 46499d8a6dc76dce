import { readFile, rm, stat } from 'node:fs/promises';
import type { StoredClip } from '../../native-models/index.ts';
import type { PcmReader } from '../media/index.ts';
import {
  type EnergyTrack,
  type Quality,
  SENTENCES,
  type Span,
  type SpeechActivity,
  type Utterance,
} from '../model/index.ts';
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

/** What the sound of a span gave. */
export interface HeardSpan {
  readonly quality: Quality | null;
  readonly clip: VoiceClip;
}
/** By `spanKey`. */
export type HeardSpans = ReadonlyMap<string, HeardSpan>;

export const spanKey = ({ start, end }: Span): string => `${start}-${end}`;

/** Utterances whose samples are held at once, here and in the models' process: 4 MB for lines of four seconds. */
const BATCH = 16;
/** Longer speech tells no more of a voice, and would only take memory. */
const LONGEST_EMBEDDED = 20 * 16_000;

/**
 * Measures the sound of every spoken utterance and embeds its voice. What is known of the same span is taken over.
 *
 * @returns the drafts with their quality; the clips in the drafts' order
 */
export async function embedDrafts(
  drafts: readonly DraftUtterance[],
  known: HeardSpans,
  {
    activity,
    energy,
    openSamples,
  }: {
    readonly activity: SpeechActivity;
    readonly energy: EnergyTrack;
    /** The episode's samples, which the models read too; asked only where something is to be heard. */
    readonly openSamples: () => Promise<PcmReader>;
  },
  { encoder, ear, signal }: Workbench,
  onProgress: (fraction: number) => void,
): Promise<{ drafts: DraftUtterance[]; clips: VoiceClip[] }> {
  const heard: HeardSpan[] = drafts.map(
    ({ utterance }) => known.get(spanKey(utterance)) ?? { quality: null, clip: SILENCE },
  );
  const unknown = drafts.flatMap(({ utterance }, index) =>
    utterance.end > utterance.start && !known.has(spanKey(utterance)) ? [index] : [],
  );
  for (let from = 0; from < unknown.length; from += BATCH) {
    signal.throwIfAborted();
    const sound = await openSamples();
    const batch = unknown.slice(from, from + BATCH);
    const spans = batch.map((index) => (drafts[index] as DraftUtterance).utterance);
    const audio = await Promise.all(spans.map((span) => sound.read(span)));
    const places = spans.map(({ start }) => ({ file: sound.path, start: Math.max(0, start) }));
    const whole = places.map(({ file, start }, at): StoredClip => {
      const end = start + (audio[at]?.length ?? 0);
      return { file, parts: [{ start, end }] };
    });
    const [embedded, judged] = await Promise.all([
      embedClips(
        encoder,
        audio.map((samples) => samples.subarray(0, LONGEST_EMBEDDED)),
        { signal, places },
      ),
      ear.judge(whole, { signal }),
    ]);
    for (const [at, { embedding, durationSamples }] of embedded.entries()) {
      const samples = audio[at] as Float32Array;
      const span = spans[at] as Span;
      const quality =
        samples.length === 0
          ? null
          : measureQuality(samples, span, activity, { judgement: judged[at], energy });
      heard[batch[at] as number] = { quality, clip: { embedding, durationSamples } };
    }
    onProgress((from + batch.length) / unknown.length);
  }
  return {
    drafts: drafts.map((draft, index) => ({
      ...draft,
      utterance: withQuality(draft.utterance, heard[index]?.quality ?? null),
    })),
    clips: heard.map(({ clip }) => clip),
  };
}

/** From this probability on, the reviewer is told. */
const TOLD = 0.8;

/**
 * What the sound shows is told as a reason where there is no other. The state stays what the texts say: the judge is
 * wrong about some lines in a hundred, and a line under music may be just what somebody wants.
 */
function withQuality(utterance: Utterance, quality: Quality | null): Utterance {
  const isTold = quality !== null && utterance.reason === null && utterance.state === 'matched';
  if (!isTold) return { ...utterance, quality };
  const reason =
    (quality.overlap ?? 0) >= TOLD
      ? SENTENCES['two-voices']
      : (quality.music ?? 0) >= TOLD
        ? SENTENCES['music-under']
        : null;
  return { ...utterance, quality, reason };
}

const SILENCE: VoiceClip = { embedding: null, durationSamples: 0 };

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
