import { RolecallError, SAMPLE_RATE } from '../model/index.ts';
import type { VoiceOptions, VoiceUtterance } from './types.ts';

/** The utterances that can be scored, sorted by id, as flat arrays. */
export interface Prepared {
  readonly count: number;
  readonly dimension: number;
  readonly ids: readonly string[];
  /** Unit vectors, `count` x `dimension`. */
  readonly vectors: Float32Array;
  readonly seconds: Float64Array;
  readonly characters: readonly string[];
  /** Index of the labelled character, or -1. */
  readonly labels: Int32Array;
  /** Weight of an utterance in enrolment by quality and review; 0 where it does not enrol. */
  readonly weights: Float64Array;
  /** 1 where a person accepted the label: never trimmed. */
  readonly certain: Uint8Array;
}

/** How much more an accepted utterance weighs than one that nobody reviewed. */
const REVIEWED_WEIGHT = 3;

/**
 * Flattens a series. Utterances without a usable vector (null, zero, not finite) are left out.
 * @throws RolecallError where vectors have different lengths or ids repeat
 */
export function prepare(utterances: readonly VoiceUtterance[], options: VoiceOptions): Prepared {
  const usable = utterances.filter((utterance) => isUsable(utterance.embedding));
  const sorted = [...usable].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const dimension = sorted[0]?.embedding?.length ?? 0;
  const names = new Set<string>();
  for (const utterance of sorted) {
    const label = labelOf(utterance);
    if (label !== null && !utterance.overlapped) names.add(label);
  }
  const characters = [...names].sort();
  const index = new Map(characters.map((name, at) => [name, at]));
  const vectors = new Float32Array(sorted.length * dimension);
  const seconds = new Float64Array(sorted.length);
  const labels = new Int32Array(sorted.length).fill(-1);
  const weights = new Float64Array(sorted.length);
  const certain = new Uint8Array(sorted.length);
  let last: string | null = null;
  sorted.forEach((utterance, at) => {
    const embedding = utterance.embedding as Float32Array;
    if (embedding.length !== dimension || utterance.id === last) throw unlike(utterance, dimension);
    last = utterance.id;
    writeUnit(embedding, vectors, at * dimension);
    seconds[at] = Math.max(0.25, utterance.durationSamples / SAMPLE_RATE);
    const label = labelOf(utterance);
    if (label === null || utterance.overlapped) return;
    labels[at] = index.get(label) ?? -1;
    certain[at] = isCertain(utterance) ? 1 : 0;
    weights[at] = enrolmentWeight(utterance, options);
  });
  enrolShortOnesOfTheSilent(sorted, characters.length, labels, weights);
  return {
    count: sorted.length,
    dimension,
    ids: sorted.map(({ id }) => id),
    vectors,
    seconds,
    characters,
    labels,
    weights,
    certain,
  };
}

/** The character that a person or the text gives; a person's word stands above the script's, the script's above the subtitle's. */
export function labelOf(utterance: VoiceUtterance): string | null {
  const review = utterance.review;
  if (review && (review.state === 'accepted' || review.state === 'edited')) return review.character;
  if (review?.state === 'rejected') return null;
  if (utterance.script.character !== null && utterance.script.probability >= 0.5)
    return utterance.script.character;
  return utterance.script.character === null ? utterance.subtitle : null;
}

const isCertain = ({ review }: VoiceUtterance): boolean =>
  review?.state === 'accepted' || review?.state === 'edited';

function isUsable(embedding: Float32Array | null): embedding is Float32Array {
  if (embedding === null || embedding.length === 0) return false;
  let power = 0;
  for (const value of embedding) power += value * value;
  return Number.isFinite(power) && power > 1e-12;
}

function writeUnit(from: Float32Array, to: Float32Array, at: number): void {
  let power = 0;
  for (const value of from) power += value * value;
  const scale = 1 / Math.sqrt(power);
  for (let d = 0; d < from.length; d += 1) to[at + d] = (from[d] ?? 0) * scale;
}

/** From this probability on, speech under music or under a second voice enrols nobody who has clean speech. */
const COVERED = 0.5;

/** Whether the sound holds something else than one voice: music, or another voice. */
const isCovered = ({ quality }: Pick<VoiceUtterance, 'quality'>): boolean =>
  (quality?.overlap ?? 0) >= COVERED || (quality?.music ?? 0) >= COVERED;

function enrolmentWeight(utterance: VoiceUtterance, options: VoiceOptions): number {
  // Also where a person accepted the label: that says who speaks, not that nobody else is heard.
  if (isCovered(utterance)) return 0;
  const certain = isCertain(utterance);
  if (!certain && utterance.durationSamples < options.shortestEnrolled) return 0;
  const trust = certain
    ? REVIEWED_WEIGHT
    : utterance.script.character === null
      ? 0.9
      : utterance.script.probability;
  return trust * soundWeight(utterance);
}

/**
 * 1 for clean speech, down to 0.1: full above 15 dB of signal to noise, less with clipping, gaps, few voiced frames,
 * and the likelier it is that another voice or music is heard.
 */
function soundWeight({ quality }: VoiceUtterance): number {
  if (!quality) return 1;
  const clean = Math.min(1, Math.max(0.1, quality.signalToNoise / 15));
  const unclipped = 1 - Math.min(0.9, quality.clipping * 20);
  const voiced = Math.min(1, Math.max(0.2, quality.speechRatio / 0.6));
  const unbroken = 1 - Math.min(0.9, (quality.dropouts ?? 0) * 10);
  const alone = (1 - (quality.overlap ?? 0)) * (1 - (quality.music ?? 0) / 2);
  const weight = clean * unclipped * voiced * unbroken * alone;
  return Number.isFinite(weight) ? Math.max(0.1, weight) : 0.1;
}

/** A character whose lines are all too short or covered enrols with them all the same: a wide uncertainty. */
function enrolShortOnesOfTheSilent(
  sorted: readonly VoiceUtterance[],
  characters: number,
  labels: Int32Array,
  weights: Float64Array,
): void {
  const enrolled = new Float64Array(characters);
  labels.forEach((label, at) => {
    if (label >= 0) enrolled[label]! += weights[at] ?? 0;
  });
  labels.forEach((label, at) => {
    if (label >= 0 && enrolled[label] === 0) weights[at] = 0.5 * soundWeight(sorted[at] as VoiceUtterance);
  });
}

const unlike = (utterance: VoiceUtterance, dimension: number): RolecallError =>
  new RolecallError({
    kind: 'internal',
    message: `Utterance ${utterance.id} of ${utterance.episode} has an embedding of ${utterance.embedding?.length} numbers where others have ${dimension}, or its id repeats.`,
    remedy: 'Delete the cache folder of the project and run again, so that one encoder makes all embeddings.',
  });
