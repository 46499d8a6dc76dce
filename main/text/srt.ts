import type { Milliseconds } from '../model/time.ts';
import { MAX_CUES, MAX_LINE, MAX_TEXT, type Warnings } from './limits.ts';
import type { TextLine } from './place.ts';

/** A timed block as it stands in the file, before its text is taken apart. */
export interface RawCue {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  /** With markup. */
  readonly text: string;
  readonly line: number;
  /** A speaker that the format itself names (ASS actor or style). */
  readonly label?: string;
}

interface Timing {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
}

/** Hours may be missing, the fraction too; the decimal sign is a comma, a point or, in damaged files, a colon. */
const TIME = String.raw`([-−])?\s*(?:(\d{1,4})\s*[:：]\s*)?(\d{1,3})\s*[:：]\s*(\d{1,2})(?:\s*[.,:;]\s*(\d{1,6}))?`;
const TIMING = new RegExp(String.raw`^\s*${TIME}\s*(?:-{1,3}|—|–|=|→)\s*[>›]?\s*${TIME}(?=\s|$)(.*)$`);
const DIGITS = /^\s*\d{1,9}\s*$/;

/** Reads "01,5" as one and a half seconds: the digits are a decimal fraction, however many there are. */
function milliseconds(groups: readonly (string | undefined)[], from: number): Milliseconds {
  const [sign, hours, minutes, seconds, fraction] = groups.slice(from, from + 5);
  const part = fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * 1000);
  const total = Number(hours ?? 0) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + part;
  return sign === undefined ? total : -total;
}

/** The times of a timing line, or null where the line is none. Exported for its tests. */
export function parseTiming(line: string): Timing | null {
  if (line.length > 400 || !/\d[\d\s.,;:：]*(?:-|—|–|=|→)/.test(line)) return null;
  const match = TIMING.exec(line);
  if (match === null) return null;
  if (!/>|›|→|--|—/.test(line)) return null;
  return { start: milliseconds(match, 1), end: milliseconds(match, 6) };
}

/**
 * Blocks of SRT or WebVTT. Tolerant: missing ordinals and blank lines, blank lines inside a text,
 * `NOTE`, `STYLE` and `REGION` blocks of WebVTT passed over. In the file's order.
 */
export function readBlocks(lines: readonly TextLine[], isVtt: boolean, warnings: Warnings): RawCue[] {
  const timings: { readonly at: number; readonly timing: Timing }[] = [];
  for (const [at, line] of lines.entries()) {
    const timing = parseTiming(line.text);
    if (timing === null) {
      if (line.text.includes('-->'))
        warnings.add('A time could not be read; its text was left out.', { line: line.number });
      continue;
    }
    if (timings.length === MAX_CUES) {
      warnings.add(`Only the first ${MAX_CUES} cues were read.`, { line: line.number });
      break;
    }
    timings.push({ at, timing });
  }
  const hasOrdinals = ordinalsBefore(lines, timings) * 2 > timings.length;
  return timings.map(({ at, timing }, index) => {
    const next = timings[index + 1]?.at ?? lines.length;
    const text = blockText(lines, at + 1, next, index + 1 < timings.length, hasOrdinals, isVtt, warnings);
    return { ...mended(timing, lines[at]!.number, warnings), text, line: lines[at]!.number };
  });
}

function ordinalsBefore(lines: readonly TextLine[], timings: readonly { readonly at: number }[]): number {
  return timings.filter(({ at }) => at > 0 && DIGITS.test(lines[at - 1]!.text)).length;
}

function blockText(
  lines: readonly TextLine[],
  from: number,
  to: number,
  followed: boolean,
  hasOrdinals: boolean,
  isVtt: boolean,
  warnings: Warnings,
): string {
  let end = to;
  if (followed && end > from) {
    const blankBefore = end - 2 < from || lines[end - 2]!.text.trim() === '';
    const last = lines[end - 1]!.text;
    if (DIGITS.test(last) && (hasOrdinals || blankBefore)) end -= 1;
  }
  const kept: string[] = [];
  let length = 0;
  for (let at = from; at < end; at += 1) {
    const line = lines[at]!;
    // In WebVTT a blank line ends the cue; what follows is an identifier, a note or a style.
    if (line.text.trim() === '') {
      if (isVtt) break;
      continue;
    }
    if (line.text.includes('-->')) break;
    const room = Math.min(MAX_LINE, MAX_TEXT * 5 - length);
    if (line.text.length > room) warnings.add('A very long line was cut.', { line: line.number });
    if (room <= 0) break;
    const text = line.text.length > room ? line.text.slice(0, room) : line.text;
    length += text.length;
    kept.push(text);
  }
  return kept.join('\n');
}

/** Longest time a subtitle file may hold: two days. */
const MAX_TIME = 172_800_000;

/** Times that cannot be are mended, never silently. */
export function mended(timing: Timing, line: number, warnings: Warnings): Timing {
  let { start, end } = timing;
  if (start > MAX_TIME || end > MAX_TIME) {
    warnings.add('A time lies beyond two days; it was cut there.', { line });
    start = Math.min(start, MAX_TIME);
    end = Math.min(end, MAX_TIME);
  }
  if (start < 0 || end < 0) {
    warnings.add('A time is negative; it was set to 0.', { line });
    start = Math.max(0, start);
    end = Math.max(0, end);
  }
  if (end < start) {
    warnings.add('The cue ends before it starts; its end was set to its start.', { line });
    end = start;
  }
  return { start, end };
}
