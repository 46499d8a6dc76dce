import type { Fit, FittedPiece } from './sync-fit.ts';
import { cueLikelihood, silenceLikelihood } from './sync-fit.ts';
import type { CueSpan, SpeechSignal } from './sync-signal.ts';
import { speechWithin } from './sync-signal.ts';

/** Leaving cues out at a cut costs this, and each of them that, in nats. */
const LEAVE_OUT = 1;
const LEAVE_OUT_EACH = 0.3;

/** Speech at a cut that no cue shows costs this for each ms, where media is gone: about one phrase in ten is uncued. */
const UNCUED_SPEECH = 0.002;
/** A cut may lead back in the media by this much: cue times are not that exact. In ms. */
const BACKWARDS = 500;

/** The silence at a cut is read this far from the cues on both sides of it, in ms, in so many parts. */
const SILENCE_REACH = 1500;
const SILENCE_PARTS = 6;

/**
 * What speaks for silence between two cues with a cut between them: it lies where the silence before it in the left
 * piece and after it in the right one are the plainest, so that speech which only the media has counts against neither.
 */
function silenceAtCut(
  before: CueSpan,
  after: CueSpan,
  signal: SpeechSignal,
  fit: Fit,
  shifts: { left: number; right: number },
): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let part = 0; part <= SILENCE_PARTS; part += 1) {
    const at = before.end + ((after.start - before.end) * part) / SILENCE_PARTS;
    const leftEnd = Math.min(at, before.end + SILENCE_REACH);
    const rightStart = Math.max(at, after.start - SILENCE_REACH);
    const value =
      silenceLikelihood(before.end, leftEnd, signal, fit, shifts.left) +
      silenceLikelihood(rightStart, after.start, signal, fit, shifts.right);
    best = Math.max(best, value);
  }
  return best;
}

/** Cuts fall into long pauses: so many nats for each e-fold of the subtitles' pause where the media has more. */
const PER_PAUSE = 1;
const LEAST_PAUSE = 300;

/** Where media is gone the subtitles' pause is what is left of two, and says nothing. */
const pausePrior = (before: CueSpan, after: CueSpan, gone: boolean): number =>
  gone ? 0 : PER_PAUSE * Math.log((Math.max(0, after.start - before.end) + LEAST_PAUSE) / 1000);

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
    const gapBefore = (i: number, shift: number): number => {
      const { end, gapEnd, weight } = cues[i - 1]!;
      return weight * silenceLikelihood(end, gapEnd, signal, fit, shift);
    };
    /** `leftSums[i - first]`: cues from `first` to before i, and the gaps before them, as the left piece has them. */
    const leftSums = [0];
    for (let i = first; i < last; i += 1) {
      const own = cueLikelihood(cues[i]!, signal, fit, left.shift) + gapBefore(i, left.shift);
      leftSums.push(leftSums.at(-1)! + own);
    }
    const shifts = { left: left.shift, right: right.shift };
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
      if (from > first) {
        rightSum += cueLikelihood(cues[from - 1]!, signal, fit, right.shift) + gapBefore(from, right.shift);
      }
      for (; allowed < from && cues[allowed - 1]!.end <= cues[from]!.start + backwards; allowed += 1) {
        const heard = heardBefore(cues[allowed - 1]!.end, left.shift);
        const value = leftSums[allowed - first]! + heard - LEAVE_OUT + LEAVE_OUT_EACH * allowed;
        if (value <= kept) continue;
        kept = value;
        keptTo = allowed;
      }
      const near = cues[from - 1]!.end <= cues[from]!.start + backwards;
      const adjacent = near
        ? leftSums[from - first]! +
          heardBefore(cues[from - 1]!.end, left.shift) +
          silenceAtCut(cues[from - 1]!, cues[from]!, signal, fit, shifts) +
          pausePrior(cues[from - 1]!, cues[from]!, perSpeech > 0)
        : -1e9;
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
