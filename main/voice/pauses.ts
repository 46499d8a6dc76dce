import type { Samples, Span } from '../model/index.ts';

/** Samples in one energy frame: 10 ms. */
const FRAME = 160;
/** Frames kept before and after a frame of speech: 100 ms. */
const KEPT_AROUND = 10;

/**
 * Which 10 ms frames of a clip are speech by energy: louder than both 40 dB below the loudest frame and 3 dB
 * above the tenth percentile, with 100 ms kept on either side. This is how the bundled encoder's training data
 * and its published figures were prepared, so clips are brought to the same form before they are embedded.
 *
 * @param audio 16 kHz mono, -1 to 1
 */
export function speechFrames(audio: Float32Array): Uint8Array {
  const frames = Math.floor(audio.length / FRAME);
  const energy = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let sample = frame * FRAME; sample < (frame + 1) * FRAME; sample += 1)
      sum += (audio[sample] ?? 0) ** 2;
    energy[frame] = sum / FRAME;
  }
  const sorted = energy.slice().sort();
  const threshold = Math.max((sorted[frames - 1] ?? 0) * 1e-4, percentile(sorted, 0.1) * 2);
  const kept = new Uint8Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    if (!((energy[frame] ?? 0) > threshold)) continue;
    kept.fill(1, Math.max(0, frame - KEPT_AROUND), Math.min(frames, frame + KEPT_AROUND + 1));
  }
  return kept;
}

/** What of a clip is no pause (see {@link speechFrames}), in order; nothing for silence, NaN or less than 250 ms. */
export function spokenParts(audio: Float32Array): Span[] {
  const kept = speechFrames(audio);
  if (kept.length < 25) return [];
  const parts: Span[] = [];
  for (let from = kept.indexOf(1); from >= 0; ) {
    const pause = kept.indexOf(0, from);
    const until = pause < 0 ? kept.length : pause;
    parts.push({ start: from * FRAME, end: until * FRAME });
    from = pause < 0 ? -1 : kept.indexOf(1, pause);
  }
  return parts;
}

/** The parts of a clip, one after the other. */
export function joined(audio: Float32Array, parts: readonly Span[]): Float32Array {
  const [only] = parts;
  if (parts.length === 1 && only) return audio.subarray(only.start, only.end);
  const result = new Float32Array(lengthOf(parts));
  let position = 0;
  for (const { start, end } of parts) {
    result.set(audio.subarray(start, end), position);
    position += end - start;
  }
  return result;
}

/** The clip with its pauses cut out. */
export const withoutPauses = (audio: Float32Array): Float32Array => joined(audio, spokenParts(audio));

/** Samples of all parts together. */
export const lengthOf = (parts: readonly Span[]): Samples =>
  parts.reduce((sum, { start, end }) => sum + end - start, 0);

/** Linear interpolation between the two nearest ranks of ascending values. */
function percentile(ascending: Float64Array, share: number): number {
  if (ascending.length === 0) return 0;
  const rank = share * (ascending.length - 1);
  const below = Math.floor(rank);
  const low = ascending[below] ?? 0;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? low;
  return low + (high - low) * (rank - below);
}
