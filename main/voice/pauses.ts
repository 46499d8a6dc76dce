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

/** The clip with its pauses cut out (see {@link speechFrames}); empty for silence, NaN or less than 250 ms. */
export function withoutPauses(audio: Float32Array): Float32Array {
  const kept = speechFrames(audio);
  if (kept.length < 25) return new Float32Array(0);
  let count = 0;
  for (const frame of kept) count += frame;
  const result = new Float32Array(count * FRAME);
  let position = 0;
  for (let frame = 0; frame < kept.length; frame += 1) {
    if (!kept[frame]) continue;
    result.set(audio.subarray(frame * FRAME, (frame + 1) * FRAME), position);
    position += FRAME;
  }
  return result;
}

/** Linear interpolation between the two nearest ranks of ascending values. */
function percentile(ascending: Float64Array, share: number): number {
  if (ascending.length === 0) return 0;
  const rank = share * (ascending.length - 1);
  const below = Math.floor(rank);
  const low = ascending[below] ?? 0;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? low;
  return low + (high - low) * (rank - below);
}
