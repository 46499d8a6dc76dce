import { isCapitals, isNameLike, isNotASpeaker } from './labels.ts';
import type { Warnings } from './limits.ts';
import type { PlaceFinder } from './place.ts';
import type { SourceLine } from './source-lines.ts';
import { parseLabel } from './speaker-label.ts';
import { TurnBuilder, type Turns } from './turns.ts';

const HEADING = /^(?:\d{1,4}[A-Z]?[.)]?\s+)?(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[.\s/-]/i;
const TRANSITION =
  /(?:\bTO:|^FADE (?:IN|OUT).*|^CUT\b.*|^DISSOLVE.*|^SMASH CUT.*|^THE END\.?|^BLACK\.?|^END OF .*|^ACT \w+|^SCENE \w+)$/;
const FURNITURE =
  /^(?:\(?(?:MORE|CONTINUED|CONT'?D|CONT’D)[:.)]*(?:\s*\(\d+\))?|\d{1,4}\.?|(?:\d{1,4}[A-Z]?\s+)?CONTINUED:?(?:\s+\(?\d+\)?)?(?:\s+\d+[A-Z]?)?)$/i;
const LONGEST_CUE = 50;
/** Lines that are looked at to see whether a document is a screenplay: as many as for transcripts. */
const SURVEYED = 10_000;

/** A name in capitals on a line of its own, with speech on the next: how screenplays name who speaks. */
function isCue(line: SourceLine, next: SourceLine | undefined, indented: boolean): boolean {
  const text = line.text;
  if (
    text.length > LONGEST_CUE ||
    next === undefined ||
    HEADING.test(text) ||
    TRANSITION.test(text) ||
    FURNITURE.test(text)
  )
    return false;
  const { label } = parseLabel(text);
  if (
    label === '' ||
    !isCapitals(label) ||
    !isNameLike(label) ||
    isNotASpeaker(label) ||
    /[.:]$/.test(label.replace(/\b(?:[JS]R|DR|MR|MRS|ST|[A-Z])\.$/, ''))
  )
    return false;
  if (/^[([]/.test(text)) return false;
  if (indented)
    return (
      line.indent > next.indent ||
      (line.centred && !next.centred) ||
      (line.centred && next.text !== next.text.toUpperCase())
    );
  return (
    line.paragraph &&
    (!next.paragraph || line.centred) &&
    (!isCapitals(next.text) || /^\(/.test(next.text) || next.text.length < 30)
  );
}

const isIndented = (lines: readonly SourceLine[]): boolean => {
  const deep = lines.filter(
    (line) => (line.indent >= 15 || line.centred) && line.text.length <= LONGEST_CUE && isCapitals(line.text),
  ).length;
  return deep >= 3 || (deep > 0 && deep * 8 > lines.length);
};

/** Number of lines that are cues, with names that come again weighing full: for choosing how to read a file. */
export function screenplayWeight(lines: readonly SourceLine[]): number {
  const head = lines.slice(0, SURVEYED);
  const indented = isIndented(head);
  const counts = new Map<string, number>();
  for (const [index, line] of head.entries()) {
    if (!isCue(line, head[index + 1], indented)) continue;
    const key = parseLabel(line.text).label;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let weight = 0;
  for (const count of counts.values()) weight += count > 1 ? count : 0.25;
  return weight;
}

/**
 * Reads a screenplay: names in capitals (indented, centred, or after a blank line) over the speech,
 * directions in brackets, scene headings with INT. or EXT. Page numbers and "(MORE)" are passed over.
 */
export function readScreenplay(lines: readonly SourceLine[], places: PlaceFinder, warnings: Warnings): Turns {
  const indented = isIndented(lines);
  const kept = lines.filter((line) => !FURNITURE.test(line.text));
  const turns = new TurnBuilder(places, warnings);
  let cue: SourceLine | null = null;
  let speechIndent = -1;
  for (const [index, line] of kept.entries()) {
    if (turns.isFull) break;
    if (isCue(line, kept[index + 1], indented)) {
      turns.speaker(line.text, '', line.offset);
      cue = line;
      speechIndent = -1;
      continue;
    }
    if (HEADING.test(line.text)) {
      turns.scene(line.text, line.offset);
      cue = null;
      continue;
    }
    if (cue === null) continue;
    const first = speechIndent < 0;
    // Speech ends at a blank line, or where the text moves back to the margin of the action.
    const ends =
      indented && !cue.centred
        ? line.indent < (first ? 1 : Math.min(speechIndent, 4)) ||
          (line.paragraph && line.indent < speechIndent)
        : line.paragraph && !first;
    if (ends || TRANSITION.test(line.text)) {
      turns.close();
      cue = null;
      continue;
    }
    if (first || !/^\(/.test(line.text)) speechIndent = /^\(/.test(line.text) ? speechIndent : line.indent;
    if (first && /^\(/.test(line.text)) speechIndent = Math.max(0, line.indent - 8);
    turns.add(line.text);
  }
  return turns.finish();
}
