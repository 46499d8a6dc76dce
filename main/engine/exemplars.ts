import { SAMPLE_RATE, type Utterance } from '../model/index.ts';
import { utterancesOfSpeaker } from '../store/index.ts';
import type { Project } from './project.ts';

/** Long enough to know a voice, short enough to hear it against another. */
const LENGTH = { least: 1.2 * SAMPLE_RATE, most: 8 * SAMPLE_RATE, limit: 400 };
const BEST_SECONDS = { from: 2, to: 5 };

/**
 * How well an utterance stands for a character's voice, from 0 to about 2: the voice's own probability, a
 * person's word, a comfortable length, and clean sound.
 */
export function exemplarScore(utterance: Utterance, character: string): number {
  const { witnesses, quality, start, end, review } = utterance;
  const voice = witnesses.voice.find((each) => each.character === character)?.probability ?? 0.3;
  const seconds = (end - start) / SAMPLE_RATE;
  const away = Math.max(0, BEST_SECONDS.from - seconds, seconds - BEST_SECONDS.to);
  const clean =
    quality === null
      ? 0
      : Math.min(1, Math.max(0, quality.signalToNoise / 30)) * 0.2 + quality.speechRatio * 0.2;
  return voice + (review === 'unreviewed' ? 0 : 0.3) + 0.2 / (1 + away) + clean - (quality?.clipping ?? 0);
}

/** The utterances that a character's voice is known best by, best first; never the one that is judged. */
export function exemplarsOf(
  { database }: Project,
  {
    series,
    character,
    except,
    limit,
  }: { series: string; character: string; except: string | null; limit: number },
): Utterance[] {
  return utterancesOfSpeaker(database, series, character, LENGTH)
    .filter(({ id }) => id !== except)
    .map((utterance) => ({ utterance, score: exemplarScore(utterance, character) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ utterance }) => utterance);
}
