import type { CepstralTrack, EnergyTrack, Span, SpeechActivity } from '../model/index.ts';

/** A nucleus stands at most this far under the loudest of its span, dB. */
const LOUD_ENOUGH = 25;
/** And this much over the dips beside it, dB (de Jong and Wempe, 2009). */
const DIP = 2;
const SPEECH = 0.4;

/** What is counted in the sound of a span. */
export interface SoundCounts {
  /** Voiced peaks of loudness: about the syllables that are heard. */
  readonly nuclei: number;
  /** Seconds that are speech. */
  readonly speechSeconds: number;
}

export interface HeardTracks {
  readonly energy: EnergyTrack;
  readonly activity: SpeechActivity;
  readonly cepstra: CepstralTrack | null;
}

/**
 * Counts syllable nuclei after de Jong and Wempe (2009): peaks of the level, smoothed over 30 ms, with a dip of 2 dB
 * before and after, that are voiced. Voiced is what has more energy in low bands than in high ones (the first
 * cepstrum above zero) and what the speech detector calls speech.
 */
export function countNuclei({ energy, activity, cepstra }: HeardTracks, span: Span): SoundCounts {
  const { decibels, hop } = energy;
  const first = Math.floor(span.start / hop);
  const count = Math.max(0, Math.min(Math.ceil(span.end / hop), decibels.length) - first);
  const speechAt = (frame: number): number =>
    activity.probabilities[Math.floor(((first + frame) * hop) / activity.hop)] ?? 0;
  const level = new Float32Array(count);
  let loudest = -100;
  let speech = 0;
  for (let i = 0; i < count; i += 1) {
    const before = decibels[first + Math.max(0, i - 1)] as number;
    const after = decibels[first + Math.min(count - 1, i + 1)] as number;
    level[i] = (before + (decibels[first + i] as number) + after) / 3;
    if (speechAt(i) < SPEECH) continue;
    speech += 1;
    loudest = Math.max(loudest, level[i] as number);
  }
  let nuclei = 0;
  let valley = Number.POSITIVE_INFINITY;
  let peak = Number.NEGATIVE_INFINITY;
  let peakAt = -1;
  for (let i = 0; i <= count; i += 1) {
    const now = i < count ? (level[i] as number) : Number.NEGATIVE_INFINITY;
    if (peakAt < 0) {
      valley = Math.min(valley, now);
      if (now < valley + DIP) continue;
      peak = now;
      peakAt = i;
    } else if (now > peak) {
      peak = now;
      peakAt = i;
    } else if (now <= peak - DIP) {
      const isVoiced = cepstra === null || voicedAt(cepstra, (first + peakAt) * hop);
      if (peak >= loudest - LOUD_ENOUGH && speechAt(peakAt) >= SPEECH && isVoiced) nuclei += 1;
      valley = now;
      peakAt = -1;
    }
  }
  return { nuclei, speechSeconds: (speech * hop) / 16_000 };
}

function voicedAt({ values, dimension, hop }: CepstralTrack, sample: number): boolean {
  // A window of 32 ms lies 6 ms later than the 20 ms that it stands for.
  const frame = Math.max(0, Math.floor(sample / hop));
  return (values[frame * dimension] ?? 0) > 0;
}
