import type { EnergyTrack, Samples, Span, SpeechActivity } from '../model/index.ts';
import type { BoundaryItem, Candidate, Wish } from './boundaries-candidates.ts';
import { endCandidates, startCandidates, wishesOf } from './boundaries-candidates.ts';
import { letOut } from './boundaries-soft.ts';
import { findSpeechFrames } from './boundaries-speech.ts';

export type { BoundaryItem } from './boundaries-candidates.ts';

export interface BoundaryOptions {
  /** Farthest that a boundary moves where cues lag or lead, in ms: 700 by default. */
  readonly farthest?: number;
  /** Farthest that an end moves back to the speech it belongs to (subtitles linger), in ms: 3000 by default. */
  readonly longestLinger?: number;
}

/** A shorter utterance is none, in frames of 10 ms. */
const LEAST_FRAMES = 8;

/**
 * Starts and ends as a human would set them, in the order of the items. Every boundary goes to the edge of a sounding
 * run of speech: the cheapest set of edges (dynamic programming over the items) by how much speech the cue's own span
 * gains or loses, how far the boundary moves, and how plainly the sound pauses there. Spans are inside the media,
 * never empty, and do not overlap unless the cues do. Where nothing sounds, the cue stays.
 */
export function refineBoundaries(
  items: readonly BoundaryItem[],
  speech: SpeechActivity,
  energy: EnergyTrack,
  options: BoundaryOptions = {},
): Span[] {
  const media = Math.max(speech.samples, 1);
  const frames = findSpeechFrames(speech, energy);
  const order = items.map((_, index) => index).sort((a, b) => compare(items[a]!, items[b]!));
  const wishes = wishesOf(
    order.map((index) => items[index]!),
    frames,
  );
  const reach = { farthest: (options.farthest ?? 700) / 10, linger: (options.longestLinger ?? 3000) / 10 };
  const steps = wishes.map((wish) => ({
    wish,
    starts: startCandidates(wish, frames, reach),
    ends: endCandidates(wish, frames, reach),
  }));
  const chosen = choose(steps);
  const spans: Span[] = new Array(items.length);
  let previousEnd = 0;
  for (const [position, index] of order.entries()) {
    const wish = wishes[position]!;
    const { start, end } = chosen[position]!;
    const whole = { start: letOut(frames, start, -1, wish.start), end: letOut(frames, end, 1, wish.end) };
    const span = clampSpan(whole, wish.overlapsPrevious ? 0 : previousEnd, energy.hop, media);
    spans[index] = span;
    previousEnd = Math.max(wish.overlapsPrevious ? previousEnd : 0, span.end);
  }
  return spans;
}

const compare = (a: BoundaryItem, b: BoundaryItem): number =>
  a.start - b.start || a.cue - b.cue || a.part - b.part || a.end - b.end;

interface Step {
  readonly wish: Wish;
  readonly starts: readonly Candidate[];
  readonly ends: readonly Candidate[];
}

interface Reached {
  readonly cost: number;
  readonly start: number;
  readonly end: number;
  readonly before: Reached | null;
}

/** The cheapest starts and ends (frames) over all items; no start before the end of the item before. */
function choose(steps: readonly Step[]): { start: number; end: number }[] {
  let reached: Reached[] = [];
  for (const { wish, starts, ends } of steps) {
    const next: Reached[] = [];
    const entries = starts.map((start) => ({ start, before: cheapestBefore(reached, start.frame, wish) }));
    for (const end of ends) {
      let best: Reached | null = null;
      for (const { start, before } of entries) {
        const late = Math.max(0, start.frame + LEAST_FRAMES - end.frame);
        const cost = start.cost + end.cost + before.cost + 2 * late;
        if (!best || cost < best.cost)
          best = { cost, start: start.frame, end: end.frame, before: before.path };
      }
      if (best) next.push(best);
    }
    reached = next;
  }
  let path: Reached | null = null;
  for (const item of reached) if (!path || item.cost < path.cost) path = item;
  const chosen: { start: number; end: number }[] = [];
  for (; path; path = path.before) chosen.push({ start: path.start, end: path.end });
  return chosen.reverse();
}

/** What it costs for each frame that an item would begin before the end of the one before. */
const OVERLAP_PRICE = 1.5;

function cheapestBefore(
  reached: readonly Reached[],
  start: number,
  wish: Wish,
): { cost: number; path: Reached | null } {
  let path: Reached | null = null;
  let cost = 0;
  for (const item of reached) {
    const overlap = wish.overlapsPrevious ? 0 : Math.max(0, item.end - start);
    const total = item.cost + OVERLAP_PRICE * overlap;
    if (path && total >= cost) continue;
    path = item;
    cost = total;
  }
  return { cost, path };
}

function clampSpan(span: { start: number; end: number }, from: Samples, hop: number, media: Samples): Span {
  const start = Math.min(media - 1, Math.max(0, Math.max(from, span.start * hop)));
  const end = Math.min(media, Math.max(start + 1, span.end * hop));
  return { start, end };
}
