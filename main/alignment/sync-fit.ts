import type { CueSpan, Edges, SpeechSignal } from './sync-signal.ts';
import { speechWithin } from './sync-signal.ts';

/** Cues from `from` to past `to` follow media time = rate * subtitle time + `shift` (ms). */
export interface FittedPiece {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}

export interface Fit {
  readonly rate: number;
  /** Standard error of the rate, were it free. */
  readonly rateError: number;
  readonly pieces: readonly FittedPiece[];
  /** How much later than the speech's end cues end, in ms: subtitles linger. */
  readonly linger: number;
  /** Spread of cue starts and ends about the edges of speech, in ms. */
  readonly startSpread: number;
  readonly endSpread: number;
  /** Share of speech inside the cues and in the gaps between them. */
  readonly spokenInCues: number;
  readonly spokenInGaps: number;
}

const NARROWEST = 25;
/** Where a cue lies is judged as if its edges were no better than this, in ms: one late edge must not decide it. */
const LEAST_JITTER = 110;
/** Share of cue edges that follow some edge of speech (the others: speech nobody cued runs through them). */
const FOLLOWING = 0.85;

/** First index whose value is at least `value`. */
export function lowerBound(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Pull {
  readonly target: number;
  readonly weight: number;
  readonly spread: number;
}

/** Where the edges of speech about `expected` pull a cue edge, by their probability under the mixture. */
function pullOf(edges: Edges, expected: number, spread: number, background: number): Pull {
  const reach = 3.5 * spread;
  const scale = FOLLOWING / (spread * Math.sqrt(2 * Math.PI));
  let mass = 0;
  let first = 0;
  let second = 0;
  const { times, strengths } = edges;
  for (
    let i = lowerBound(times, expected - reach);
    i < times.length && times[i]! <= expected + reach;
    i += 1
  ) {
    const away = times[i]! - expected;
    const likelihood = strengths[i]! * scale * Math.exp(-0.5 * (away / spread) ** 2);
    mass += likelihood;
    first += likelihood * away;
    second += likelihood * away * away;
  }
  if (mass === 0) return { target: expected, weight: 0, spread: 0 };
  const weight = mass / (mass + background * (1 - FOLLOWING) * 5);
  return { target: expected + first / mass, weight, spread: (weight * second) / mass };
}

/**
 * Fits one rate and a shift for each piece to the edges of speech by expectation maximisation: every cue edge is
 * softly assigned to the speech edges near it (or to none), then rate and shifts are solved by least squares.
 * The spread shrinks from `spread` to what the data has. A given `fixedRate` is kept.
 */
export function fitEdges(
  cues: readonly CueSpan[],
  signal: SpeechSignal,
  guess: { rate: number; pieces: readonly FittedPiece[] },
  spread: number,
  fixedRate: number | null,
): Fit {
  const duration = Math.max(1, signal.units * 20);
  const density = Math.max(1, signal.onsets.times.length) / duration;
  let rate = fixedRate ?? guess.rate;
  let shifts = guess.pieces.map((piece) => piece.shift);
  let linger = 0;
  let startSpread = spread;
  let endSpread = spread;
  let rateError = 1;
  for (let round = 0; round < 25; round += 1) {
    const sums = guess.pieces.map(() => ({ weight: 0, time: 0, target: 0, timeTime: 0, timeTarget: 0 }));
    let startWeight = 0;
    let startSquares = 0;
    let endWeight = 0;
    let endSquares = 0;
    let endAway = 0;
    for (const [index, piece] of guess.pieces.entries()) {
      const sum = sums[index]!;
      const middle = (cues[piece.from]!.start + cues[piece.to - 1]!.end) / 2;
      const add = (time: number, target: number, weight: number): void => {
        const x = time - middle;
        sum.weight += weight;
        sum.time += weight * x;
        sum.target += weight * target;
        sum.timeTime += weight * x * x;
        sum.timeTarget += weight * x * target;
      };
      for (let i = piece.from; i < piece.to; i += 1) {
        const cue = cues[i]!;
        const start = rate * cue.start + shifts[index]!;
        const onset = pullOf(signal.onsets, start, startSpread, density);
        add(cue.start, onset.target, (onset.weight * cue.weight) / startSpread ** 2);
        startWeight += onset.weight;
        startSquares += onset.spread;
        const end = rate * cue.end + shifts[index]! - linger;
        const offset = pullOf(signal.offsets, end, endSpread, density);
        add(cue.end, offset.target + linger, (offset.weight * cue.weight) / endSpread ** 2);
        endWeight += offset.weight;
        endSquares += offset.spread;
        endAway += offset.weight * (end - offset.target);
      }
    }
    let across = 0;
    let along = 0;
    for (const sum of sums) {
      if (sum.weight <= 0) continue;
      across += sum.timeTime - (sum.time * sum.time) / sum.weight;
      along += sum.timeTarget - (sum.time * sum.target) / sum.weight;
    }
    if (fixedRate === null && across > 0) {
      const before = rate;
      const free = along / across;
      rate = Math.min(before + 0.003, Math.max(before - 0.003, free));
    }
    rateError = across > 0 ? 1 / Math.sqrt(across) : 1;
    shifts = sums.map((sum, index) => {
      if (sum.weight <= 0) return shifts[index]!;
      const piece = guess.pieces[index]!;
      const middle = (cues[piece.from]!.start + cues[piece.to - 1]!.end) / 2;
      return sum.target / sum.weight - (rate * sum.time) / sum.weight - rate * middle;
    });
    if (endWeight > 0) linger += Math.min(100, Math.max(-100, endAway / (endWeight + 3)));
    const found = (squares: number, weight: number, before: number): number =>
      Math.min(
        before,
        Math.max(NARROWEST, before * 0.6, Math.sqrt((squares + 3 * before ** 2) / (weight + 3))),
      );
    startSpread = found(startSquares, startWeight, startSpread);
    endSpread = found(endSquares, endWeight, endSpread);
  }
  const pieces = guess.pieces.map((piece, index) => ({ ...piece, shift: shifts[index]! }));
  return { rate, rateError, pieces, linger, startSpread, endSpread, ...sharesOf(cues, signal, rate, pieces) };
}

function sharesOf(
  cues: readonly CueSpan[],
  signal: SpeechSignal,
  rate: number,
  pieces: readonly FittedPiece[],
): { spokenInCues: number; spokenInGaps: number } {
  let [inCues, cued, inGaps, gaps] = [0, 0, 0, 0];
  for (const piece of pieces) {
    for (const cue of cues.slice(piece.from, piece.to)) {
      const [start, end, gapEnd] = [cue.start, cue.end, cue.gapEnd].map((time) => rate * time + piece.shift);
      inCues += speechWithin(signal, start!, end!);
      cued += end! - start!;
      inGaps += speechWithin(signal, end!, gapEnd!);
      gaps += gapEnd! - end!;
    }
  }
  // A prior of 20 s, so that a few cues decide nothing.
  return {
    spokenInCues: (inCues + 0.8 * 20_000) / (cued + 20_000),
    spokenInGaps: (inGaps + 0.25 * 20_000) / (gaps + 20_000),
  };
}

/** A cue in its place may still be unlike it (the VAD missed its speech, or hears others): this share of cues, about. */
const UNLIKE = 0.08;

/** Log-likelihood ratio of one cue lying at a shift, against lying anywhere: its edges and its sound, in nats. */
export function cueLikelihood(cue: CueSpan, signal: SpeechSignal, fit: Fit, shift: number): number {
  const duration = Math.max(1, signal.units * 20);
  const edge = ({ times, strengths }: Edges, expected: number, spread: number): number => {
    const wide = Math.max(LEAST_JITTER, spread);
    const scale = FOLLOWING / (wide * Math.sqrt(2 * Math.PI));
    let mass = 0;
    const reach = 4 * wide;
    for (
      let i = lowerBound(times, expected - reach);
      i < times.length && times[i]! <= expected + reach;
      i += 1
    ) {
      mass += strengths[i]! * scale * Math.exp(-0.5 * ((times[i]! - expected) / wide) ** 2);
    }
    const density = Math.max(1, times.length) / duration;
    return Math.log(1 - FOLLOWING + mass / density);
  };
  const start = fit.rate * cue.start + shift;
  const end = fit.rate * cue.end + shift - fit.linger;
  const spoken = soundLikelihood(signal, start, end, Math.max(fit.spokenInCues, meanOf(signal)));
  const own = edge(signal.onsets, start, fit.startSpread) + edge(signal.offsets, end, fit.endSpread) + spoken;
  return cue.weight * Math.log(UNLIKE + (1 - UNLIKE) * Math.exp(own));
}

/** The same for the silence that is promised from one subtitle time to another, in nats. */
export function silenceLikelihood(
  from: number,
  to: number,
  signal: SpeechSignal,
  fit: Fit,
  shift: number,
): number {
  const expected = Math.min(fit.spokenInGaps, meanOf(signal));
  return soundLikelihood(signal, fit.rate * from + shift, fit.rate * to + shift, expected);
}

const meanOf = (signal: SpeechSignal): number => Math.min(0.95, Math.max(0.05, signal.mean));

/** How much likelier a span of media is with this share of speech than with the usual one, in nats. */
function soundLikelihood(signal: SpeechSignal, start: number, end: number, expected: number): number {
  const length = Math.max(0, end - start);
  const speech = speechWithin(signal, start, end);
  const mean = meanOf(signal);
  const nats = speech * Math.log(expected / mean) + (length - speech) * Math.log((1 - expected) / (1 - mean));
  return nats / signal.memory;
}
