import type { Milliseconds, SpeechActivity } from '../model/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';

/** A cue as sync sees it: only times. `spokenWeight` is 0 for what nobody speaks (music, sounds), 1 by default. */
export interface TimedCue {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly spokenWeight?: number;
}

/** Resolution of the activity that the search reads, in milliseconds. */
export const UNIT = 20;
/** One lag of the search, in units: 100 ms. */
export const UNITS_PER_LAG = 5;
/** Fixed point of the summed probabilities: whole numbers add without rounding over any length. */
export const SCALE = 256;

/** Summed speech probability on a grid of `UNIT` ms, and the places where speech begins and ends. */
export interface SpeechSignal {
  /** `sums[i]` = SCALE * sum of the probability over the first i units of the media. */
  readonly sums: Int32Array;
  /** Length of the media in units. */
  readonly units: number;
  /** Mean probability, 0 to 1. */
  readonly mean: number;
  /** Mean length of a run of speech or of silence, in ms: how far the activity resembles itself. */
  readonly memory: number;
  /** Places where speech begins and ends, in ms, ascending. */
  readonly onsets: Edges;
  readonly offsets: Edges;
}

/** Edges of speech in ms, ascending, with how much silence and speech speak for each, 0 to 1. */
export interface Edges {
  readonly times: Float64Array;
  readonly strengths: Float64Array;
}

/**
 * Silero's probability crosses one half late at both edges (its window is 32 ms, its state follows the sound).
 * Measured on clean LibriSpeech phrases in room noise against their sounding edges; see docs/sync-and-boundaries.md.
 */
const ONSET_LATE = 16;
const OFFSET_LATE = 55;

/** Silences shorter than this are no edges, in ms: stops inside words. */
const LEAST_SILENCE = 90;
const LEAST_SPEECH = 60;
/** An edge has its full strength beside this much silence and speech, in ms. */
const FULL_SILENCE = 500;
const FULL_SPEECH = 300;

function findEdges(speech: SpeechActivity): { onsets: Edges; offsets: Edges } {
  const { probabilities } = speech;
  const hop = (speech.hop * 1000) / SAMPLE_RATE;
  const runs: { start: number; end: number }[] = [];
  const crossing = (i: number): number => {
    const before = i > 0 ? probabilities[i - 1]! : 0;
    const after = i < probabilities.length ? probabilities[i]! : 0;
    const share = after === before ? 0.5 : (0.5 - before) / (after - before);
    return (i - 0.5 + share) * hop;
  };
  let start = -1;
  for (let i = 0; i <= probabilities.length; i += 1) {
    const speaking = i < probabilities.length && probabilities[i]! >= 0.5;
    if (speaking && start < 0) start = crossing(i);
    if (speaking || start < 0) continue;
    const end = crossing(i);
    const last = runs.at(-1);
    if (last && start - last.end < LEAST_SILENCE) last.end = end;
    else runs.push({ start, end });
    start = -1;
  }
  const kept = runs.filter((run) => run.end - run.start >= LEAST_SPEECH);
  const strength = (silence: number, speaking: number): number =>
    Math.min(1, silence / FULL_SILENCE) * Math.min(1, speaking / FULL_SPEECH);
  const onsets = { times: new Float64Array(kept.length), strengths: new Float64Array(kept.length) };
  const offsets = { times: new Float64Array(kept.length), strengths: new Float64Array(kept.length) };
  for (const [i, run] of kept.entries()) {
    const before = run.start - (kept[i - 1]?.end ?? Number.NEGATIVE_INFINITY);
    const after = (kept[i + 1]?.start ?? Number.POSITIVE_INFINITY) - run.end;
    onsets.times[i] = Math.max(0, run.start - ONSET_LATE);
    onsets.strengths[i] = strength(before, run.end - run.start);
    offsets.times[i] = Math.max(0, run.end - OFFSET_LATE);
    offsets.strengths[i] = strength(after, run.end - run.start);
  }
  return { onsets, offsets };
}

/** Reads speech activity for the search. Values that are no probabilities count as silence. */
export function readSpeech(speech: SpeechActivity): SpeechSignal {
  const hop = (speech.hop * 1000) / SAMPLE_RATE;
  const { probabilities } = speech;
  const length = probabilities.length * hop;
  const units = Math.floor(length / UNIT);
  const sums = new Int32Array(units + 1);
  let total = 0;
  let before = 0;
  let window = 0;
  let sum = 0;
  for (let unit = 1; unit <= units; unit += 1) {
    const until = (unit * UNIT) / hop;
    while (window + 1 <= until && window < probabilities.length) {
      sum += clampProbability(probabilities[window]!);
      window += 1;
    }
    const part =
      window < probabilities.length ? (until - window) * clampProbability(probabilities[window]!) : 0;
    total = ((sum + part) * hop) / UNIT;
    before = Math.round(total * SCALE);
    sums[unit] = before;
  }
  const { onsets, offsets } = findEdges(speech);
  const mean = units > 0 ? sums[units]! / SCALE / units : 0;
  const memory = Math.min(5000, Math.max(300, length / (2 * onsets.times.length + 1)));
  return { sums, units, mean, memory, onsets, offsets };
}

const clampProbability = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

/** Speech in a span of media time, in ms (fractions of a unit are interpolated). */
export function speechWithin(signal: SpeechSignal, from: number, to: number): number {
  return to > from ? (sumAt(signal, to) - sumAt(signal, from)) * (UNIT / SCALE) : 0;
}

function sumAt(signal: SpeechSignal, milliseconds: number): number {
  const at = Math.min(signal.units, Math.max(0, milliseconds / UNIT));
  const below = Math.floor(at);
  const value = signal.sums[below]!;
  return below >= signal.units ? value : value + (at - below) * (signal.sums[below + 1]! - value);
}

/** Cue times ready for the search: spoken, finite, ascending by start, none empty; `next` ends the gap after it. */
export interface CueSpan {
  readonly start: number;
  readonly end: number;
  /** End of the silence that this cue promises after itself, at most `LONGEST_GAP` away. */
  readonly gapEnd: number;
  readonly weight: number;
}

/** A longer gap promises nothing beyond this: it may hold speech that no cue shows. In ms. */
const LONGEST_GAP = 3000;
/** A cue that claims to last longer is cut here, in ms. */
const LONGEST_CUE = 40_000;

/** Keeps what can be spoken and where it can be; `latest` is the last subtitle time that can meet the media. */
export function readCues(cues: readonly TimedCue[], latest: Milliseconds): CueSpan[] {
  const sorted = cues
    .filter((cue) => Number.isFinite(cue.start) && Number.isFinite(cue.end))
    .filter((cue) => cue.end > cue.start && cue.start >= 0 && cue.start <= latest)
    .map((cue) => ({
      start: cue.start,
      end: Math.min(cue.end, cue.start + LONGEST_CUE),
      weight: Math.min(1, cue.spokenWeight ?? 1),
    }))
    .filter((cue) => cue.weight > 0)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const spans: CueSpan[] = [];
  for (const [index, cue] of sorted.entries()) {
    const nextStart = sorted[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const end = Math.max(cue.start + 1, Math.min(cue.end, nextStart));
    if (nextStart - cue.start < 1) continue;
    spans.push({ start: cue.start, end, gapEnd: Math.min(end + LONGEST_GAP, nextStart), weight: cue.weight });
  }
  return spans;
}
