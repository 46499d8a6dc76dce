/** Samples at 16 kHz between two speech probabilities. */
export const SPEECH_HOP = 512;

/**
 * Moves an edge to the nearest place where speech begins (for a start) or ends
 * (for an end), when there is one within `reach`; else leaves it. A speech edge is
 * where the probability (0 to 255) crosses one half; its place between two windows
 * is interpolated. All times in samples.
 */
export function snapToSpeech(edge: number, side: 'start' | 'end', speech: Uint8Array, reach: number): number {
  const first = Math.max(1, Math.floor((edge - reach) / SPEECH_HOP));
  const last = Math.min(speech.length - 1, Math.ceil((edge + reach) / SPEECH_HOP) + 1);
  let best = edge;
  let distance = reach + 1;
  for (let window = first; window <= last; window++) {
    const before = speech[window - 1]!;
    const after = speech[window]!;
    const crosses = side === 'start' ? before < 128 && after >= 128 : before >= 128 && after < 128;
    if (!crosses) continue;
    // A probability stands for the middle of its window.
    const place = Math.round((window - 0.5 + (127.5 - before) / (after - before)) * SPEECH_HOP);
    if (Math.abs(place - edge) < distance) {
      distance = Math.abs(place - edge);
      best = place;
    }
  }
  return best;
}
