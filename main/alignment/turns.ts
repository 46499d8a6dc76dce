import type { AlignmentLine, AlignmentPart } from './input.ts';
import type { PartEvidence } from './match.ts';
import { EDGE_FEATURES, edgeAt, NODE_FEATURES, nodeAt } from './turn-features.ts';
import {
  bracketOf,
  type Firm,
  firmOf,
  fitOf,
  interpolate,
  isTalkOfTwo,
  joinsOf,
  rolesOf,
  topLine,
} from './turn-places.ts';

/**
 * What is known about who speaks each part, as features and not yet as probabilities: for every candidate of a
 * part what the words and its place in the script say, for every pair of neighbouring parts what speaks for one
 * speaker in both.
 */
export interface TurnGraph {
  readonly nodes: readonly TurnNode[];
  /** `edges[i]` joins node i-1 and node i; features of "the same speaker says both". `edges[0]` is unused. */
  readonly edges: readonly Float64Array[];
}

export interface TurnNode {
  /** Canonical names; the last candidate is always null: somebody else. */
  readonly candidates: readonly (string | null)[];
  /** By candidate: its features, see `NODE_FEATURES`. */
  readonly features: readonly Float64Array[];
}

/** Lines around a part whose speakers are thought present. */
const NEARBY = 6;
const MOST_CANDIDATES = 12;
/** Silence to the next part of known place up to which an unheard part is thought to belong to its talk. */
const NEAR_SECONDS = 8;

/** Builds the graph for parts in order of time. `coverage[line]` is the share of a line's words that was heard. */
export function buildTurnGraph(
  lines: readonly AlignmentLine[],
  parts: readonly AlignmentPart[],
  evidence: readonly PartEvidence[],
  track: { readonly lineOf: Int32Array },
): TurnGraph {
  const coverage = coverageOf(lines, evidence, track.lineOf);
  const firm = parts.map((_, index) => firmOf(index, lines, evidence[index]!));
  const before: (Firm | null)[] = [];
  const after: (Firm | null)[] = new Array(parts.length).fill(null);
  let last: Firm | null = null;
  for (let i = 0; i < parts.length; i += 1) {
    before.push(last);
    last = firm[i] ?? last;
  }
  last = null;
  for (let i = parts.length - 1; i >= 0; i -= 1) {
    after[i] = last;
    last = firm[i] ?? last;
  }
  const nodes = parts.map((_, i) =>
    nodeOf(i, lines, parts, evidence, coverage, firm[i] ?? null, before[i] ?? null, after[i] ?? null),
  );
  const edges = parts.map((_, i) =>
    i === 0 ? new Float64Array(EDGE_FEATURES.length) : edgeOf(i, lines, parts, evidence, coverage, firm),
  );
  return { nodes, edges };
}

function coverageOf(
  lines: readonly AlignmentLine[],
  evidence: readonly PartEvidence[],
  lineOf: Int32Array,
): Float64Array {
  const heard = new Float64Array(lines.length);
  for (const { matched } of evidence) {
    for (const word of matched) {
      const line = lineOf[word]!;
      heard[line] = heard[line]! + 1;
    }
  }
  return heard.map((count, i) => count / Math.max(1, lines[i]!.words.length));
}

/** Shares by speaker, normalised so that with `absent` they sum to one. */
function speakerShares(lines: readonly AlignmentLine[], found: PartEvidence): Map<string, number> {
  const shares = new Map<string, number>();
  let total = 0;
  for (const [line, share] of found.shares) {
    const { speaker } = lines[line]!;
    shares.set(speaker, (shares.get(speaker) ?? 0) + share);
    total += share;
  }
  for (const [speaker, share] of shares)
    shares.set(speaker, (share / Math.max(total, 1e-9)) * (1 - found.absent));
  return shares;
}

function nodeOf(
  i: number,
  lines: readonly AlignmentLine[],
  parts: readonly AlignmentPart[],
  evidence: readonly PartEvidence[],
  coverage: Float64Array,
  own: Firm | null,
  before: Firm | null,
  after: Firm | null,
): TurnNode {
  const part = parts[i]!;
  const found = evidence[i]!;
  const shares = speakerShares(lines, found);
  const bracket = bracketOf(before, after, lines, parts);
  const sinceBefore = before ? (part.start - parts[before.index]!.end) / 1000 : Number.POSITIVE_INFINITY;
  const expected = interpolate(part, parts, before, after, lines.length);
  const untilAfter = after ? (parts[after.index]!.start - part.end) / 1000 : Number.POSITIVE_INFINITY;
  const nearest = Math.min(sinceBefore, untilAfter);

  const frequency = new Map<string, number>();
  const count = (line: number, weight: number): void => {
    const speaker = lines[line]?.speaker;
    if (speaker !== undefined) frequency.set(speaker, (frequency.get(speaker) ?? 0) + weight);
  };
  const around = (line: number, weight: number): void => {
    for (let d = -NEARBY; d <= NEARBY; d += 1) count(line + d, weight / (1 + Math.abs(d) / 3));
  };
  const widely = (centre: number, spread: number): void => {
    const reach = Math.ceil(2 * spread);
    for (let d = -reach; d <= reach; d += 1)
      count(Math.round(centre) + d, Math.exp(-0.5 * (d / spread) ** 2) / spread);
  };
  const pull = untilAfter === sinceBefore ? 0.5 : 1 / (1 + Math.exp((sinceBefore - untilAfter) / 3));
  if (own) around(own.firstLine, 1);
  else if (nearest > NEAR_SECONDS) widely(expected, Math.min(20, 4 + nearest / 10));
  else {
    if (before) around(before.lastLine, after ? pull : 1);
    if (after) around(after.firstLine, before ? 1 - pull : 1);
  }
  const sum = [...frequency.values()].reduce((total, value) => total + value, 0);

  const roles = rolesOf(lines, bracket, before, after);
  const pair = isTalkOfTwo(lines, before, after);
  const ranked = new Map<string, number>();
  for (const [speaker, share] of shares) if (share > 0.001) ranked.set(speaker, 10 + share);
  for (const [speaker, value] of frequency) ranked.set(speaker, (ranked.get(speaker) ?? 0) + value);
  for (const speaker of roles.keys()) ranked.set(speaker, (ranked.get(speaker) ?? 0) + 1);
  if (part.subtitleSpeaker) ranked.set(part.subtitleSpeaker, 100);
  const names = [...ranked].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_CANDIDATES);

  const groups = new Set<string>();
  for (const line of [...found.shares.keys()])
    if (lines[line]!.members.length > 0) groups.add(lines[line]!.speaker);
  const alike = [...found.shares.values()].reduce((total, share) => total + share, 0);
  const top = topLine(found);
  const topSpeaker = top >= 0 ? lines[top]!.speaker : null;
  const previous = parts[i - 1];
  const candidates: (string | null)[] = [];
  const features: Float64Array[] = [];
  for (const [name] of names) {
    const f = new Float64Array(NODE_FEATURES.length);
    const share = shares.get(name) ?? 0;
    f[nodeAt('textOdds')] = Math.log((share + 0.003) / 0.003);
    f[nodeAt('matchedInformation')] = Math.log1p(share * found.information);
    if (name === topSpeaker) {
      const short = Math.exp(-found.information / 12);
      f[nodeAt('topExact')] = found.exact;
      f[nodeAt('topShort')] = short;
      f[nodeAt('topGroup')] = groups.has(name) ? 1 : 0;
      f[nodeAt('topStray')] = (1 - Math.min(1, coverage[top]!)) * short;
      f[nodeAt('topWholeLine')] =
        Math.min(1, part.words.length / Math.max(1, lines[top]!.words.length)) * (1 - found.absent);
      f[nodeAt('topAbsent')] = found.absent;
      const missed = 1 - Math.min(1, alike / Math.max(1e-9, 1 - found.absent));
      f[nodeAt('topMissed')] = Math.log1p(missed * found.information) * (1 - found.absent);
      f[nodeAt('topMissedShare')] = missed * (1 - found.absent);
      const ahead = before ? top - before.lastLine - 1 : top;
      const behind = after ? after.firstLine - top - 1 : lines.length - 1 - top;
      const fit = fitOf(top, before, after);
      f[nodeAt(`fit:${fit}`)] = 1 - found.absent;
      f[nodeAt(`fit:${fit}:missed`)] = missed * (1 - found.absent);
      const joins = joinsOf(
        found,
        before ? evidence[before.index]! : null,
        after ? evidence[after.index]! : null,
      );
      f[nodeAt('joinsBefore')] = joins.before * (1 - found.absent);
      f[nodeAt('joinsAfter')] = joins.after * (1 - found.absent);
      f[nodeAt('joinsMissed')] = Math.max(joins.before, joins.after) * missed * (1 - found.absent);
      f[nodeAt('topIsolated')] = Math.log1p(Math.max(0, Math.min(ahead, behind))) * short;
    }
    const local = Math.log(((frequency.get(name) ?? 0) + 0.2) / (sum + 1));
    f[nodeAt('localFrequency')] = local * found.absent * (nearest <= NEAR_SECONDS ? 1 : 0);
    f[nodeAt('localFrequencyFar')] = local * found.absent * (nearest <= NEAR_SECONDS ? 0 : 1);
    f[nodeAt('namesItself')] = mentions(part.words, name) ? 1 : 0;
    f[nodeAt('isCalled')] =
      previous && part.start - previous.end < 5_000 && mentions(previous.words, name) ? 1 : 0;
    f[nodeAt('group')] = groups.has(name) ? found.absent : 0;
    const role = `${bracket}:${roles.get(name) ?? 'none'}`;
    f[nodeAt(role)] = found.absent;
    if (pair) f[nodeAt(`${role}:pair`)] = found.absent;
    f[nodeAt('subtitleLabel')] = part.subtitleSpeaker === name ? 1 : 0;
    candidates.push(name);
    features.push(f);
  }
  const other = new Float64Array(NODE_FEATURES.length);
  other[nodeAt('other')] = 1;
  other[nodeAt('otherAbsent')] = found.absent;
  other[nodeAt('otherLong')] = Math.min(1, found.information / 30) * found.absent;
  candidates.push(null);
  features.push(other);
  return { candidates, features };
}

/** Whether a word of the text is a word of the name, or short for one ("Alex" for Alexandra). */
export function mentions(words: readonly string[], name: string): boolean {
  const names = name.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return words.some((word) =>
    names.some(
      (own) =>
        own === word || (word.length >= 3 && own.length >= 5 && own.startsWith(word) && !COMMON.has(word)),
    ),
  );
}
/** Everyday words that begin many names. */
const COMMON: ReadonlySet<string> = new Set([
  'the',
  'and',
  'can',
  'car',
  'will',
  'may',
  'her',
  'his',
  'man',
  'dan',
  'art',
  'bar',
]);

function edgeOf(
  i: number,
  lines: readonly AlignmentLine[],
  parts: readonly AlignmentPart[],
  evidence: readonly PartEvidence[],
  coverage: Float64Array,
  firm: readonly (Firm | null)[],
): Float64Array {
  const f = new Float64Array(EDGE_FEATURES.length);
  const previous = parts[i - 1]!;
  const part = parts[i]!;
  const gap = (part.start - previous.end) / 1000;
  const unheardBefore = evidence[i - 1]!.absent;
  const unheard = evidence[i]!.absent;
  const one = unheardBefore * (1 - unheard) + unheard * (1 - unheardBefore);
  const neighbour = unheard > unheardBefore ? firm[i - 1] : firm[i];
  f[edgeAt('same')] = 1;
  f[edgeAt('sameCue')] = previous.cue === part.cue ? 1 : 0;
  f[edgeAt('touching')] = previous.cue !== part.cue && gap < 0.1 ? 1 : 0;
  f[edgeAt('afterPause')] = gap > 1 ? 1 : 0;
  f[edgeAt('afterLongPause')] = gap > 5 ? 1 : 0;
  f[edgeAt('unfinishedSentence')] = previous.marks.at(-1) ? 0 : 1;
  f[edgeAt('afterQuestion')] = previous.marks.at(-1) === '?' ? 1 : 0;
  f[edgeAt('bothUnheard')] = unheardBefore * unheard;
  f[edgeAt('oneUnheard')] = one;
  if (neighbour) {
    const line = unheard > unheardBefore ? neighbour.lastLine : neighbour.firstLine;
    f[edgeAt('oneUnheardLineGoesOn')] = one * (1 - Math.min(1, coverage[line]!));
  }
  const a = firm[i - 1];
  const b = firm[i];
  f[edgeAt('sameLine')] = a && b && a.lastLine === b.firstLine && lines.length > 0 ? 1 : 0;
  return f;
}
