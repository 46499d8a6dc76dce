import type { SourcePlace } from '../model/text.ts';

/** A line of a text file, without its line break. */
export interface TextLine {
  readonly text: string;
  /** Offset of its first character in the text. */
  readonly start: number;
  /** From 1. */
  readonly number: number;
}

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** Lines that are told apart; what follows in a file of nothing but line breaks is of no use. */
const MOST_LINES = 1_500_000;

/** The lines of a text; CRLF, LF and bare CR all end one. */
export function linesOf(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : LINE_FEED;
    if (code !== LINE_FEED && code !== CARRIAGE_RETURN) continue;
    lines.push({ text: text.slice(start, at), start, number: lines.length + 1 });
    if (lines.length >= MOST_LINES) break;
    if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at += 1;
    start = at + 1;
  }
  return lines;
}

/** Finds line and column of an offset; made once for a text, each look-up is a binary search. */
export class PlaceFinder {
  readonly #starts: number[];

  constructor(text: string) {
    this.#starts = [0];
    for (let at = 0; at < text.length && this.#starts.length < MOST_LINES; at += 1) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED))
        this.#starts.push(at + 1);
    }
  }

  at(offset: number): SourcePlace {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }
}

export const describePlace = (place: SourcePlace): string =>
  place.column === undefined ? `line ${place.line}` : `line ${place.line}, column ${place.column}`;
