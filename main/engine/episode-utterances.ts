import {
  millisecondsToSamples,
  type Samples,
  type Script,
  type ScriptAlignment,
  SENTENCES,
  type Span,
  type SpeechSegment,
  type Utterance,
  type UtteranceLanguage,
} from '../model/index.ts';

/** An utterance before any voice was compared, with what the voice needs to know of it. */
export interface DraftUtterance {
  readonly utterance: Utterance;
  /** Two voices at once, or a line of several people: such speech enrols nobody. */
  readonly overlapped: boolean;
}

export interface DraftInput {
  readonly episode: string;
  readonly alignment: ScriptAlignment;
  readonly script: Script | null;
  /** Media times of `alignment.parts`, in their order. */
  readonly spans: readonly Span[];
  readonly segments: readonly SpeechSegment[];
  /** Whether a name stands for several people who speak together. */
  readonly isGroup: (speaker: string) => boolean;
  /** The canonical character of a label that the subtitle gives, or null. */
  readonly subtitleCharacter: (label: string) => string | null;
  /** The language that a direction of the script or the subtitle names, by the index of the part. */
  readonly languages: readonly (UtteranceLanguage | null)[];
}

/** Shared time from which two utterances count as spoken at once, as a share of the shorter one. */
const OVERLAP_SHARE = 0.25;
/** A shorter span is what is left of a cue that lies outside the media. */
const SHORTEST_HEARD: Samples = millisecondsToSamples(50);
/** Speech outside all cues is kept as an utterance of its own from this length on. */
const SHORTEST_UNCUED: Samples = millisecondsToSamples(500);

/**
 * The utterances of an episode from its alignment and its sound: one for each spoken part of a cue, one for
 * each script line that no cue holds, one for each stretch of speech outside all cues. Nothing is invented:
 * what has no script has no speaker, what has no cue has no text.
 */
export function draftUtterances(input: DraftInput): DraftUtterance[] {
  const sceneOf = new Map(input.script?.lines.map((line) => [line.ordinal, line.scene]));
  const cued = fromParts(input, sceneOf);
  return [...cued, ...fromUnmatchedLines(input, sceneOf), ...fromUncuedSpeech(input)];
}

function fromParts(input: DraftInput, sceneOf: ReadonlyMap<number, number>): DraftUtterance[] {
  const overlapping = overlappingSpans(input.spans);
  let scene: number | null = null;
  return input.alignment.parts.map((part, index) => {
    const span = input.spans[index] as Span;
    const [line] = part.lines;
    if (line !== undefined) scene = sceneOf.get(line) ?? scene;
    const isGroup = part.speaker !== null && input.isGroup(part.speaker);
    const isOutside = span.end - span.start < SHORTEST_HEARD;
    const overlaps = !isOutside && overlapping.has(index);
    const label = part.subtitleLabel;
    const utterance: Utterance = {
      id: `${input.episode}-c${part.cue}-${part.part}`,
      episode: input.episode,
      start: span.start,
      end: span.end,
      text: part.text,
      speaker: part.speaker,
      state: isOutside
        ? 'unusable'
        : part.state === 'matched' && (overlaps || isGroup)
          ? 'overlap'
          : part.state,
      review: 'unreviewed',
      confidence: part.confidence,
      witnesses: {
        script: {
          character: part.speaker,
          probability: part.confidence,
          lines: [...part.lines],
        },
        subtitle: label === null ? null : { label, character: input.subtitleCharacter(label) },
        voice: [],
      },
      mislabelProbability: null,
      quality: null,
      cue: part.cue,
      part: part.part,
      scene,
      reason: isOutside ? SENTENCES['outside-media'] : reasonOf(part.state, overlaps, isGroup),
      language: input.languages[index] ?? null,
      transcript: null,
    };
    return { utterance, overlapped: overlaps || isGroup };
  });
}

function reasonOf(state: string, overlaps: boolean, isGroup: boolean): string | null {
  if (state === 'unusable') return SENTENCES['not-speech'];
  if (isGroup) return SENTENCES['said-together'];
  if (overlaps) return SENTENCES['said-at-once'];
  if (state === 'spoken-not-scripted') return SENTENCES['no-line'];
  return null;
}

function overlappingSpans(spans: readonly Span[]): Set<number> {
  const order = spans
    .map((_, index) => index)
    .sort((a, b) => (spans[a]?.start ?? 0) - (spans[b]?.start ?? 0));
  const found = new Set<number>();
  for (let i = 0; i < order.length; i += 1) {
    const a = spans[order[i] as number] as Span;
    for (let j = i + 1; j < order.length; j += 1) {
      const b = spans[order[j] as number] as Span;
      if (b.start >= a.end) break;
      const shared = Math.min(a.end, b.end) - b.start;
      if (shared >= OVERLAP_SHARE * Math.min(a.end - a.start, b.end - b.start)) {
        found.add(order[i] as number);
        found.add(order[j] as number);
      }
    }
  }
  return found;
}

function fromUnmatchedLines(input: DraftInput, sceneOf: ReadonlyMap<number, number>): DraftUtterance[] {
  const endOfCue = new Map<number, Samples>();
  input.alignment.parts.forEach((part, index) => {
    endOfCue.set(part.cue, Math.max(endOfCue.get(part.cue) ?? 0, input.spans[index]?.end ?? 0));
  });
  return input.alignment.unmatchedLines.map((line) => {
    const at = endOfCue.get(line.afterCue) ?? 0;
    return {
      overlapped: false,
      utterance: {
        id: `${input.episode}-l${line.line}`,
        episode: input.episode,
        start: at,
        end: at,
        text: line.text,
        speaker: line.speaker,
        state: 'scripted-not-spoken',
        review: 'unreviewed',
        confidence: 0,
        witnesses: {
          script: { character: line.speaker, probability: 1, lines: [line.line] },
          subtitle: null,
          voice: [],
        },
        mislabelProbability: null,
        quality: null,
        cue: null,
        part: null,
        scene: sceneOf.get(line.line) ?? null,
        reason: SENTENCES['no-cue'],
        language: null,
        transcript: null,
      },
    };
  });
}

function fromUncuedSpeech(input: DraftInput): DraftUtterance[] {
  return subtract(input.segments, input.spans)
    .filter((span) => span.end - span.start >= SHORTEST_UNCUED)
    .map((span) => ({
      overlapped: false,
      utterance: {
        id: `${input.episode}-s${Math.round(span.start / 16)}`,
        episode: input.episode,
        start: span.start,
        end: span.end,
        text: '',
        speaker: null,
        state: 'spoken-not-scripted',
        review: 'unreviewed',
        confidence: 0,
        witnesses: { script: null, subtitle: null, voice: [] },
        mislabelProbability: null,
        quality: null,
        cue: null,
        part: null,
        scene: null,
        reason: SENTENCES.uncued,
        language: null,
        transcript: null,
      },
    }));
}

/** What of `spans` lies outside all of `covered`, in order. */
export function subtract(spans: readonly Span[], covered: readonly Span[]): Span[] {
  const holes = [...covered].sort((a, b) => a.start - b.start);
  const rest: Span[] = [];
  let first = 0;
  for (const span of spans) {
    while (first < holes.length && (holes[first]?.end ?? 0) <= span.start) first += 1;
    let { start } = span;
    for (let i = first; i < holes.length && (holes[i]?.start ?? 0) < span.end; i += 1) {
      const hole = holes[i] as Span;
      if (hole.start > start) rest.push({ start, end: hole.start });
      start = Math.max(start, hole.end);
    }
    if (start < span.end) rest.push({ start, end: span.end });
  }
  return rest;
}
