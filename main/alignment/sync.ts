import type { Milliseconds, SpeechActivity, Sync, SyncPiece } from '../model/index.ts';
import { placeCuts } from './sync-cuts.ts';
import { judge } from './sync-evidence.ts';
import type { Fit, FittedPiece } from './sync-fit.ts';
import { fitEdges } from './sync-fit.ts';
import type { CueWindow, SearchResult } from './sync-search.ts';
import { dealSums, groupCues, searchShifts } from './sync-search.ts';
import { sharpenShifts } from './sync-shift.ts';
import type { CueSpan, SpeechSignal, TimedCue } from './sync-signal.ts';
import { readCues, readSpeech, UNIT } from './sync-signal.ts';

export type { TimedCue } from './sync-signal.ts';

export interface SyncOptions {
  /** Longest offset that is looked for, in ms: 10 minutes by default. */
  readonly longestOffset?: Milliseconds;
  /** Greatest drift that is looked for besides the frame-rate ratios: 0.05 by default. */
  readonly greatestDrift?: number;
}

const FRAME_RATES = [24_000 / 1001, 24, 25, 30_000 / 1001, 30];
/** Ratios between the usual frame rates, 1 first: subtitles made at one and played at another. */
export const KNOWN_RATES: readonly number[] = [
  ...new Set(FRAME_RATES.flatMap((from) => FRAME_RATES.map((to) => Math.round((from / to) * 1e9) / 1e9))),
].sort((a, b) => Math.abs(a - 1) - Math.abs(b - 1));

const DRIFT_STEP = 0.005;
/** Cuts may add up to more than the longest offset by this, in ms. */
const CUTS_MARGIN = 300_000;
/** A rate other than 1 must earn this, and one that is no frame-rate ratio this, in nats. */
const KNOWN_RATE_PRICE = 3;
const OTHER_RATE_PRICE = 6;

export const identitySync = (): SyncPiece[] => [{ fromSubtitle: 0, offset: 0, rate: 1 }];

/**
 * Finds how subtitles lie on the media from when somebody speaks: media time = (subtitle time - offset) * rate,
 * piecewise. `belongs` is false, and the pieces are the identity, when the best answer is no better than chance.
 * Cues may come in any order; empty, endless and negative ones are left out.
 */
export function estimateSync(
  cues: readonly TimedCue[],
  speech: SpeechActivity,
  options: SyncOptions = {},
): Sync {
  const signal = readSpeech(speech);
  const duration = signal.units * UNIT;
  const reach = (options.longestOffset ?? 600_000) * 1.05 + CUTS_MARGIN;
  const spans = readCues(cues, (duration + reach) * 1.3);
  if (spans.length === 0 || signal.onsets.times.length === 0) {
    return {
      belongs: false,
      pieces: identitySync(),
      evidence: { agreement: 0, agreementBefore: 0, score: 0 },
    };
  }
  const search = searcher(spans, signal, reach);
  const coarse = searchRate(spans, search, options.greatestDrift ?? 0.05);
  const { rate } = fitPieces(spans, signal, coarse);
  const length = spans.at(-1)!.gapEnd - spans[0]!.start;
  const windows = groupCues(spans, Math.max(4000, length / MOST_WINDOWS), 1);
  const fit = fitPieces(spans, signal, { rate, windows, result: search(windows, rate) });
  const verdict = judge(spans, signal, fit, reach);
  const pieces = verdict.belongs ? describePieces(spans, fit) : identitySync();
  return { belongs: verdict.belongs, pieces, evidence: verdict.evidence };
}

interface Coarse {
  readonly rate: number;
  readonly windows: readonly CueWindow[];
  readonly result: SearchResult;
}

/** The rate is looked for in at most this many windows of about 20 s from the middle. */
const RATE_WINDOWS = 60;
/** A score above this, and this for each window, leaves no doubt that the rate is right to a quarter of a percent. */
const PLAIN = 15;
const PLAIN_EACH = 3;
/** The path is looked for in at most this many windows. */
const MOST_WINDOWS = 1500;

function searcher(cues: readonly CueSpan[], signal: SpeechSignal, reach: number) {
  const duration = signal.units * UNIT;
  const last = cues.at(-1)!.gapEnd * 1.3;
  const dealt = dealSums(signal, Math.min(reach, last) + 1000, last + reach + 1000);
  return (windows: readonly CueWindow[], rate: number): SearchResult => {
    const lowest = Math.max(-reach, -rate * cues.at(-1)!.end);
    const highest = Math.max(lowest, Math.min(reach, duration - rate * cues[0]!.start));
    return searchShifts(cues, windows, rate, signal, dealt, { lowest, highest });
  };
}

function searchRate(
  cues: readonly CueSpan[],
  search: (windows: readonly CueWindow[], rate: number) => SearchResult,
  drift: number,
): Coarse {
  const all = groupCues(cues, 20_000, 4);
  const from = Math.max(0, Math.floor((all.length - RATE_WINDOWS) / 2));
  const windows = all.slice(from, from + RATE_WINDOWS);
  let best: Coarse | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  const attempt = (rate: number, price: number): void => {
    if (bestScore > PLAIN + PLAIN_EACH * windows.length) return;
    const result = search(windows, rate);
    if (result.score - price <= bestScore) return;
    bestScore = result.score - price;
    best = { result, rate, windows };
  };
  const tried: number[] = [];
  for (const rate of KNOWN_RATES) {
    if (tried.some((other) => Math.abs(other - rate) < 0.0015)) continue;
    tried.push(rate);
    attempt(rate, rate === 1 ? 0 : KNOWN_RATE_PRICE);
  }
  for (let step = DRIFT_STEP; step <= drift + 1e-9; step += DRIFT_STEP) {
    attempt(1 + step, OTHER_RATE_PRICE);
    attempt(1 - step, OTHER_RATE_PRICE);
  }
  return best!;
}

/** Splits the path where it jumped and takes out of it what drift the windows tracked. */
function piecesOfPath(cues: readonly CueSpan[], coarse: Coarse): { rate: number; pieces: FittedPiece[] } {
  const groups: { time: number; shift: number; window: CueWindow }[][] = [];
  for (const [index, place] of coarse.result.places.entries()) {
    if (!place) continue;
    const window = coarse.windows[index]!;
    const item = { time: cues[window.from]!.start, shift: place.shift, window };
    const previous = groups.at(-1)?.at(-1);
    if (!previous || (place.jumped && Math.abs(previous.shift - place.shift) > LEAST_CUT))
      groups.push([item]);
    else groups.at(-1)!.push(item);
  }
  let across = 0;
  let along = 0;
  const means = groups.map((group) => {
    const time = group.reduce((sum, item) => sum + item.time, 0) / group.length;
    const shift = group.reduce((sum, item) => sum + item.shift, 0) / group.length;
    for (const item of group) {
      across += (item.time - time) ** 2;
      along += (item.time - time) * (item.shift - shift);
    }
    return { time, shift };
  });
  const slope = across > 0 ? Math.min(0.004, Math.max(-0.004, along / across)) : 0;
  const pieces = groups.map((group, index) => ({
    from: group[0]!.window.from,
    to: group.at(-1)!.window.to,
    shift: means[index]!.shift - slope * means[index]!.time,
  }));
  return { rate: coarse.rate + slope, pieces };
}

function fitPieces(cues: readonly CueSpan[], signal: SpeechSignal, coarse: Coarse): Fit {
  let fit = fitEdges(cues, signal, piecesOfPath(cues, coarse), 350, null);
  for (let round = 0; round < 2; round += 1) {
    const pieces = joinPieces(placeCuts(cues, signal, fit));
    fit = fitEdges(cues, signal, { rate: fit.rate, pieces }, 200, null);
  }
  const known = nearestKnown(fit);
  if (known !== null) fit = atRate(cues, fit, known);
  return { ...fit, pieces: sharpenShifts(cues, signal, fit) };
}

/** The same pieces at another rate, turned about their middles. */
function atRate(cues: readonly CueSpan[], fit: Fit, rate: number): Fit {
  const pieces = fit.pieces.map((piece) => {
    const middle = (cues[piece.from]!.start + cues[piece.to - 1]!.end) / 2;
    return { ...piece, shift: piece.shift + (fit.rate - rate) * middle };
  });
  return { ...fit, rate, pieces };
}

/** Neighbouring pieces less than this apart are one, in ms. */
const LEAST_CUT = 250;

function joinPieces(pieces: readonly FittedPiece[]): FittedPiece[] {
  const joined: FittedPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && Math.abs(last.shift - piece.shift) < LEAST_CUT) {
      const share = (piece.to - piece.from) / (piece.to - last.from);
      joined[joined.length - 1] = {
        from: last.from,
        to: piece.to,
        shift: last.shift + share * (piece.shift - last.shift),
      };
    } else joined.push(piece);
  }
  return joined;
}

function nearestKnown(fit: Fit): number | null {
  let best: number | null = null;
  for (const rate of KNOWN_RATES) {
    const away = Math.abs(rate - fit.rate);
    if (away <= Math.min(0.004, 4 * fit.rateError) && (best === null || away < Math.abs(best - fit.rate)))
      best = rate;
  }
  return best;
}

/**
 * A cut lies half-way between the last cue before it and the first after it, in the subtitles where the media has
 * more, in the media where it has less.
 */
function describePieces(cues: readonly CueSpan[], fit: Fit): SyncPiece[] {
  return fit.pieces.map((piece, index) => {
    const offset = Math.round(-piece.shift / fit.rate);
    const before = fit.pieces[index - 1];
    if (!before) return { fromSubtitle: 0, offset, rate: fit.rate };
    const start = cues[piece.from]!.start;
    const end = cues[before.to - 1]!.end;
    const inMedia = start - end + (piece.shift - before.shift) / fit.rate;
    // Cues left out at the cut, whose media is gone, come before it.
    const apart = piece.shift < before.shift ? start - cues[piece.from - 1]!.end : start - end;
    const gap = Math.max(0, Math.min(apart, inMedia));
    return { fromSubtitle: Math.round(start - gap / 2), offset, rate: fit.rate };
  });
}

/** Media time of a subtitle time. */
export function applySync(sync: Sync, time: Milliseconds): Milliseconds {
  const piece = pieceAt(sync, time);
  return Math.round((time - piece.offset) * piece.rate);
}

function pieceAt(sync: Sync, time: Milliseconds): SyncPiece {
  let found = sync.pieces[0]!;
  for (const piece of sync.pieces) if (piece.fromSubtitle <= time) found = piece;
  return found;
}

/**
 * Subtitle time of a media time. Where a cut took media away, two subtitle times may share it: the first is given.
 * Where the media has what the subtitles skip, the place of the cut.
 */
export function invertSync(sync: Sync, time: Milliseconds): Milliseconds {
  for (const [index, piece] of sync.pieces.entries()) {
    const until = sync.pieces[index + 1]?.fromSubtitle ?? Number.POSITIVE_INFINITY;
    const subtitle = Math.round(time / piece.rate + piece.offset);
    if (subtitle < until) return index === 0 ? subtitle : Math.max(piece.fromSubtitle, subtitle);
  }
  return sync.pieces.at(-1)!.fromSubtitle;
}
