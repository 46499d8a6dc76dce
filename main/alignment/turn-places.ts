import type { AlignmentLine, AlignmentPart } from './input.ts';
import type { PartEvidence } from './match.ts';
import type { Bracket, Fit, Role } from './turn-features.ts';

/** Silence between two firm parts, without what is said between them, in which another turn may hide; ms. */
const LOOSE_SILENCE = 3_000;
/** Lines on each side that make a talk of two. */
const TALK = 4;

/** A part whose place in the script is beyond doubt. */
export interface Firm {
  readonly index: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** The line in which most of the part was matched, or -1. */
export function topLine(found: PartEvidence): number {
  let best = -1;
  let most = 0;
  for (const [line, share] of found.shares) {
    if (share > most) {
      most = share;
      best = line;
    }
  }
  return best;
}

export function firmOf(index: number, lines: readonly AlignmentLine[], found: PartEvidence): Firm | null {
  const top = topLine(found);
  if (top < 0 || found.absent > 0.3) return null;
  const share = found.shares.get(top)!;
  if (share * found.information < 4 || share / (1 - found.absent) < 0.4) return null;
  let firstLine = top;
  let lastLine = top;
  for (const [line, part] of found.shares) {
    if (part < 0.15) continue;
    if (lines[line]!.speaker !== lines[top]!.speaker && part < share / 3) continue;
    firstLine = Math.min(firstLine, line);
    lastLine = Math.max(lastLine, line);
  }
  return { index, firstLine, lastLine };
}

export function bracketOf(
  before: Firm | null,
  after: Firm | null,
  lines: readonly AlignmentLine[],
  parts: readonly AlignmentPart[],
): Bracket {
  if (!before || !after) return 'open';
  const distance = after.firstLine - before.lastLine;
  if (distance === 0) return 'insideLine';
  if (distance === 1) {
    let silence = parts[after.index]!.start - parts[before.index]!.end;
    for (let i = before.index + 1; i < after.index; i += 1) silence -= parts[i]!.end - parts[i]!.start;
    const loose = silence > LOOSE_SILENCE;
    if (lines[before.lastLine]!.speaker === lines[after.firstLine]!.speaker) {
      return loose ? 'sameNeighbourLoose' : 'sameNeighbour';
    }
    return loose ? 'otherNeighbourLoose' : 'otherNeighbour';
  }
  return distance > 1 && distance <= 8 ? 'skippedLines' : 'open';
}

export function fitOf(line: number, before: Firm | null, after: Firm | null): Fit {
  const asBefore = before !== null && before.lastLine === line;
  const asAfter = after !== null && after.firstLine === line;
  if (asBefore && asAfter) return 'asBoth';
  if (asBefore) return 'asBefore';
  if (asAfter) return 'asAfter';
  return before && after && before.lastLine === line - 1 && after.firstLine === line + 1
    ? 'between'
    : 'loose';
}

/** How closely the matched words follow those of the firm neighbours: 1 without a word between, falling to 0. */
export function joinsOf(
  found: PartEvidence,
  before: PartEvidence | null,
  after: PartEvidence | null,
): { before: number; after: number } {
  const near = (from: number | undefined, to: number | undefined): number =>
    from === undefined || to === undefined || to <= from ? 0 : Math.exp(-(to - from - 1) / 4);
  return {
    before: near(before?.matched.at(-1), found.matched[0]),
    after: near(found.matched.at(-1), after?.matched[0]),
  };
}

/** The line that would be spoken at the time of the part if talk went on evenly between its firm neighbours. */
export function interpolate(
  part: AlignmentPart,
  parts: readonly AlignmentPart[],
  before: Firm | null,
  after: Firm | null,
  lineCount: number,
): number {
  const fromTime = before ? parts[before.index]!.end : 0;
  const fromLine = before ? before.lastLine : 0;
  const toTime = after ? parts[after.index]!.start : Math.max(part.end, parts.at(-1)!.end);
  const toLine = after ? after.firstLine : lineCount - 1;
  return fromLine + ((toLine - fromLine) * (part.start - fromTime)) / Math.max(1, toTime - fromTime);
}

export function rolesOf(
  lines: readonly AlignmentLine[],
  bracket: Bracket,
  before: Firm | null,
  after: Firm | null,
): Map<string, Role> {
  const roles = new Map<string, Role>();
  const set = (speaker: string | undefined, role: Role): void => {
    if (speaker !== undefined && !roles.has(speaker)) roles.set(speaker, role);
  };
  const speakerBefore = before ? lines[before.lastLine]!.speaker : undefined;
  const speakerAfter = after ? lines[after.firstLine]!.speaker : undefined;
  if (speakerBefore === speakerAfter) set(speakerBefore, 'both');
  set(speakerBefore, 'before');
  set(speakerAfter, 'after');
  if (bracket === 'skippedLines') {
    for (let line = before!.lastLine + 1; line < after!.firstLine; line += 1)
      set(lines[line]!.speaker, 'skipped');
  }
  const turnBefore = before ? turnFrom(lines, before.lastLine, -1) : undefined;
  const turnAfter = after ? turnFrom(lines, after.firstLine, 1) : undefined;
  if (turnBefore === turnAfter) set(turnBefore, 'turnBoth');
  set(turnBefore, 'turnBefore');
  set(turnAfter, 'turnAfter');
  return roles;
}

/** The nearest other speaker in one direction, within four lines. */
function turnFrom(lines: readonly AlignmentLine[], from: number, step: 1 | -1): string | undefined {
  for (let d = 1; d <= TALK; d += 1) {
    const speaker = lines[from + step * d]?.speaker;
    if (speaker !== undefined && speaker !== lines[from]!.speaker) return speaker;
  }
  return undefined;
}

/** Whether only two speak in the lines around a gap. */
export function isTalkOfTwo(
  lines: readonly AlignmentLine[],
  before: Firm | null,
  after: Firm | null,
): boolean {
  const speakers = new Set<string>();
  const add = (line: number): void => {
    const speaker = lines[line]?.speaker;
    if (speaker !== undefined) speakers.add(speaker);
  };
  for (let d = 0; d < TALK; d += 1) {
    if (before) add(before.lastLine - d);
    if (after) add(after.firstLine + d);
  }
  return speakers.size === 2;
}
