import { call } from './bridge.ts';

/** A longer pause is no work: it counts as this much. Milliseconds. */
const LONGEST_PAUSE = 60_000;
/** How long figures wait before they are stored. */
const EVERY = 3_000;

let last: number | null = null;
let milliseconds = 0;
let keystrokes = 0;
let decisions: Record<string, number> = {};
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  const now = performance.now();
  if (last !== null) milliseconds += Math.min(LONGEST_PAUSE, now - last);
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
}

/** Stores what was noted; the clock of the work stops until the next key. */
export async function storeMeasures(stop = false): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  if (stop) last = null;
  if (keystrokes === 0 && Object.keys(decisions).length === 0) return;
  const added = { seconds: milliseconds / 1000, keystrokes, decisions };
  milliseconds = 0;
  keystrokes = 0;
  decisions = {};
  // Figures are worth no message: where the engine is away they are lost.
  await call('measures.add', added).catch(() => undefined);
}
