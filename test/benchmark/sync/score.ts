import { refineBoundaries } from '../../../main/alignment/boundaries.ts';
import { applySync } from '../../../main/alignment/sync.ts';
import type { Span, Sync } from '../../../main/model/index.ts';
import type { SyncCase } from './cases.ts';
import type { BuiltEpisode } from './episodes.ts';
import { seeded } from './random.ts';

export interface SyncScore {
  /** Largest error of media times in the middle of the true pieces, ms. */
  readonly offsetError: number;
  /** Percent. */
  readonly rateError: number;
  /** Largest distance of a true cut from the nearest found one, ms; infinite where none is found. */
  readonly cutError: number;
  readonly extraCuts: number;
  readonly good: boolean;
}

const OFFSET_LIMIT = 50;
const RATE_LIMIT = 0.01;
const CUT_LIMIT = 500;

/** A case is good when it belongs, every piece lies within 50 ms, rate within 0.01%, every cut within 0.5 s, none added. */
export function scoreSync(sync: Sync, truth: SyncCase): SyncScore {
  let offsetError = 0;
  for (const [index, piece] of truth.pieces.entries()) {
    const from = index === 0 ? Math.max(0, truth.cues[0]!.start) : piece.fromSubtitle;
    const to = truth.cuts[index]?.after ?? truth.cues.at(-1)!.end;
    const middle = (from + to) / 2;
    offsetError = Math.max(
      offsetError,
      Math.abs(applySync(sync, middle) - (middle - piece.offset) * piece.rate),
    );
  }
  const rateError = 100 * Math.abs(sync.pieces[0]!.rate / truth.pieces[0]!.rate - 1);
  const cutErrors = truth.cuts.map((cut) =>
    Math.min(
      Number.POSITIVE_INFINITY,
      ...sync.pieces
        .slice(1)
        .map((piece) => Math.max(0, cut.after - piece.fromSubtitle, piece.fromSubtitle - cut.before)),
    ),
  );
  const cutError = Math.max(0, ...cutErrors);
  const extraCuts = sync.pieces.length - truth.pieces.length;
  const good =
    sync.belongs &&
    offsetError <= OFFSET_LIMIT &&
    rateError <= RATE_LIMIT &&
    cutError <= CUT_LIMIT &&
    extraCuts === 0;
  return { offsetError, rateError, cutError, extraCuts, good };
}

export interface BoundaryScore {
  /** Absolute errors of starts and ends, ms, ascending. */
  readonly errors: readonly number[];
  /** Boundaries with more than 80 ms of sounding speech without a pause on both sides, and of how many. */
  readonly cutWords: number;
  readonly boundaries: number;
}

const CUT = 80 * 16;

/** Cues jittered about the truth by at most `jitter` ms, a tenth missing, ends lingering up to `linger` ms. */
export function scoreBoundaries(
  episode: BuiltEpisode,
  jitter: number,
  linger: number,
  seed: number,
): BoundaryScore {
  const random = seeded(seed);
  const truth = episode.spoken.filter(() => random.next() >= 0.1);
  const move = (): number => random.between(-jitter, jitter);
  const items = truth.map((spoken, cue) => {
    const start = Math.round(spoken.start + 16 * move());
    const end = Math.round(spoken.end + 16 * (move() + random.between(0, linger)));
    return { start, end: Math.max(start + 3200, end), cue, part: 0 };
  });
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    if (linger > 0 && next) item.end = Math.max(item.start + 3200, Math.min(item.end, next.start));
  }
  const refined = refineBoundaries(items, episode.speech, episode.energy);
  return scoreSpans(
    refined,
    truth,
    episode.spoken.flatMap((spoken) => spoken.voiced),
  );
}

function scoreSpans(spans: readonly Span[], truth: readonly Span[], voiced: readonly Span[]): BoundaryScore {
  const errors = spans.flatMap((span, i) => [
    Math.abs(span.start - truth[i]!.start) / 16,
    Math.abs(span.end - truth[i]!.end) / 16,
  ]);
  const edges = spans.flatMap(({ start, end }) => [start, end]);
  const cutWords = edges.filter((at) =>
    voiced.some(({ start, end }) => at > start + CUT && at < end - CUT),
  ).length;
  return { errors: errors.sort((a, b) => a - b), cutWords, boundaries: edges.length };
}

/** Value below which a share of ascending numbers lies. */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN;
