import { Lexer } from 'fountain-js';
import { MAX_SOURCE_LINES, type Warnings } from './limits.ts';
import { linesOf, type PlaceFinder, type TextLine } from './place.ts';
import { TurnBuilder, type Turns } from './turns.ts';

/** A block whose first line is longer can be no cue, heading or transition. */
const LONGEST_FIRST_LINE = 200;
const LONGEST_BLOCK = 20_000;

/**
 * Reads a Fountain script. Each block between blank lines goes through fountain-js by itself: so
 * the place of everything is known, and no block can keep its expressions busy for long.
 * Notes (`[[...]]`) and the boneyard are nobody's speech; lyrics (`~`) are kept apart too.
 */
export function readFountain(source: string, places: PlaceFinder, warnings: Warnings): Turns {
  const turns = new TurnBuilder(places, warnings);
  for (const block of blocksOf(withoutNotes(source))) {
    if (turns.isFull) break;
    readBlock(block, turns);
  }
  return turns.finish();
}

/** Whether a text bears marks that only Fountain has: forced cues, a title page with cues after it. */
export function looksLikeFountain(text: string, file: string): boolean {
  if (/\.(?:fountain|spmd)$/i.test(file)) return true;
  const head = text.slice(0, 100_000);
  return (
    /^Title:[^\n]*\r?\n(?:[^\n]*\r?\n){0,20}?(?:Credit|Author|Draft date|Source):/im.test(
      head.slice(0, 3000),
    ) && /^(?:INT|EXT)[. ]/m.test(head)
  );
}

/** The boneyard and notes as spaces, so that offsets stay. */
function withoutNotes(source: string): string {
  const blanked = (text: string, open: string, close: string, reach: number): string => {
    const pieces: string[] = [];
    let kept = 0;
    for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, kept)) {
      const end = text.indexOf(close, at + open.length);
      if (end < 0) break;
      const stop = end + close.length;
      pieces.push(
        text.slice(kept, at),
        end - at > reach ? text.slice(at, stop) : text.slice(at, stop).replace(/[^\r\n]/g, ' '),
      );
      kept = stop;
    }
    pieces.push(text.slice(kept));
    return pieces.join('');
  };
  return blanked(blanked(source, '/*', '*/', Number.POSITIVE_INFINITY), '[[', ']]', 20_000);
}

/** Lines between blank ones; a line of exactly two spaces is speech that goes on, by Fountain's rule. */
function blocksOf(source: string): TextLine[][] {
  const blocks: TextLine[][] = [];
  let block: TextLine[] = [];
  for (const line of linesOf(source)) {
    if (blocks.length > MAX_SOURCE_LINES) break;
    if (line.text.trim() === '' && !(line.text === '  ' && block.length > 1)) {
      if (block.length > 0) blocks.push(block);
      block = [];
    } else block.push(line);
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}

function readBlock(block: readonly TextLine[], turns: TurnBuilder): void {
  const first = block[0]!;
  const offset = first.start + (first.text.length - first.text.trimStart().length);
  if (
    first.text.length > LONGEST_FIRST_LINE ||
    /^\s*(?:title|credit|authors?|source|notes|draft ?date|date|contact|copyright|revisions?):/i.test(
      first.text,
    )
  ) {
    turns.close();
    return;
  }
  // Long runs of spaces and marks make the lexer's expressions slow and mean nothing.
  const text = block
    .map((line) =>
      line.text
        .trim()
        .replace(/[ \t*_]{4,}/g, ' ')
        .slice(0, 5000),
    )
    .join('\n')
    .slice(0, LONGEST_BLOCK);
  if (block.length === 1 && !/^\s*(?:[.]|int|ext|est|i\.?\/e)/i.test(text)) {
    turns.close();
    return;
  }
  const [, tokens] = Lexer.tokenize(`\n\n${text}`);
  for (const token of tokens) {
    const said = plain(token.text ?? '');
    if (token.type === 'scene_heading') turns.scene(said, offset);
    else if (token.type === 'character') turns.speaker(said.replace(/\^\s*$/, ''), '', offset);
    else if (token.type === 'parenthetical') turns.add(said);
    else if (token.type === 'dialogue') {
      const spoken = said
        .split('\n')
        .filter((line) => !/^\s*~/.test(line))
        .join(' ');
      turns.add(spoken);
    } else if (token.type === 'dialogue_end') turns.close();
  }
}

/** Emphasis marks off, escapes resolved. */
const plain = (text: string): string =>
  text
    .replace(/\\([*_~@.>#!])/g, '\ue000$1')
    .replace(/(?<!\ue000)\*{1,3}|(?<![\p{L}\p{N}\ue000])_|(?<!\ue000)_(?![\p{L}\p{N}])/gu, '')
    .replaceAll('\ue000', '')
    .trim();
