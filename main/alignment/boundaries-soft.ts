import type { FrameRun, SpeechFrames } from './boundaries-speech.ts';
import { LEAST_RANGE, levelAt, median, quietNear, STRONG_BELOW } from './boundaries-speech.ts';

/**
 * Sound this much above noise, in dB, median of three frames, that runs on from speech may be its soft first or last;
 * less where the cue covers it or the VAD is certain.
 */
const SOFT_ABOVE = 4;
const SOFT_ABOVE_EXPECTED = 3;
/** Holes in soft sound, and between strong sounds (closures of stops), are shorter than this, in frames. */
const SOFT_HOLE = 3;
const SOFT_HOLE_CERTAIN = 6;
const STRONG_HOLE = 9;
/** A soft sound lasts no longer than this, in frames. */
const LONGEST_SOFT = 20;
/** Strong sound is followed to this far beyond the cue, in frames: cues are not exact. */
const BEYOND_CUE = 15;
/** But never farther than this, in frames. */
const FARTHEST = 60;
/**
 * Lets a boundary that lies at the edge of a sounding run out over what belongs to the same word: fricatives and fading
 * vowels hardly above the noise, and strong sound that the VAD heard late but the cue covers. Never as far as the
 * run beyond. `step` -1: a start; 1: an end (past the last frame). `cue` is the frame where the cue has this boundary.
 */
export function letOut(frames: SpeechFrames, edge: number, step: -1 | 1, cue: number): number {
  const { decibels, runs, levels } = frames;
  const level = levelAt(levels, edge);
  if (level.speech - level.noise < LEAST_RANGE) return edge;
  const index = runIndexAt(runs, step < 0 ? edge : edge - 1);
  const first = step < 0 ? edge - 1 : edge;
  const run = runs[index];
  if (!run) return letOutUnheard(frames, edge, step, level.speech - STRONG_BELOW);
  if ((step < 0 ? run.start : run.end) !== edge) return edge;
  const bound = boundOf(frames, index, step);
  const noise = Math.min(level.noise, quietNear(decibels, first, step));
  const strong = Math.max(noise + SOFT_ABOVE, level.speech - STRONG_BELOW);
  const farthest = Math.min(FARTHEST, Math.max(LONGEST_SOFT, (cue - edge) * step + BEYOND_CUE));
  let reached = first - step;
  for (let away = 0; away < farthest; away += 1) {
    const i = first + step * away;
    const hole = Math.abs(i - reached) - 1;
    if (i < 0 || i >= decibels.length || (bound - i) * step <= 0 || hole >= STRONG_HOLE) break;
    const certain = frames.isCertain(i);
    const soft = noise + (certain || (cue - i) * step > 0 ? SOFT_ABOVE_EXPECTED : SOFT_ABOVE);
    const longest = certain ? SOFT_HOLE_CERTAIN : SOFT_HOLE;
    if (decibels[i]! >= strong) reached = i;
    else if (hole < longest && away < LONGEST_SOFT && median(decibels, i) >= soft) reached = i;
  }
  return step < 0 ? reached : reached + 1;
}

/** A boundary in strong sound that the VAD did not hear at all goes on to where that sound ends, if that is near. */
function letOutUnheard({ decibels }: SpeechFrames, edge: number, step: -1 | 1, strong: number): number {
  const first = step < 0 ? edge - 1 : edge;
  for (let away = 0; away <= LONGEST_SOFT; away += 1) {
    const i = first + step * away;
    if ((decibels[i] ?? -100) < strong && median(decibels, i) < strong) return edge + step * away;
  }
  return edge;
}

/** Index of the run that holds a frame, -1 where none does. */
function runIndexAt(runs: readonly FrameRun[], frame: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle]!;
    if (frame < run.start) high = middle - 1;
    else if (frame >= run.end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The quietest frame (median of three) between a run and the next in that direction: neither is let out beyond it. */
function boundOf({ decibels, runs }: SpeechFrames, index: number, step: -1 | 1): number {
  const run = runs[index]!;
  const other = runs[index + step];
  if (!other) return step < 0 ? -1 : decibels.length;
  const [from, to] = step < 0 ? [other.end, run.start] : [run.end, other.start];
  let quietest = from;
  for (let i = from; i < to; i += 1) if (median(decibels, i) < median(decibels, quietest)) quietest = i;
  return quietest;
}
