import type { EmbeddingOutcome, EmbeddingRefusal } from './models.ts';

/** A quarter of a second: what the bundled encoder's widest layers need, and the least that tells of a voice. */
export const MINIMUM_SAMPLES = 4_000;
/** Half a minute: of longer clips the middle is heard, so that one clip cannot take gigabytes. */
export const MAXIMUM_SAMPLES = 480_000;
/** Below -80 dBFS nothing but the converter's noise is left. */
const SILENT_PEAK = 1e-4;

/**
 * Embeds clips of any lengths through `run`, which gets clips of one length, at most `rows` of them, and gives one
 * vector for each. Encoders take their means over the whole row, so a padded row would be another clip: only clips
 * of exactly equal length share a call. Vectors come out with length one.
 *
 * @throws DOMException `AbortError` once `wanted` says no; Error where a vector has no direction
 */
export async function embedByLength(
  clips: readonly Float32Array[],
  rows: number,
  run: (clips: readonly Float32Array[]) => Promise<Float32Array[]>,
  wanted: () => boolean,
): Promise<EmbeddingOutcome[]> {
  const outcomes = new Array<EmbeddingOutcome>(clips.length);
  const byLength = new Map<number, { index: number; samples: Float32Array }[]>();
  for (const [index, clip] of clips.entries()) {
    const reason = refusal(clip);
    if (reason) {
      outcomes[index] = { kind: 'refused', reason };
      continue;
    }
    const samples = middle(clip);
    const group = byLength.get(samples.length);
    if (group) group.push({ index, samples });
    else byLength.set(samples.length, [{ index, samples }]);
  }
  for (const length of [...byLength.keys()].sort((a, b) => a - b)) {
    const group = byLength.get(length)!;
    for (let first = 0; first < group.length; first += rows) {
      if (!wanted()) throw new DOMException('No longer wanted', 'AbortError');
      const batch = group.slice(first, first + rows);
      const vectors = await run(batch.map(({ samples }) => samples));
      batch.forEach(({ index }, row) => {
        outcomes[index] = { kind: 'embedded', vector: unit(vectors[row]!) };
      });
    }
  }
  return outcomes;
}

function refusal(clip: Float32Array): EmbeddingRefusal | null {
  if (clip.length < MINIMUM_SAMPLES) return 'too-short';
  let peak = 0;
  for (const sample of clip) {
    if (!Number.isFinite(sample)) return 'not-finite';
    const size = Math.abs(sample);
    if (size > peak) peak = size;
  }
  return peak < SILENT_PEAK ? 'silent' : null;
}

function middle(clip: Float32Array): Float32Array {
  if (clip.length <= MAXIMUM_SAMPLES) return clip;
  const from = Math.floor((clip.length - MAXIMUM_SAMPLES) / 2);
  return clip.subarray(from, from + MAXIMUM_SAMPLES);
}

/** Some encoders give vectors of any length; only their direction means a voice. */
function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 1e-12 && Number.isFinite(length))) {
    throw new Error(`The encoder gave a vector of length ${length}, which has no direction`);
  }
  // A vector that is a unit vector already stays as it is, to the last bit.
  return Math.abs(length - 1) < 1e-6 ? vector : vector.map((value) => value / length);
}
