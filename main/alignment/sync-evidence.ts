import type { SyncEvidence } from '../model/index.ts';
import type { Fit, FittedPiece } from './sync-fit.ts';
import type { CueSpan, SpeechSignal } from './sync-signal.ts';
import { speechWithin, UNIT } from './sync-signal.ts';

/** Share of cue time that falls on speech, 0 to 1. */
function agreementOf(
  cues: readonly CueSpan[],
  signal: SpeechSignal,
  rate: number,
  pieces: readonly FittedPiece[],
) {
  let spoken = 0;
  let total = 0;
  for (const piece of pieces) {
    for (let i = piece.from; i < piece.to; i += 1) {
      const cue = cues[i]!;
      spoken +=
        speechWithin(signal, rate * cue.start + piece.shift, rate * cue.end + piece.shift) * cue.weight;
      total += rate * (cue.end - cue.start) * cue.weight;
    }
  }
  return total > 0 ? Math.min(1, spoken / total) : 0;
}

/** Difference between the share of speech inside the cues and in the gaps after them, all moved by `extra` ms. */
function contrastAt(cues: readonly CueSpan[], signal: SpeechSignal, fit: Fit, extra: number): number {
  let spoken = 0;
  let cued = 0;
  let heard = 0;
  let silent = 0;
  for (const piece of fit.pieces) {
    const shift = piece.shift + extra;
    for (let i = piece.from; i < piece.to; i += 1) {
      const { start, end, gapEnd, weight } = cues[i]!;
      spoken += weight * speechWithin(signal, fit.rate * start + shift, fit.rate * end + shift);
      cued += weight * fit.rate * (end - start);
      heard += weight * speechWithin(signal, fit.rate * end + shift, fit.rate * gapEnd + shift);
      silent += weight * fit.rate * (gapEnd - end);
    }
  }
  const pseudo = 1500;
  return spoken / Math.max(1, cued) - (heard + signal.mean * pseudo) / (silent + pseudo);
}

/** What a search over this many places may reach by chance, in nats, and what each cut adds to that. */
const CERTAINTY = 4;
const PER_CUT = 14;

/**
 * Tells whether the best answer stands above chance. Chance is the same answer moved by every 1.3 s within reach
 * (but not to about its own place): the score is how many standard deviations the contrast between cues and gaps stands
 * above its mean there. The best of n normal draws reaches about sqrt(2 ln n), so z^2/2 must pay for the choices
 * that the search had.
 */
export function judge(
  cues: readonly CueSpan[],
  signal: SpeechSignal,
  fit: Fit,
  reach: number,
): { belongs: boolean; evidence: SyncEvidence } {
  const own = contrastAt(cues, signal, fit, 0);
  const duration = signal.units * UNIT;
  const limit = Math.min(reach, duration / 2);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let extra = 6500; extra <= Math.max(limit, 20_000) && count < 400; extra += 1300) {
    for (const moved of [-extra, extra]) {
      const value = contrastAt(cues, signal, fit, moved);
      count += 1;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(1e-4, squares / count - mean * mean));
  const score = (own - mean) / deviation;
  const whole = [{ from: 0, to: cues.length, shift: 0 }];
  const evidence = {
    agreement: agreementOf(cues, signal, fit.rate, fit.pieces),
    agreementBefore: agreementOf(cues, signal, 1, whole),
    score,
  };
  const choices =
    Math.abs(fit.rate - 1) < 1e-9 && fit.pieces.length === 1 && Math.abs(fit.pieces[0]!.shift) < 1000
      ? 0
      : Math.log(duration / 100 + 10) + (fit.rate === 1 ? 0 : 5);
  const nats = score > 0 ? (score * score) / 2 : 0;
  return { belongs: nats > CERTAINTY + choices + PER_CUT * (fit.pieces.length - 1), evidence };
}
