import type { Samples } from '../model/index.ts';
import type { FrameRun, SpeechFrames } from './boundaries-speech.ts';

/** A part of a cue after sync. `length` is how much text it has (words or characters, alike for all). */
export interface BoundaryItem {
  readonly start: Samples;
  readonly end: Samples;
  readonly cue: number;
  readonly part: number;
  readonly length?: number;
}

/** A frame where a boundary may be, and what that costs. */
export interface Candidate {
  readonly frame: number;
  readonly cost: number;
}

/** What is expected of an item, in frames. */
export interface Wish {
  readonly start: number;
  readonly end: number;
  /** The boundary is inside a cue, between two speakers: the text tells roughly where. */
  readonly splitBefore: boolean;
  readonly splitAfter: boolean;
  /** The cues themselves overlap: both people speak. */
  readonly overlapsPrevious: boolean;
}

export interface Reach {
  readonly farthest: number;
  readonly linger: number;
}

/** Cues that overlap by more than this mean it, in frames: less is the jitter of two neighbours. */
const MEANT_OVERLAP = 60;
/** Frames of speech that a cue gains or loses, and frames that a boundary moves, that cost 1. */
const SPEECH_FRAMES = 10;
const MOVED_FRAMES = 40;
/** The same where only silence lies between: starts that come early, ends that linger. */
const TRIMMED_START_FRAMES = 100;
const TRIMMED_END_FRAMES = 250;
/** The same for the boundary between the speakers of one cue, which only text proportions foretell. */
const SPLIT_SPEECH_FRAMES = 35;
const SPLIT_MOVED_FRAMES = 120;
/** What it costs to end at a pause of hardly any length, and how fast that falls with its frames. */
const SHORT_PAUSE = 2.5;
const PAUSE_FRAMES = 12;
/** What it costs to cut into sound, and to stay in silence. */
const CUT_WORD = 25;
const STAY_IN_SILENCE = 3;
/** A cut into sound goes to the quietest frame this near, in frames. */
const DIP_REACH = 15;
/** Between speakers a longer pause is more likely the turn: worth this a doubling. */
const LONGER_PAUSE = 0.5;

/** Expected boundaries: cue times, and inside cues the share of the speech that the text's share foretells. */
export function wishesOf(items: readonly BoundaryItem[], frames: SpeechFrames): Wish[] {
  const { hop } = frames;
  const total = frames.decibels.length;
  const clamp = (samples: number): number => Math.min(total, Math.max(0, Math.round(samples / hop) || 0));
  const wishes = items.map((item) => ({
    start: clamp(item.start),
    end: Math.max(clamp(item.start), clamp(item.end)),
    splitBefore: false,
    splitAfter: false,
    overlapsPrevious: false,
  }));
  for (let from = 0; from < items.length; ) {
    let to = from + 1;
    while (to < items.length && items[to]!.cue === items[from]!.cue && items[to]!.part > items[to - 1]!.part)
      to += 1;
    if (to - from > 1) spreadParts(items, wishes, from, to, frames);
    from = to;
  }
  for (let i = 1; i < items.length; i += 1) {
    const [before, wish] = [wishes[i - 1]!, wishes[i]!];
    const shorter = Math.min(before.end - before.start, wish.end - wish.start);
    const overlap = before.end - wish.start;
    wish.overlapsPrevious =
      items[i]!.cue !== items[i - 1]!.cue && overlap > Math.min(MEANT_OVERLAP, 0.6 * shorter + 20);
  }
  return wishes;
}

type MutableWish = { -readonly [Key in keyof Wish]: Wish[Key] };

/** Gives the parts of one cue their shares of its speech, by their text. */
function spreadParts(
  items: readonly BoundaryItem[],
  wishes: MutableWish[],
  from: number,
  to: number,
  frames: SpeechFrames,
): void {
  const start = Math.min(...wishes.slice(from, to).map((wish) => wish.start));
  const end = Math.max(...wishes.slice(from, to).map((wish) => wish.end));
  const lengths = items.slice(from, to).map((item, index) => {
    const wish = wishes[from + index]!;
    return Math.max(1, item.length ?? wish.end - wish.start);
  });
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const speech = frames.spoken[end]! - frames.spoken[start]!;
  let share = 0;
  for (let i = from; i < to; i += 1) {
    const wish = wishes[i]!;
    wish.start = i === from ? start : wishes[i - 1]!.end;
    share += lengths[i - from]! / all;
    const byTime = Math.round(start + share * (end - start));
    const bySpeech =
      speech > 0 ? frameOfSpeech(frames, frames.spoken[start]! + share * speech, start, end) : byTime;
    wish.end = i === to - 1 ? end : bySpeech;
    wish.splitBefore = i > from;
    wish.splitAfter = i < to - 1;
  }
}

/** First frame in a span before which there are at least so many frames of speech. */
function frameOfSpeech(frames: SpeechFrames, wanted: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames.spoken[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first run that ends after `frame`. */
function firstRunAfter(runs: readonly FrameRun[], frame: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.end <= frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

function costOf(
  frames: SpeechFrames,
  wished: number,
  frame: number,
  pause: number,
  split: boolean,
  movedFrames: number,
): number {
  const speech = Math.abs(frames.spoken[wished]! - frames.spoken[frame]!);
  const moved = Math.abs(wished - frame);
  const short = SHORT_PAUSE * Math.exp(-pause / PAUSE_FRAMES);
  if (!split) return speech / SPEECH_FRAMES + moved / movedFrames + short;
  const longer = LONGER_PAUSE * Math.log2(Math.min(8, Math.max(0.25, pause / 25)));
  return speech / SPLIT_SPEECH_FRAMES + moved / SPLIT_MOVED_FRAMES + 1.5 * short - longer;
}

/** Staying where the cue is: in silence that frame, in sound the quietest one near. */
function stay(frames: SpeechFrames, wished: number): Candidate {
  const { spoken, decibels } = frames;
  const inside = wished > 0 && wished < decibels.length && spoken[wished + 1]! - spoken[wished - 1]! === 2;
  if (!inside) return { frame: wished, cost: STAY_IN_SILENCE };
  let quietest = wished;
  const last = Math.min(decibels.length - 1, wished + DIP_REACH);
  for (let i = Math.max(1, wished - DIP_REACH); i <= last; i += 1) {
    if (decibels[i]! < decibels[quietest]!) quietest = i;
  }
  return { frame: quietest, cost: CUT_WORD };
}

export function startCandidates(wish: Wish, frames: SpeechFrames, reach: Reach): Candidate[] {
  const { runs } = frames;
  const farthest = wish.splitBefore
    ? Math.max(reach.farthest, (wish.end - wish.start) * 0.7)
    : reach.farthest;
  const forward = wish.splitBefore
    ? farthest
    : Math.max(farthest, Math.min(200, (wish.end - wish.start) / 2));
  const found = [stay(frames, wish.start)];
  for (let i = firstRunAfter(runs, wish.start - farthest); i < runs.length; i += 1) {
    const { start } = runs[i]!;
    if (start > wish.start + forward) break;
    if (start < wish.start - farthest) continue;
    const moved = start > wish.start ? TRIMMED_START_FRAMES : MOVED_FRAMES;
    const pause = start - (runs[i - 1]?.end ?? -100);
    found.push({ frame: start, cost: costOf(frames, wish.start, start, pause, wish.splitBefore, moved) });
  }
  return found;
}

export function endCandidates(wish: Wish, frames: SpeechFrames, reach: Reach): Candidate[] {
  const { runs } = frames;
  const farthest = wish.splitAfter ? Math.max(reach.farthest, (wish.end - wish.start) * 0.7) : reach.farthest;
  const back = wish.splitAfter
    ? farthest
    : Math.max(farthest, Math.min(reach.linger, (wish.end - wish.start) * 0.8));
  const found = [stay(frames, wish.end)];
  for (let i = firstRunAfter(runs, wish.end - back - 1); i < runs.length; i += 1) {
    const { end } = runs[i]!;
    if (end > wish.end + farthest) break;
    const moved = end < wish.end ? TRIMMED_END_FRAMES : MOVED_FRAMES;
    const pause = (runs[i + 1]?.start ?? end + 100) - end;
    found.push({ frame: end, cost: costOf(frames, wish.end, end, pause, wish.splitAfter, moved) });
  }
  return found;
}
