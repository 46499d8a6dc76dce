import type { EnergyTrack, SpeechActivity } from '../model/index.ts';

/** Where somebody speaks, in frames of the energy track (10 ms): the VAD decides what is speech, energy how far. */
export interface SpeechFrames {
  /** Sounding runs of speech, ascending, half-open, in frames. */
  readonly runs: readonly FrameRun[];
  /** `spoken[i]` = frames of speech before frame i. */
  readonly spoken: Int32Array;
  readonly decibels: Float32Array;
  readonly hop: number;
  /** Levels of noise and of speech, one a half second. */
  readonly levels: readonly Levels[];
  /** Whether the VAD has hardly a doubt that somebody speaks in this frame. */
  readonly isCertain: (frame: number) => boolean;
}

export interface FrameRun {
  readonly start: number;
  readonly end: number;
}

/** Probability from which a window is speech, and below which it is surely none. */
const SPEECH = 0.5;
const SILENCE = 0.15;
/** And from which it has hardly a doubt. */
const CERTAIN = 0.9;
/** Silero's late rise and late fall (medians, see sync-shift.ts), in ms, used where energy tells nothing. */
const RISES_LATE = 16;
const FALLS_LATE = 55;
/** Sound this long before the VAD's rise or after its fall may still be speech, in ms: soft onsets, last fricatives. */
const BEFORE_RISE = 110;
const AFTER_FALL = 40;
/** Sound within this of the local speech level, in dB, that runs on from speech for this long, in frames, is speech. */
export const STRONG_BELOW = 18;
const LONGEST_MISS = 35;
/** A gap up to this, in frames, that stays this much above noise, in dB, is none; a longer one needs that much. */
const SHORT_GAP = 12;
const FILLED_ABOVE = 4;
/** A first or last syllable alone is no longer than this, and the gap beside it shorter, in frames. */
const LONGEST_SCRAP = 15;
const FILLED_LONG_ABOVE = 6;
/** The hush next to a word is looked for this far, in frames; its quietest frame is below its level by this, in dB. */
const QUIET_REACH = 100;
const QUIETEST_BELOW = 3;
/** Levels are gathered over windows of this length on both sides, in frames. */
const LEVEL_REACH = 300;
const LEVEL_STEP = 50;
/** Closures of stops are shorter than this, clicks shorter than that, in frames. */
const LONGEST_CLOSURE = 6;
const SHORTEST_SOUND = 4;
/** Silence between two runs shorter than this is a stop inside a word, in frames. */
const LEAST_PAUSE = 9;
/** With less than this between noise and speech, in dB, energy does not tell where speech ends. */
export const LEAST_RANGE = 9;

/** Finds the sounding runs of speech from probabilities and energy. */
export function findSpeechFrames(speech: SpeechActivity, energy: EnergyTrack): SpeechFrames {
  const { decibels, hop } = energy;
  const frames = decibels.length;
  const certain = markWindows(speech, energy);
  const levels = measureLevels(decibels, speech, energy.hop);
  const perMillisecond = 16 / hop;
  const before = Math.round(BEFORE_RISE * perMillisecond);
  const after = Math.round(AFTER_FALL * perMillisecond);
  const sounding = new Uint8Array(frames);
  const probabilityAt = (i: number): number =>
    speech.probabilities[Math.floor(((i + 0.5) * hop) / speech.hop)] ?? 0;
  const doubtful = (i: number): boolean => probabilityAt(i) >= SILENCE;
  const isCertain = (i: number): boolean => probabilityAt(i) >= CERTAIN;
  for (const run of runsOf(certain)) {
    const level = levelAt(levels, (run.start + run.end) / 2);
    const range = level.speech - level.noise;
    if (range < LEAST_RANGE) {
      const start = Math.max(0, Math.round(run.start - RISES_LATE * perMillisecond));
      sounding.fill(1, start, Math.max(start + 1, Math.round(run.end - FALLS_LATE * perMillisecond)));
      continue;
    }
    const threshold = Math.max(level.speech - 34, level.noise + Math.max(4, 0.35 * range));
    const strong = Math.max(threshold, level.speech - STRONG_BELOW);
    const from = Math.max(0, followSound(decibels, run.start, -1, strong) - before);
    const to = Math.min(frames, followSound(decibels, run.end - 1, 1, strong) + 1 + after);
    for (let i = from; i < to; i += 1) if (decibels[i]! >= threshold) sounding[i] = 1;
    // Sound that goes on where the VAD only doubts is still the same speech.
    for (let i = from - 1; i >= 0 && decibels[i]! >= threshold && doubtful(i); i -= 1) sounding[i] = 1;
    for (let i = to; i < frames && decibels[i]! >= threshold && doubtful(i); i += 1) sounding[i] = 1;
  }
  const runs = joinFilled(tidy(runsOf(sounding)), decibels, levels, { isCertain, isDoubtful: doubtful });
  const spoken = new Int32Array(frames + 1);
  let at = 0;
  for (let i = 0; i < frames; i += 1) {
    while (at < runs.length && runs[at]!.end <= i) at += 1;
    const inside = at < runs.length && runs[at]!.start <= i;
    spoken[i + 1] = spoken[i]! + (inside ? 1 : 0);
  }
  return { runs, spoken, decibels, hop, levels, isCertain };
}

export const levelAt = (levels: readonly Levels[], frame: number): Levels =>
  levels[Math.min(levels.length - 1, Math.floor(frame / LEVEL_STEP))]!;

/** Median level of a frame and its neighbours. */
export function median(decibels: Float32Array, i: number): number {
  const own = decibels[i] ?? -100;
  const before = decibels[i - 1] ?? own;
  const after = decibels[i + 1] ?? own;
  return Math.max(Math.min(before, after), Math.min(Math.max(before, after), own));
}

/** Noise just outside an edge: music near by raises the noise of the neighbourhood, but not the hush next to a word. */
export function quietNear(decibels: Float32Array, first: number, step: -1 | 1): number {
  let quietest = 0;
  for (let away = 0; away < QUIET_REACH; away += 1) {
    const i = first + step * away;
    if (i >= 0 && i < decibels.length) quietest = Math.min(quietest, median(decibels, i));
  }
  return quietest + QUIETEST_BELOW;
}

/** Last frame that strong sound reaches from a frame of speech without a hole as long as a pause. */
function followSound(decibels: Float32Array, from: number, step: -1 | 1, strong: number): number {
  let reached = from;
  for (let away = 1; away <= LONGEST_MISS; away += 1) {
    const i = from + step * away;
    if (i < 0 || i >= decibels.length || Math.abs(i - reached) >= LONGEST_CLOSURE) break;
    if (decibels[i]! >= strong) reached = i;
  }
  return reached;
}

/** 1 for the frames inside windows that the VAD calls speech. */
function markWindows(speech: SpeechActivity, energy: EnergyTrack): Uint8Array {
  const marks = new Uint8Array(energy.decibels.length);
  for (let i = 0; i < marks.length; i += 1) {
    const window = Math.floor(((i + 0.5) * energy.hop) / speech.hop);
    marks[i] = window < speech.probabilities.length && speech.probabilities[window]! >= SPEECH ? 1 : 0;
  }
  return marks;
}

function runsOf(marks: Uint8Array): FrameRun[] {
  const runs: FrameRun[] = [];
  let start = -1;
  for (let i = 0; i <= marks.length; i += 1) {
    if (i < marks.length && marks[i]) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      runs.push({ start, end: i });
      start = -1;
    }
  }
  return runs;
}

function tidy(runs: readonly FrameRun[]): FrameRun[] {
  const joined: { start: number; end: number }[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && run.start - last.end < LEAST_PAUSE) last.end = run.end;
    else joined.push({ ...run });
  }
  return joined.filter((run) => run.end - run.start >= SHORTEST_SOUND);
}

/**
 * Runs between which sound never falls to the noise are one: a soft middle of a word. A longer gap must stand out more,
 * and the VAD must be certain all through it. A scrap of sound with a short gap in which the VAD does not fall belongs
 * to the word beside it.
 */
function joinFilled(
  runs: readonly FrameRun[],
  decibels: Float32Array,
  levels: readonly Levels[],
  vad: { isCertain(frame: number): boolean; isDoubtful(frame: number): boolean },
): FrameRun[] {
  const joined: { start: number; end: number }[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const gap = last ? run.start - last.end : Number.POSITIVE_INFINITY;
    const long = gap > SHORT_GAP;
    let filled = gap <= LONGEST_MISS;
    const hush = filled
      ? Math.min(quietNear(decibels, run.start - gap, -1), quietNear(decibels, run.start, 1))
      : 0;
    const noise = Math.min(levelAt(levels, run.start).noise, hush);
    const least = noise + (long ? FILLED_LONG_ABOVE : FILLED_ABOVE);
    const scrap =
      last && gap < LONGEST_SCRAP && Math.min(run.end - run.start, last.end - last.start) <= LONGEST_SCRAP;
    for (let i = run.start - gap; filled && i < run.start; i += 1) {
      filled = (scrap && vad.isDoubtful(i)) || (median(decibels, i) >= least && (!long || vad.isCertain(i)));
    }
    if (last && filled) last.end = run.end;
    else joined.push({ ...run });
  }
  return joined;
}

/** In dBFS. */
interface Levels {
  readonly noise: number;
  readonly speech: number;
}

/** Levels of noise (where surely nobody speaks) and of speech about every half second, by histograms of whole dB. */
function measureLevels(decibels: Float32Array, speech: SpeechActivity, hop: number): Levels[] {
  const blocks = Math.max(1, Math.ceil(decibels.length / LEVEL_STEP));
  const noise = Array.from({ length: blocks }, () => new Uint16Array(101));
  const loud = Array.from({ length: blocks }, () => new Uint16Array(101));
  for (let i = 0; i < decibels.length; i += 1) {
    const window = Math.floor(((i + 0.5) * hop) / speech.hop);
    const probability = speech.probabilities[window] ?? 0;
    const bin = Math.min(100, Math.max(0, Math.round(decibels[i]! + 100)));
    const block = Math.floor(i / LEVEL_STEP);
    if (probability >= SPEECH) loud[block]![bin]! += 1;
    else if (probability < SILENCE) noise[block]![bin]! += 1;
  }
  const reach = LEVEL_REACH / LEVEL_STEP;
  return noise.map((_, block) => ({
    noise:
      quantile(noise, block, reach, 0.35, 20) ??
      quantile(noise, block, 4 * reach, 0.35, 20) ??
      quantile(loud, block, reach, 0.05, 1) ??
      -100,
    speech: quantile(loud, block, reach, 0.9, 10) ?? -20,
  }));
}

function quantile(
  histograms: readonly Uint16Array[],
  block: number,
  reach: number,
  share: number,
  least: number,
): number | null {
  const sum = new Uint32Array(101);
  let count = 0;
  const last = Math.min(histograms.length - 1, block + reach);
  for (let other = Math.max(0, block - reach); other <= last; other += 1) {
    const histogram = histograms[other]!;
    for (let bin = 0; bin <= 100; bin += 1) {
      sum[bin]! += histogram[bin]!;
      count += histogram[bin]!;
    }
  }
  if (count < least) return null;
  let seen = 0;
  for (let bin = 0; bin <= 100; bin += 1) {
    seen += sum[bin]!;
    if (seen >= share * count) return bin - 100;
  }
  return 0;
}
