import type { CutEdges, EnergyTrack, Samples, Span, SpeechActivity } from '../model/index.ts';

/** Levels are looked at this far on both sides of an edge: 40 ms. */
const NEAR: Samples = 640;
/** The speech probability is looked at this far away: a word that was cut goes on beyond. */
const BEYOND: Samples = 960;
const SPEECH = 0.5;

/**
 * Which edges of a span cut into a word: somebody speaks on both sides of the edge, and for 40 ms on either side the
 * level never falls clear of the speech. How far it must fall depends on how far the noise lets it.
 *
 * @param loudness active level of the span's speech, dBFS
 * @param signalToNoise dB
 */
export function cutEdges(
  span: Span,
  activity: SpeechActivity,
  energy: EnergyTrack,
  loudness: number,
  signalToNoise: number,
): CutEdges {
  const least = loudness - edgeFall(signalToNoise);
  const start = isCut(span.start);
  const end = isCut(span.end);
  if (start && end) return 'both';
  if (start) return 'start';
  return end ? 'end' : 'none';

  function isCut(edge: Samples): boolean {
    return (
      spoken(activity, edge - BEYOND) >= SPEECH &&
      spoken(activity, edge + BEYOND) >= SPEECH &&
      quietestNear(energy, edge) >= least
    );
  }
}

/** Decibels that a pause between words falls below the speech, at this signal to noise. */
export const edgeFall = (signalToNoise: number): number => Math.min(16, Math.max(4, signalToNoise - 6));

const spoken = ({ probabilities, hop }: SpeechActivity, at: Samples): number =>
  probabilities[Math.floor(at / hop)] ?? 0;

/** Least level of the 10 ms frames around an edge, dBFS. */
export function quietestNear({ decibels, hop }: EnergyTrack, edge: Samples): number {
  const from = Math.floor((edge - NEAR) / hop);
  const to = Math.ceil((edge + NEAR) / hop);
  let least = Number.POSITIVE_INFINITY;
  for (let frame = from; frame < to; frame += 1) {
    const level = decibels[frame] ?? -100;
    if (level < least) least = level;
  }
  return least;
}
