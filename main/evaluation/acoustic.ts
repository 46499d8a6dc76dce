/** What a voice sounds like: unit vectors of a speaker encoder. */
export type Embedding = Float32Array;

/**
 * The direction of the mean of unit vectors. The mean of many clips is steadier than any one of them.
 *
 * @throws RangeError where there are none
 */
export function centroidOf(embeddings: readonly Embedding[]): Float64Array {
  const [first] = embeddings;
  if (first === undefined) throw new RangeError('A voice needs at least one clip');
  const sum = new Float64Array(first.length);
  for (const embedding of embeddings) for (let d = 0; d < sum.length; d += 1) sum[d]! += embedding[d]!;
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

/** Cosine of the angle between a clip and a voice, -1 to 1. */
export function similarity(voice: Float64Array, clip: Embedding): number {
  let product = 0;
  for (let d = 0; d < voice.length; d += 1) product += voice[d]! * clip[d]!;
  return product;
}

/** How a clip compares with the voices of a series. */
export interface VoiceComparison {
  /** Cosine similarity to the character's held-out voice. */
  readonly similarity: number;
  /**
   * The same minus the similarity to whoever else of the series is most similar: above 0 the clip is most like the
   * character, well below 0 it is another of the series. Null where the series has no other voice.
   */
  readonly margin: number | null;
  /** Whom of the series the clip is most like. */
  readonly nearest: string;
}

/** Compares a clip with a character's voice and with everybody else's. */
export function compareVoice(
  voices: ReadonlyMap<string, Float64Array>,
  character: string,
  clip: Embedding,
): VoiceComparison {
  const voice = voices.get(character);
  if (voice === undefined) throw new RangeError(`There is no voice of ${character}`);
  const own = similarity(voice, clip);
  let other: { name: string; value: number } | null = null;
  for (const [name, centroid] of voices) {
    if (name === character) continue;
    const value = similarity(centroid, clip);
    if (other === null || value > other.value) other = { name, value };
  }
  return {
    similarity: own,
    margin: other === null ? null : own - other.value,
    nearest: other !== null && other.value > own ? other.name : character,
  };
}
