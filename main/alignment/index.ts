import type { AlignedPart, CharacterProbability, ScriptAlignment, UnmatchedLine } from '../model/index.ts';
import type { AlignmentInput, AlignmentLine, AlignmentOptions, AlignmentPart } from './input.ts';
import { matchWords, type PartEvidence } from './match.ts';

export type {
  AlignmentInput,
  AlignmentLine,
  AlignmentOptions,
  AlignmentPart,
  SentenceMark,
} from './input.ts';

/**
 * Joins the parts of the cues with the lines of a script. Every part of the input appears once, in the input's
 * order; `speaker` is null where there is not enough evidence.
 */
export function alignScript(input: AlignmentInput, options: AlignmentOptions = {}): ScriptAlignment {
  const { lines, parts } = input;
  const order = parts.map((_, index) => index).sort((a, b) => parts[a]!.start - parts[b]!.start || a - b);
  const { evidence, track } = matchWords(
    lines,
    order.map((index) => parts[index]!),
  );
  const aligned: AlignedPart[] = new Array(parts.length);
  const heard = new Uint8Array(track.lineOf.length);
  const lastCueByWord = new Int32Array(track.lineOf.length);
  order.forEach((index, i) => {
    const found = evidence[i]!;
    aligned[index] = decide(parts[index]!, lines, found, options);
    for (const word of found.matched) {
      heard[word] = 1;
      lastCueByWord[word] = parts[index]!.cue;
    }
  });
  return { parts: aligned, unmatchedLines: findUnmatched(lines, heard, lastCueByWord) };
}

function decide(
  part: AlignmentPart,
  lines: readonly AlignmentLine[],
  found: PartEvidence,
  options: AlignmentOptions,
): AlignedPart {
  const bySpeaker = new Map<string, number>();
  let total = 0;
  for (const [line, share] of found.shares) {
    const { speaker } = lines[line]!;
    bySpeaker.set(speaker, (bySpeaker.get(speaker) ?? 0) + share);
    total += share;
  }
  const candidates: CharacterProbability[] = [...bySpeaker]
    .map(([character, share]) => ({
      character,
      probability: (share / Math.max(total, 1e-9)) * (1 - found.absent),
    }))
    .filter(({ probability }) => probability >= 0.01)
    .sort((a, b) => b.probability - a.probability);
  const best = candidates[0];
  const given = best !== undefined && best.probability >= (options.threshold ?? 0.5);
  const ownLines = [...found.shares]
    .filter(([line, share]) => given && share >= 0.15 && lines[line]!.speaker === best.character)
    .map(([line]) => lines[line]!.ordinal)
    .sort((a, b) => a - b);
  return {
    cue: part.cue,
    part: part.part,
    start: part.start,
    end: part.end,
    text: part.text,
    speaker: given ? best.character : null,
    confidence: best?.probability ?? 0,
    state: part.kind !== 'speech' ? 'unusable' : given ? 'matched' : 'spoken-not-scripted',
    lines: ownLines,
    candidates,
    subtitleLabel: part.subtitleLabel,
  };
}

/** Lines of which less than half was heard, with the cue after which they would have come. */
function findUnmatched(
  lines: readonly AlignmentLine[],
  heard: Uint8Array,
  lastCueByWord: Int32Array,
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
    if (line.words.length > 0 && count * 2 < line.words.length) {
      unmatched.push({ line: line.ordinal, speaker: line.speaker, text: line.text, afterCue });
    }
    afterCue = cueAtEnd;
  }
  return unmatched;
}
