import { SAMPLE_RATE } from '../model/index.ts';
import { speechFrames } from '../voice/index.ts';
import { tokensOf } from './style-features.ts';

/** How an answer is spoken, whoever speaks. */
export interface Fluency {
  readonly seconds: number;
  /** Words a second of speech (pauses left out); null where there is no text or no speech. */
  readonly speechRate: number | null;
  /** Share of the answer that is not speech, 0 to 1. */
  readonly silence: number;
  readonly longestPauseSeconds: number;
  /** Share of samples at full scale, 0 to 1. */
  readonly clipping: number;
  /** Root mean square of the speech, dBFS; null where there is none. */
  readonly level: number | null;
}

/** Samples of one frame of `speechFrames`. */
const FRAME = 160;
const FULL_SCALE = 0.999;
const isWord = (token: string): boolean => /[\p{L}\p{N}]/u.test(token);

export const wordCount = (text: string): number => tokensOf(text).filter(isWord).length;

/**
 * Measures an answer. Speech is found by energy with 100 ms kept around it (`speechFrames`), so shorter gaps than
 * 200 ms are no pauses.
 *
 * @param audio 16 kHz mono, -1 to 1
 * @param text what is said in it, or null
 */
export function measureFluency(audio: Float32Array, text: string | null): Fluency {
  const frames = speechFrames(audio);
  let speech = 0;
  let pause = 0;
  let longest = 0;
  let power = 0;
  for (let frame = 0; frame < frames.length; frame += 1) {
    if (frames[frame] === 0) {
      pause += 1;
      longest = Math.max(longest, pause);
      continue;
    }
    pause = 0;
    speech += 1;
    for (let at = frame * FRAME; at < (frame + 1) * FRAME; at += 1) power += audio[at]! ** 2;
  }
  let clipped = 0;
  for (const sample of audio) if (Math.abs(sample) >= FULL_SCALE) clipped += 1;
  const speechSeconds = (speech * FRAME) / SAMPLE_RATE;
  const words = text === null ? 0 : wordCount(text);
  return {
    seconds: audio.length / SAMPLE_RATE,
    speechRate: words > 0 && speechSeconds > 0 ? words / speechSeconds : null,
    silence: frames.length === 0 ? 1 : 1 - speech / frames.length,
    longestPauseSeconds: (longest * FRAME) / SAMPLE_RATE,
    clipping: audio.length === 0 ? 0 : clipped / audio.length,
    level: speech === 0 || power === 0 ? null : 10 * Math.log10(power / (speech * FRAME)),
  };
}
