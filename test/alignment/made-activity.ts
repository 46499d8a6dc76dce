import type { EnergyTrack, Span, SpeechActivity } from '../../main/model/index.ts';
import type { Random } from '../benchmark/sync/random.ts';

/** Speech of a made-up episode: spans in ms, the probabilities and the energy that they would give. */
export interface MadeEpisode {
  readonly spans: readonly Span[];
  readonly speech: SpeechActivity;
  readonly energy: EnergyTrack;
}

const HOP = 512;

/** Probabilities as Silero gives them (late at both edges) and levels of -20 dBFS over noise at -60 for the spans. */
export function activityOf(
  spans: readonly Span[],
  milliseconds: number,
  random: Random,
): Omit<MadeEpisode, 'spans'> {
  const samples = milliseconds * 16;
  const probabilities = new Float32Array(Math.ceil(samples / HOP));
  const decibels = new Float32Array(Math.ceil(milliseconds / 10));
  for (let i = 0; i < probabilities.length; i += 1) probabilities[i] = 0.02 * random.next();
  for (let i = 0; i < decibels.length; i += 1) decibels[i] = -60 + random.between(-2, 2);
  for (const { start, end } of spans) {
    const from = Math.round(((start + 40) * 16) / HOP);
    const to = Math.round(((end + 70) * 16) / HOP);
    for (let i = Math.max(0, from); i < Math.min(to, probabilities.length); i += 1) {
      probabilities[i] = random.between(0.85, 1);
    }
    for (let i = Math.round(start / 10); i < Math.min(end / 10, decibels.length); i += 1) {
      decibels[i] = -20 + random.between(-4, 4);
    }
  }
  return { speech: { probabilities, hop: HOP, samples }, energy: { decibels, hop: 160 } };
}

/** Phrases of 0.8 to 5 s with pauses of 0.2 to 4 s until the media ends. */
export function makeEpisode(milliseconds: number, random: Random): MadeEpisode {
  const spans: Span[] = [];
  for (let at = random.between(500, 5000); ; ) {
    const length = random.between(800, 5000);
    if (at + length > milliseconds - 500) break;
    spans.push({ start: Math.round(at), end: Math.round(at + length) });
    at += length + (random.next() < 0.6 ? random.between(200, 1200) : random.between(1200, 4000));
  }
  return { spans, ...activityOf(spans, milliseconds, random) };
}
