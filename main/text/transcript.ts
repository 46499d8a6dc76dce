import { bestSurvey, speakersOn } from './label-styles.ts';
import type { Warnings } from './limits.ts';
import { isAllItalic, isCredit, isMark, isScene, isWhollyBracketed } from './line-kinds.ts';
import type { PlaceFinder } from './place.ts';
import type { SourceLine } from './source-lines.ts';
import { TurnBuilder, type Turns } from './turns.ts';

/**
 * Reads a transcript in which a speaker's name stands before the speech, however it is set apart.
 * Looks at the whole document first: which style names have, which names come again. Scene
 * headings, credits and directions are told from speech, and never become anybody's.
 */
export function readTranscript(lines: readonly SourceLine[], places: PlaceFinder, warnings: Warnings): Turns {
  const found = bestSurvey(lines);
  const turns = new TurnBuilder(places, warnings);
  const bracketsDirections =
    lines.filter((line) => line.paragraph && isWhollyBracketed(line.text)).length >= 3;
  let inCredits = false;
  /** Whether a new paragraph without a label may go on with the last turn. */
  let mayContinue = false;
  let bracketOpen = false;
  for (const [index, line] of lines.entries()) {
    if (turns.isFull) break;
    if (line.paragraph) {
      inCredits = false;
      bracketOpen = false;
    }
    if (bracketOpen) {
      bracketOpen = !/[\])]\s*$/.test(line.text);
      continue;
    }
    if (isScene(line)) {
      turns.scene(line.text.replace(/^[[(]\s*|\s*[\])]$/g, ''), line.offset);
      mayContinue = false;
      bracketOpen = /^[[(]/.test(line.text) && !/[\])]\s*$/.test(line.text);
      continue;
    }
    const speakers = speakersOn(line, lines[index - 1], found);
    if (speakers.length > 0) {
      const [first] = speakers;
      if (first!.from > 0) turns.add(line.text.slice(0, first!.from).trim());
      for (const [at, speaker] of speakers.entries()) {
        const end = speakers[at + 1]?.from ?? line.text.length;
        turns.speaker(
          speaker.label,
          line.text.slice(speaker.speech, end).trim(),
          offsetAt(line, speaker.from),
        );
      }
      mayContinue = true;
      inCredits = false;
      continue;
    }
    if (isCredit(line)) {
      inCredits = true;
      mayContinue = false;
      turns.close();
      continue;
    }
    if (inCredits) continue;
    if (isMark(line)) {
      turns.close();
      mayContinue = false;
      continue;
    }
    const opensBracket = /^[[(]/.test(line.text);
    if (opensBracket && (isWhollyBracketed(line.text) || !/[\])]/.test(line.text))) {
      bracketOpen = !/[\])]\s*$/.test(line.text) && !line.paragraph ? false : !/[\])]\s*$/.test(line.text);
      if (turns.isOpen) turns.add(/[\])]\s*$/.test(line.text) ? line.text : `${line.text})`);
      continue;
    }
    if (!turns.isOpen || !mayContinue) continue;
    const narration =
      line.paragraph && !turns.isSilent && (!bracketsDirections || line.centred || isAllItalic(line));
    if (narration) {
      mayContinue = false;
      turns.close();
    } else turns.add(line.text);
  }
  return turns.finish();
}

/** Offset in the source of a place in a line's text: exact at the start of a run. */
function offsetAt(line: SourceLine, at: number): number {
  let from = 0;
  for (const run of line.runs) {
    if (at < from + run.text.length) return run.offset + (at - from);
    from += run.text.length;
  }
  return line.offset;
}
