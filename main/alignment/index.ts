import type { AlignedPart, CharacterProbability, ScriptAlignment, UnmatchedLine } from '../model/index.ts';
import { inferTurns, type TurnWeights } from './chain.ts';
import { chooseSpeakers } from './decide.ts';
import type { AlignmentInput, AlignmentLine, AlignmentOptions, AlignmentPart } from './input.ts';
import { matchWords, type PartEvidence } from './match.ts';
import { orderScenes } from './scenes.ts';
import { supportOf } from './support.ts';
import { EDGE_FEATURES, NODE_FEATURES } from './turn-features.ts';
import { EDGE_WEIGHTS, NODE_WEIGHTS } from './turn-weights.ts';
import { buildTurnGraph } from './turns.ts';

export type {
  AlignmentInput,
  AlignmentLine,
  AlignmentOptions,
  AlignmentPart,
  SentenceMark,
} from './input.ts';

const WEIGHTS: TurnWeights = {
  node: NODE_FEATURES.map((name) => NODE_WEIGHTS[name] ?? 0),
  edge: EDGE_FEATURES.map((name) => EDGE_WEIGHTS[name] ?? 0),
};

/** Candidates less probable than this are not worth telling. */
const LEAST_TOLD = 0.01;
/** A line counts as one that a part was taken from when it holds this share of its words' information. */
const OWN_SHARE = 0.15;

/**
 * Joins the parts of the cues with the lines of a script: scenes in the subtitles' order (`scenes.ts`), word
 * posteriors from a pair hidden Markov model (`match.ts`), turned into speaker probabilities by a conditional random
 * field over the turns (`turns.ts`, `chain.ts`), turned into answers by `decide.ts`. Every part of the input appears
 * once, in the input's order; `speaker` is null where there is not enough evidence. Where the turns around or the
 * subtitle's label name somebody whose words the script lacks, the part has a speaker and is `spoken-not-scripted`.
 * Other `weights` than the trained ones serve to measure on episodes that a training has not seen.
 */
export function alignScript(
  input: AlignmentInput,
  options: AlignmentOptions = {},
  weights: TurnWeights = WEIGHTS,
): ScriptAlignment {
  const order = input.parts
    .map((_, index) => index)
    .sort((a, b) => {
      const [x, y] = [input.parts[a]!, input.parts[b]!];
      return x.start - y.start || x.cue - y.cue || x.part - y.part;
    });
  const parts = order.map((index) => input.parts[index]!);
  const asWritten = matchWords(input.lines, parts);
  const moved = orderScenes(input.lines, asWritten.track.lineOf, asWritten.anchors, asWritten.chain);
  const lines = moved ?? input.lines;
  const { evidence, track } = moved ? matchWords(moved, parts) : asWritten;
  const graph = buildTurnGraph(lines, parts, evidence, track);
  const { nodes } = inferTurns(graph, weights);
  const support = supportOf(evidence);
  const candidates = graph.nodes.map((node, i) =>
    candidatesOf(node.candidates, nodes[i]!, support[i]!, parts[i]!.subtitleSpeaker),
  );
  const speakers = chooseSpeakers(
    candidates.map((each, i) => (parts[i]!.kind === 'speech' ? (each[0] ?? null) : null)),
    options,
    (i) => linesOf(candidates[i]![0]?.character ?? null, lines, evidence[i]!).length > 0,
  );
  const aligned: AlignedPart[] = new Array(input.parts.length);
  const heard = new Uint8Array(track.lineOf.length);
  const lastCueByWord = new Int32Array(track.lineOf.length);
  order.forEach((index, i) => {
    const found = evidence[i]!;
    aligned[index] = answerOf(parts[i]!, lines, found, candidates[i]!, speakers[i]!);
    for (const word of found.matched) {
      heard[word] = 1;
      lastCueByWord[word] = parts[i]!.cue;
    }
  });
  const claimed = new Set(aligned.flatMap((part) => part.lines));
  return { parts: aligned, unmatchedLines: findUnmatched(lines, heard, lastCueByWord, claimed) };
}

/** What the script says counts as far as it can be believed there; the subtitle's own label needs no script. */
function candidatesOf(
  names: readonly (string | null)[],
  marginal: Float64Array,
  support: number,
  labelled: string | null,
): CharacterProbability[] {
  return names
    .flatMap((character, c) => {
      if (character === null) return [];
      return [{ character, probability: marginal[c]! * (character === labelled ? 1 : support) }];
    })
    .filter(({ probability }) => probability >= LEAST_TOLD)
    .sort((a, b) => b.probability - a.probability || (a.character < b.character ? -1 : 1));
}

function answerOf(
  part: AlignmentPart,
  lines: readonly AlignmentLine[],
  found: PartEvidence,
  candidates: readonly CharacterProbability[],
  speaker: string | null,
): AlignedPart {
  const ownLines = linesOf(speaker, lines, found);
  return {
    cue: part.cue,
    part: part.part,
    start: part.start,
    end: part.end,
    text: part.text,
    speaker,
    confidence: candidates[0]?.probability ?? 0,
    state: part.kind !== 'speech' ? 'unusable' : ownLines.length === 0 ? 'spoken-not-scripted' : 'matched',
    lines: ownLines,
    candidates,
    subtitleLabel: part.subtitleLabel,
  };
}

/** Ordinals of a speaker's lines in which the part's words were found. */
function linesOf(
  speaker: string | null,
  lines: readonly AlignmentLine[],
  { shares }: PartEvidence,
): number[] {
  return [...shares]
    .filter(([line, share]) => speaker !== null && share >= OWN_SHARE && lines[line]!.speaker === speaker)
    .map(([line]) => lines[line]!.ordinal)
    .sort((a, b) => a - b);
}

/**
 * Lines of which less than half was heard, or which no part took, with the cue after which they would have come:
 * no line of the script is lost.
 */
function findUnmatched(
  lines: readonly AlignmentLine[],
  heard: Uint8Array,
  lastCueByWord: Int32Array,
  claimed: ReadonlySet<number>,
): UnmatchedLine[] {
  const unmatched: UnmatchedLine[] = [];
  let word = 0;
  let afterCue = 0;
  for (const line of lines) {
    let count = 0;
    let cueAtEnd = afterCue;
    for (let i = 0; i < line.words.length; i += 1, word += 1) {
      if (!heard[word]) continue;
      count += 1;
      cueAtEnd = lastCueByWord[word]!;
    }
    const isUnheard = count * 2 < line.words.length || !claimed.has(line.ordinal);
    if (line.words.length > 0 && isUnheard) {
      unmatched.push({ line: line.ordinal, speaker: line.speaker, text: line.text, afterCue });
    }
    afterCue = cueAtEnd;
  }
  return unmatched.sort((a, b) => a.line - b.line);
}
