import { type HeldOut, isHeldOut, type PackRow } from './pack-rows.ts';

/** Neighbouring lines of one side: the character's, or everybody else's. */
export interface Turn {
  readonly isCharacter: boolean;
  readonly rows: readonly PackRow[];
}

/** One training example: turns that begin with the others and end with the character's target. */
export interface Example {
  readonly turns: readonly Turn[];
}

export interface DialogueOptions {
  /** Most turns before the target. */
  readonly contextTurns: number;
}

/**
 * What was said in each scene, as turns: the character's against everybody else's. A held-out row ends the dialogue
 * as a scene's end does, so that nothing stands in a context as if it had followed on something it did not.
 */
export function* dialoguesOf(
  rows: Iterable<PackRow>,
  character: string,
  heldOut: HeldOut,
): Generator<Turn[]> {
  let turns: { isCharacter: boolean; rows: PackRow[] }[] = [];
  let before: PackRow | null = null;
  for (const row of rows) {
    const goesOn = before?.episode === row.episode && before.scene === row.scene;
    if (!goesOn || isHeldOut(row, heldOut)) {
      if (turns.length > 0) yield turns;
      turns = [];
    }
    before = row;
    if (isHeldOut(row, heldOut)) continue;
    const isCharacter = row.character === character;
    const last = turns.at(-1);
    if (last?.isCharacter === isCharacter) last.rows.push(row);
    else turns.push({ isCharacter, rows: [row] });
  }
  if (turns.length > 0) yield turns;
}

/** One example for each turn of the character, each a target once, with the turns before it. */
export function* targetExamples(dialogue: readonly Turn[], options: DialogueOptions): Generator<Example> {
  for (const [at, turn] of dialogue.entries()) {
    if (!turn.isCharacter) continue;
    const first = Math.max(0, at - options.contextTurns);
    // Training tools want the user first.
    const from = dialogue[first]?.isCharacter ? first + 1 : first;
    if (from < at) yield { turns: dialogue.slice(from, at + 1) };
  }
}

/** The dialogue in pieces that share no line, each from the others to the character: every turn is a target once. */
export function* wholeExamples(dialogue: readonly Turn[], options: DialogueOptions): Generator<Example> {
  const first = dialogue[0]?.isCharacter ? 1 : 0;
  const last = dialogue.at(-1)?.isCharacter ? dialogue.length : dialogue.length - 1;
  const size = Math.max(2, 2 * Math.floor((options.contextTurns + 1) / 2));
  for (let from = first; from + 1 < last; from += size) {
    yield { turns: dialogue.slice(from, Math.min(last, from + size)) };
  }
}
