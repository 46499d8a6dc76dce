import type { Fit, FittedPiece } from './sync-fit.ts';
import { cueLikelihood } from './sync-fit.ts';
import type { CueSpan, SpeechSignal } from './sync-signal.ts';
import { speechWithin } from './sync-signal.ts';

/** Leaving cues out at a cut costs this, and each of them that, in nats. */
const LEAVE_OUT = 1;
const LEAVE_OUT_EACH = 0.3;

/** Speech at a cut that no cue shows costs this for each ms, where media is gone: about one phrase in ten is uncued. */
const UNCUED_SPEECH = 0.001;
/** A cut may lead back in the media by this much: cue times are not that exact. In ms. */
const BACKWARDS = 500;

/**
 * Moves each cut to the cues where the likelihoods of the two pieces say it is. Cues that fit neither (their media is
 * gone) are left out between the pieces; no cut leads back in the media.
 */
export function placeCuts(cues: readonly CueSpan[], signal: SpeechSignal, fit: Fit): FittedPiece[] {
  const pieces = fit.pieces.map((piece) => ({ ...piece }));
  for (let index = 1; index < pieces.length; index += 1) {
    const left = pieces[index - 1]!;
    const right = pieces[index]!;
    const first = left.from + 1;
    const last = right.to - 1;
    const backwards = (right.shift - left.shift + BACKWARDS) / fit.rate;
    /** `sums[i - first]`: all cues from `first` to before i as the piece has them. */
    const leftSums = [0];
    for (let i = first; i < last; i += 1) {
      leftSums.push(leftSums.at(-1)! + cueLikelihood(cues[i]!, signal, fit, left.shift));
    }
    // Where media is gone, no speech may be left between the pieces; media that subtitles skip has its own.
    const perSpeech = right.shift < left.shift ? UNCUED_SPEECH : 0;
    const heardBefore = (time: number, shift: number): number =>
      perSpeech * speechWithin(signal, 0, fit.rate * time + shift);
    let rightSum = 0;
    let allowed = first;
    let kept = Number.NEGATIVE_INFINITY;
    let keptTo = first;
    let best = Number.NEGATIVE_INFINITY;
    for (let from = first; from <= last; from += 1) {
      if (from > first) rightSum += cueLikelihood(cues[from - 1]!, signal, fit, right.shift);
      for (; allowed < from && cues[allowed - 1]!.end <= cues[from]!.start + backwards; allowed += 1) {
        const heard = heardBefore(cues[allowed - 1]!.end, left.shift);
        const value = leftSums[allowed - first]! + heard - LEAVE_OUT + LEAVE_OUT_EACH * allowed;
        if (value <= kept) continue;
        kept = value;
        keptTo = allowed;
      }
      const near = cues[from - 1]!.end <= cues[from]!.start + backwards;
      const adjacent = near ? leftSums[from - first]! + heardBefore(cues[from - 1]!.end, left.shift) : -1e9;
      const apart = kept - LEAVE_OUT_EACH * from;
      const value = Math.max(adjacent, apart) - rightSum - heardBefore(cues[from]!.start, right.shift);
      if (value <= best) continue;
      best = value;
      left.to = adjacent >= apart ? from : keptTo;
      right.from = from;
    }
  }
  return pieces;
}
