import type { Anchor } from './anchors.ts';

/** What is matched as one piece: a part of a cue, or a stretch of a very long one. */
export interface Unit {
  /** Index of the part it belongs to. */
  readonly part: number;
  /** Its words: [from, to) of the cue words. */
  readonly from: number;
  readonly to: number;
  /** Seconds of silence between the unit before and this one; 0 within a part. */
  readonly gap: number;
  /** How it follows the unit before: within the same part, as the next speaker of the same cue, or in a new cue. */
  readonly follows: 'part' | 'speaker' | 'cue';
}

/** Positions of the script (0 to its number of words) that a unit may start and end at, both included. */
export interface Corridor {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

export interface CorridorOptions {
  /** How many anchors before and after a unit may be wrong without harm. */
  readonly doubtedAnchors: number;
  /** Script words left free beyond them. */
  readonly margin: number;
  /** Most cells of the whole lattice (word by position): bounds time and memory. */
  readonly cellBudget: number;
}

export const CORRIDOR_DEFAULTS: CorridorOptions = { doubtedAnchors: 4, margin: 60, cellBudget: 40_000_000 };

/**
 * The part of the lattice worth looking at: between anchors some way before and some way after each unit.
 * Where anchors are too few to keep it under the budget, a band around the line between them.
 */
export function findCorridor(
  units: readonly Unit[],
  chain: readonly Anchor[],
  scriptLength: number,
  options: CorridorOptions = CORRIDOR_DEFAULTS,
): Corridor {
  const low = new Int32Array(units.length);
  const high = new Int32Array(units.length);
  const centre = new Float64Array(units.length);
  const cueLength = units.at(-1)?.to ?? 0;
  let next = 0;
  units.forEach((unit, index) => {
    while (next < chain.length && chain[next]!.cue < unit.from) next += 1;
    const before = chain[next - options.doubtedAnchors];
    let after = next;
    while (after < chain.length && chain[after]!.cue < unit.to) after += 1;
    const beyond = chain[after + options.doubtedAnchors - 1];
    low[index] = before ? Math.max(0, before.script - options.margin) : 0;
    high[index] = beyond
      ? Math.min(scriptLength, beyond.script + beyond.length + options.margin)
      : scriptLength;
    const left = chain[next - 1] ?? { cue: 0, script: 0 };
    const right = chain[after] ?? { cue: cueLength, script: scriptLength };
    const span = Math.max(1, right.cue - left.cue);
    centre[index] = left.script + ((unit.from - left.cue) / span) * (right.script - left.script);
  });
  narrow(units, low, high, centre, options.cellBudget);
  for (let i = 1; i < units.length; i += 1) low[i] = Math.max(low[i]!, low[i - 1]!);
  for (let i = units.length - 2; i >= 0; i -= 1) high[i] = Math.min(high[i]!, high[i + 1]!);
  for (let i = 0; i < units.length; i += 1) high[i] = Math.max(high[i]!, low[i]!);
  for (let i = 1; i < units.length; i += 1) high[i] = Math.max(high[i]!, high[i - 1]!);
  return { low, high };
}

function narrow(
  units: readonly Unit[],
  low: Int32Array,
  high: Int32Array,
  centre: Float64Array,
  budget: number,
): void {
  const cells = (most: number): number =>
    units.reduce(
      (sum, unit, i) => sum + (unit.to - unit.from + 2) * Math.min(most, high[i]! - low[i]! + 1),
      0,
    );
  let most = Number.POSITIVE_INFINITY;
  if (cells(most) <= budget) return;
  let narrowest = 50;
  let widest = high.reduce((width, value, i) => Math.max(width, value - low[i]! + 1), 0);
  while (widest - narrowest > 1) {
    const middle = (narrowest + widest) >> 1;
    if (cells(middle) <= budget) narrowest = middle;
    else widest = middle;
  }
  most = narrowest;
  for (let i = 0; i < units.length; i += 1) {
    if (high[i]! - low[i]! + 1 <= most) continue;
    const from = Math.round(Math.min(Math.max(centre[i]! - most / 2, low[i]!), high[i]! - most + 1));
    low[i] = from;
    high[i] = from + most - 1;
  }
}
