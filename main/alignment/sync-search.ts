import { CUT, FRESH, PathOrigins } from './sync-origins.ts';
import type { CueSpan, SpeechSignal } from './sync-signal.ts';
import { SCALE, UNIT, UNITS_PER_LAG } from './sync-signal.ts';

/** Consecutive cues that the search moves as one. */
export interface CueWindow {
  /** First and past-the-last index of the cues. */
  readonly from: number;
  readonly to: number;
}

/** Where one window lies: media time = rate * subtitle time + `shift`; `jumped` when a cut comes before it. */
export interface WindowPlace {
  readonly shift: number;
  readonly jumped: boolean;
}

export interface SearchResult {
  /** Log-likelihood ratio of the best path against chance, priors included, in nats. */
  readonly score: number;
  /** One a window; null where it is left out. */
  readonly places: readonly (WindowPlace | null)[];
}

export interface SearchRange {
  /** Lowest and highest shift in ms. */
  readonly lowest: number;
  readonly highest: number;
}

/** Expected difference between the share of speech inside cues and between them when the place is right. */
const EXPECTED_DIFFERENCE = 0.5;
/** Variance of the contrast of a window is at least this. */
const LEAST_VARIANCE = 0.006;
/** Silence that every window is taken to have besides its gaps, in ms, so that gaps of nothing weigh nothing. */
const PSEUDO_SILENCE = 1500;
/** A cut costs this, in nats: about the logarithm of the places within two minutes. */
const CUT_PENALTY = 8;
/** Leaving out the first cues costs this, in nats. */
const LATE_START = 3;
/** A cut may lead back by this many lags: cue times are not that exact. */
const BACKWARDS = 5;
/** One lag in ms. */
const LAG = UNIT * UNITS_PER_LAG;
/** Moving by one lag between two windows (drift that the rate does not explain) costs this, in nats. */
const MOVE_PENALTY = 0.4;
/** Most lags that one drift may move. */
const LONGEST_MOVE = 8;
/** Shifts up to about this are more usual than longer ones, in ms (Cauchy). */
const USUAL_SHIFT = 60_000;

export function groupCues(cues: readonly CueSpan[], span: number, least: number): CueWindow[] {
  const windows: CueWindow[] = [];
  let from = 0;
  for (let i = 0; i < cues.length; i += 1) {
    const long = cues[i]!.gapEnd - cues[from]!.start >= span && i + 1 - from >= least;
    const lonely = i + 1 < cues.length && cues[i + 1]!.start - cues[i]!.end > span;
    if (!long && !lonely && i + 1 < cues.length) continue;
    windows.push({ from, to: i + 1 });
    from = i + 1;
  }
  return windows;
}

/**
 * The sums of speech, padded on both sides and dealt out by their place within a lag, so that moving by one lag
 * is moving by one element.
 */
export interface DealtSums {
  readonly phases: readonly Int32Array[];
  /** Units before the start of the media. */
  readonly padding: number;
}

export function dealSums(signal: SpeechSignal, before: number, after: number): DealtSums {
  const padding = Math.ceil(before / UNIT / UNITS_PER_LAG + 2) * UNITS_PER_LAG;
  const total = padding + signal.units + Math.ceil(after / UNIT) + 2 * UNITS_PER_LAG;
  const length = Math.ceil(total / UNITS_PER_LAG);
  const phases: Int32Array[] = [];
  for (let phase = 0; phase < UNITS_PER_LAG; phase += 1) {
    const values = new Int32Array(length);
    for (let i = 0; i < length; i += 1) {
      const unit = i * UNITS_PER_LAG + phase - padding;
      values[i] = signal.sums[Math.min(signal.units, Math.max(0, unit))]!;
    }
    phases.push(values);
  }
  return { phases, padding };
}

/** Adds one window's log-likelihood ratio at every shift to `scores` (which it first clears). */
function scoreWindow(
  cues: readonly CueSpan[],
  window: CueWindow,
  rate: number,
  signal: SpeechSignal,
  dealt: DealtSums,
  firstLag: number,
  scores: Float32Array,
): void {
  let spoken = 0;
  let silent = 0;
  for (let i = window.from; i < window.to; i += 1) {
    const cue = cues[i]!;
    spoken += (cue.end - cue.start) * cue.weight;
    silent += (cue.gapEnd - cue.end) * cue.weight;
  }
  const inside = rate / UNIT;
  const perSpoken = 1 / (spoken * inside * SCALE);
  const perSilent = 1 / ((silent + PSEUDO_SILENCE) * inside * SCALE);
  scores.fill(0);
  const add = (time: number, weight: number): void => {
    const unit = Math.round(time * inside) + firstLag * UNITS_PER_LAG + dealt.padding;
    const sums = dealt.phases[unit % UNITS_PER_LAG]!;
    const base = Math.floor(unit / UNITS_PER_LAG);
    for (let lag = 0; lag < scores.length; lag += 1) scores[lag] = scores[lag]! + weight * sums[base + lag]!;
  };
  for (let i = window.from; i < window.to; i += 1) {
    const cue = cues[i]!;
    add(cue.start, -perSpoken * cue.weight);
    add(cue.end, (perSpoken + perSilent) * cue.weight);
    add(cue.gapEnd, -perSilent * cue.weight);
  }
  turnIntoLikelihood(
    scores,
    Math.ceil((cues[window.from]!.start * inside) / UNITS_PER_LAG) + firstLag,
    signal,
  );
}

/**
 * The contrast between cues and gaps at every lag becomes a log-likelihood ratio: normal about the expected contrast
 * against normal about what this window has at all lags inside the media, with the variance that it has there.
 */
function turnIntoLikelihood(scores: Float32Array, firstPlace: number, signal: SpeechSignal): void {
  const from = Math.min(scores.length, Math.max(0, -firstPlace));
  const to = Math.max(from, Math.min(scores.length, Math.floor(signal.units / UNITS_PER_LAG) - firstPlace));
  let sum = 0;
  let squares = 0;
  for (let lag = from; lag < to; lag += 1) {
    sum += scores[lag]!;
    squares += scores[lag]! ** 2;
  }
  const count = Math.max(1, to - from);
  const mean = sum / count;
  const variance = Math.max(LEAST_VARIANCE, squares / count - mean * mean);
  const gain = EXPECTED_DIFFERENCE / variance;
  const half = EXPECTED_DIFFERENCE ** 2 / (2 * variance);
  for (let lag = 0; lag < scores.length; lag += 1) scores[lag] = (scores[lag]! - mean) * gain - half;
}

/** The best paths that have ended, by where in the media they ended: a cut may only lead onwards. */
interface EndedPaths {
  /** Best score of a path whose last cue ended at or before this lag of the media. */
  readonly scores: Float32Array;
  /** Its last window and lag: window * lags + lag; -1 where none. */
  readonly codes: Int32Array;
}

function addEnded(ended: EndedPaths, reached: Float32Array, window: number, firstPlace: number): void {
  const { scores, codes } = ended;
  const lags = reached.length;
  for (let lag = 0; lag < lags; lag += 1) {
    const place = Math.min(scores.length - 1, Math.max(0, firstPlace + lag));
    if (reached[lag]! > scores[place]!) {
      scores[place] = reached[lag]!;
      codes[place] = window * lags + lag;
    }
  }
  const last = Math.min(scores.length - 1, Math.max(0, firstPlace + lags));
  for (let place = Math.max(1, firstPlace); place < scores.length; place += 1) {
    if (scores[place]! >= scores[place - 1]!) {
      if (place > last) break;
      continue;
    }
    scores[place] = scores[place - 1]!;
    codes[place] = codes[place - 1]!;
  }
}

/**
 * The best path of shifts through the windows at one rate (Viterbi over all shifts in steps of 100 ms): staying is
 * free, drifting by a step costs little, a cut costs the same wherever it leads, but never leads back in the media;
 * windows may be left out at a cut, before the first and after the last (their `places` are null).
 */
export function searchShifts(
  cues: readonly CueSpan[],
  windows: readonly CueWindow[],
  rate: number,
  signal: SpeechSignal,
  dealt: DealtSums,
  range: SearchRange,
): SearchResult {
  const firstLag = Math.floor(range.lowest / LAG);
  const lags = Math.max(1, Math.floor(range.highest / LAG) - firstLag + 1);
  const initial = new Float32Array(lags);
  for (let lag = 0; lag < lags; lag += 1) {
    initial[lag] = -Math.log(1 + (((lag + firstLag) * LAG) / USUAL_SHIFT) ** 2) - Math.log(lags);
  }
  const places = Math.floor(signal.units / UNITS_PER_LAG) + 2;
  const ended: EndedPaths = {
    scores: new Float32Array(places).fill(-1e9),
    codes: new Int32Array(places).fill(-1),
  };
  const origins = new PathOrigins(windows.length, lags);
  const scores = new Float32Array(lags);
  let best = new Float32Array(lags).fill(-1e9);
  let reached = new Float32Array(lags);
  for (const [index, window] of windows.entries()) {
    scoreWindow(cues, window, rate, signal, dealt, firstLag, scores);
    const start = cues[window.from]!.start;
    const since = index > 0 ? start - cues[windows[index - 1]!.from]!.start : 0;
    const reach = index > 0 ? Math.min(LONGEST_MOVE, 1 + Math.floor((since * 0.0025) / LAG)) : 0;
    const startPlace = Math.round((start * rate) / LAG) + firstLag + BACKWARDS;
    const late = index > 0 ? LATE_START : 0;
    for (let lag = 0; lag < lags; lag += 1) {
      let from = 0;
      let value = best[lag]!;
      for (let step = 1; step <= reach; step += 1) {
        const price = MOVE_PENALTY * step;
        if (lag >= step && best[lag - step]! - price > value) {
          value = best[lag - step]! - price;
          from = -step;
        }
        if (lag + step < lags && best[lag + step]! - price > value) {
          value = best[lag + step]! - price;
          from = step;
        }
      }
      const fresh = initial[lag]! - late;
      if (fresh > value) {
        value = fresh;
        from = FRESH;
      }
      const place = Math.min(places - 1, startPlace + lag);
      if (place >= 0 && ended.scores[place]! - CUT_PENALTY > value) {
        value = ended.scores[place]! - CUT_PENALTY;
        from = CUT;
        origins.cutFrom(index, lag, ended.codes[place]!);
      }
      origins.moves[index * lags + lag] = from;
      reached[lag] = value + scores[lag]!;
    }
    addEnded(ended, reached, index, Math.round((cues[window.to - 1]!.end * rate) / LAG) + firstLag);
    [best, reached] = [reached, best];
  }
  const found: (WindowPlace | null)[] = windows.map(() => null);
  let code = ended.codes[places - 1]!;
  while (code >= 0) {
    const index = Math.floor(code / lags);
    const lag = code % lags;
    const from = origins.moves[code]!;
    found[index] = { shift: (lag + firstLag) * LAG, jumped: from === FRESH || from === CUT };
    if (from === FRESH) break;
    code = from === CUT ? origins.codeAt(index, lag) : code - lags + from;
  }
  return { score: ended.scores[places - 1]!, places: found };
}
