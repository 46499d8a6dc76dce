import type { Fit, FittedPiece } from './sync-fit.ts';
import type { CueSpan, SpeechSignal } from './sync-signal.ts';
import { speechWithin } from './sync-signal.ts';

/** Half width of the step that is looked for at both ends of a cue, in ms. */
const WING = 400;
const FARTHEST = 300;
const STEP = 10;
/**
 * By how much the shift so found is late, in ms: Silero rises late, and falls late, by tens of milliseconds and now
 * and then by a tenth of a second. Mean over LibriSpeech phrases in room noise (docs/sync-and-boundaries.md).
 */
const ACTIVITY_LATE = 50;
/** By how much the fitted shift is late, in ms, measured in the same way. */
const FIT_LATE = 7;

/**
 * Moves the shift of every piece to where speech changes most at its cues' edges: more speech just inside a start
 * and an end than just outside. Cues' errors at starts and ends cancel (pauses inside phrases pull starts later and
 * ends earlier by the same amount), and single bad edges weigh no more than others, as in a median. Where cue ends do
 * not lag, the mean of this and the fitted shift is taken: their errors are partly each their own.
 */
export function sharpenShifts(cues: readonly CueSpan[], signal: SpeechSignal, fit: Fit): FittedPiece[] {
  const linger = lingerOf(fit);
  return fit.pieces.map((piece) => {
    const values: number[] = [];
    for (let away = -FARTHEST; away <= FARTHEST; away += STEP) {
      values.push(stepsAt(cues, signal, fit.rate, piece, piece.shift + away, linger));
    }
    const sharp = piece.shift + STEP * peakOf(values) - FARTHEST - ACTIVITY_LATE;
    return { ...piece, shift: linger > 0 ? sharp : (sharp + piece.shift - FIT_LATE) / 2 };
  });
}

function lingerOf(fit: Fit): number {
  // The fitted linger holds what pauses inside phrases feign: about 0.7 spreads. Only more than that is real.
  return fit.linger > fit.startSpread ? fit.linger - 0.7 * fit.startSpread : 0;
}

function stepsAt(
  cues: readonly CueSpan[],
  signal: SpeechSignal,
  rate: number,
  piece: FittedPiece,
  shift: number,
  linger: number,
): number {
  let sum = 0;
  for (let i = piece.from; i < piece.to; i += 1) {
    const cue = cues[i]!;
    const start = rate * cue.start + shift;
    const end = Math.max(start + 100, rate * cue.end + shift - linger);
    const before = speechWithin(signal, start - WING, start);
    const after = speechWithin(signal, end, end + WING);
    const inside = speechWithin(signal, start, start + WING) + speechWithin(signal, end - WING, end);
    sum += cue.weight * (inside - before - after);
  }
  return sum;
}

/** Place of the highest value, as the middle of what is nearly as high about it. */
function peakOf(values: readonly number[]): number {
  let top = 0;
  for (const [index, value] of values.entries()) if (value > values[top]!) top = index;
  const height = values[top]!;
  const level = height - 0.3 * (height - Math.min(...values));
  let weight = 0;
  let sum = 0;
  for (let index = top; index >= 0 && values[index]! >= level; index -= 1) {
    weight += values[index]! - level;
    sum += index * (values[index]! - level);
  }
  for (let index = top + 1; index < values.length && values[index]! >= level; index += 1) {
    weight += values[index]! - level;
    sum += index * (values[index]! - level);
  }
  return weight > 0 ? sum / weight : top;
}
