import { call } from './bridge.ts';

/** A longer pause is no work: it counts as this much. Milliseconds. */
const LONGEST_PAUSE = 60_000;
/** How long figures wait before they are stored. */
const EVERY = 3_000;

let last: number | null = null;
let milliseconds = 0;
let keystrokes = 0;
let decisions: Record<string, number> = {};
/** Decisions that took a known time, and that time in seconds, by kind. */
let timed: Record<string, { count: number; seconds: number }> = {};
/** Milliseconds of work since the last decision; null before the first of a stretch: nobody saw when that began. */
let sinceDecision: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  const now = performance.now();
  const worked = last === null ? 0 : Math.min(LONGEST_PAUSE, now - last);
  milliseconds += worked;
  if (sinceDecision !== null) sinceDecision += worked;
  last = now;
  timer ??= setTimeout(() => void storeMeasures(), EVERY);
}

/** A key was pressed in the review. */
export function noteKeystroke(): void {
  keystrokes += 1;
  tick();
}

/** A decision was made. */
export function noteDecision(kind: string): void {
  decisions[kind] = (decisions[kind] ?? 0) + 1;
  tick();
  if (sinceDecision !== null) {
    const { count, seconds } = timed[kind] ?? { count: 0, seconds: 0 };
    timed[kind] = { count: count + 1, seconds: seconds + sinceDecision / 1000 };
  }
  sinceDecision = 0;
}

/** Stores what was noted; the clock of the work stops until the next key. */
export async function storeMeasures(stop = false): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  if (stop) {
    last = null;
    sinceDecision = null;
  }
  if (keystrokes === 0 && Object.keys(decisions).length === 0) return;
  const added = { seconds: milliseconds / 1000, keystrokes, decisions, timed };
  milliseconds = 0;
  keystrokes = 0;
  decisions = {};
  timed = {};
  // Figures are worth no message: where the engine is away they are lost.
  await call('measures.add', added).catch(() => undefined);
}
