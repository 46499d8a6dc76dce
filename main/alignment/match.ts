import { type Anchor, chainAnchors, findAnchors } from './anchors.ts';
import { CORRIDOR_DEFAULTS, type CorridorOptions, findCorridor, type Unit } from './corridor.ts';
import type { AlignmentLine, AlignmentPart } from './input.ts';
import { Lattice, type UnitEvidence } from './lattice.ts';
import { LATTICE_COSTS, type LatticeCosts, MARKS, type ScriptTrack, SEAM } from './lattice-costs.ts';
import { buildLexicon } from './lexicon.ts';

/** What the words say of one part, before any decision. */
export interface PartEvidence {
  /** Posterior that none of it stands in the script. */
  readonly absent: number;
  /** By index of a line: expected share of the part's information matched there. */
  readonly shares: ReadonlyMap<number, number>;
  /** Expected share of its information matched to identical words. */
  readonly exact: number;
  /** Information of its words, in nats. */
  readonly information: number;
  /** Script words (index among all) matched with a posterior of at least one half, in order. */
  readonly matched: readonly number[];
}

/** Words of a part beyond which it is matched in stretches, which keeps the lattice in range and memory. */
const LONGEST_UNIT = 40;

/** Matches parts, in the order given, with lines, in the order given: word posteriors gathered by part. */
export function matchWords(
  lines: readonly AlignmentLine[],
  parts: readonly AlignmentPart[],
  corridorOptions: CorridorOptions = CORRIDOR_DEFAULTS,
  costs: LatticeCosts = LATTICE_COSTS,
): { evidence: PartEvidence[]; anchors: Anchor[]; chain: Anchor[]; track: ScriptTrack } {
  const cueWords: string[] = [];
  const cueMarks: number[] = [];
  const units: Unit[] = [];
  parts.forEach((part, index) => {
    const before = parts[index - 1];
    const gap = before ? (part.start - before.end) / 1000 : 0;
    const follows = before && before.cue === part.cue ? 'speaker' : 'cue';
    const speech = part.kind === 'speech' ? part.words : [];
    const first = cueWords.length;
    speech.forEach((word, i) => {
      cueWords.push(word);
      cueMarks.push(MARKS[part.marks[i] ?? '']);
    });
    for (let from = 0; from === 0 || from < speech.length; from += LONGEST_UNIT) {
      units.push({
        part: index,
        from: first + from,
        to: first + Math.min(speech.length, from + LONGEST_UNIT),
        gap: from === 0 ? gap : 0,
        follows: from === 0 ? follows : 'part',
      });
    }
  });

  const track = scriptTrack(lines);
  const lexicon = buildLexicon(
    cueWords,
    lines.flatMap((line) => line.words),
  );
  const anchors = findAnchors(lexicon.cueIds, lexicon.scriptIds);
  const chain = chainAnchors(anchors);
  const corridor = findCorridor(units, chain, lexicon.scriptIds.length, corridorOptions);
  const lattice = new Lattice(units, corridor, lexicon, track, Uint8Array.from(cueMarks), costs);
  const unitEvidence = lattice.evidence();

  const weigh = (unit: Unit): number => {
    let information = 0;
    for (let i = unit.from; i < unit.to; i += 1) information += lexicon.information[lexicon.cueIds[i]!]!;
    return information;
  };
  const byPart: { unit: Unit; found: UnitEvidence }[][] = parts.map(() => []);
  for (const [i, unit] of units.entries()) byPart[unit.part]!.push({ unit, found: unitEvidence[i]! });
  const evidence = byPart.map((own) => {
    const weights = own.map(({ unit }) => weigh(unit));
    const information = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = new Map<number, number>();
    let absent = information > 0 ? 0 : 1;
    let exact = 0;
    own.forEach(({ found }, i) => {
      const worth = information > 0 ? weights[i]! / information : 0;
      absent += found.absent * worth;
      exact += found.exact * worth;
      for (const [line, share] of found.shares) shares.set(line, (shares.get(line) ?? 0) + share * worth);
    });
    const matched = own.flatMap(({ found }) => [...found.matched]).filter((word) => word >= 0);
    return { absent, shares, exact, information, matched };
  });
  return { evidence, anchors, chain, track };
}

function scriptTrack(lines: readonly AlignmentLine[]): ScriptTrack {
  const length = lines.reduce((sum, line) => sum + line.words.length, 0);
  const lineOf = new Int32Array(length);
  const marks = new Uint8Array(length);
  const seam = new Uint8Array(length + 1);
  let word = 0;
  let last = -1;
  lines.forEach((line, index) => {
    line.words.forEach((_, i) => {
      const before = line.marks[i - 1];
      if (i > 0) seam[word] = before ? SEAM.sentence : SEAM.none;
      else seam[word] = last >= 0 && lines[last]!.speaker === line.speaker ? SEAM.line : SEAM.speaker;
      lineOf[word] = index;
      marks[word] = MARKS[line.marks[i] ?? ''];
      word += 1;
    });
    if (line.words.length > 0) last = index;
  });
  seam[length] = SEAM.speaker;
  return { lineOf, seam, marks };
}
