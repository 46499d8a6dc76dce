import type { Span } from '../model/index.ts';
import { countNuclei, type HeardTracks, type SoundCounts } from './nuclei.ts';
import { framesOf, statesOf } from './sound-model.ts';
import type { SoundFrames } from './sound-scores/index.ts';
import { soundsOf } from './spelling.ts';
import { syllablesOf } from './syllables.ts';
import { comparableWords } from './words.ts';

/** An utterance whose text is to be compared with its sound. */
export interface TranscriptItem {
  readonly id: string;
  readonly span: Span;
  readonly text: string;
  /** ISO 639-1; null where it is not decided. */
  readonly language: string | null;
  readonly speaker: string | null;
  /** One voice, and nothing known against it: such utterances teach what is usual. */
  readonly isClean: boolean;
  /** What a recogniser heard; null where none was asked, or it gave no answer. */
  readonly heard: { readonly recogniser: string; readonly text: string } | null;
}

/** What was measured of an utterance. */
export interface MeasuredItem extends TranscriptItem {
  readonly syllables: number;
  readonly counts: SoundCounts;
  /** The sounds of the text; empty where its alphabet spells none. */
  readonly states: Uint8Array;
  readonly frames: SoundFrames | null;
  /** Words of the text and of what was recognised, as they are compared. */
  readonly words: { readonly written: readonly string[]; readonly heard: readonly string[] } | null;
  /** Too little text or sound to judge one by the other, or to learn from; what a recogniser heard is known all the same. */
  readonly isShort: boolean;
}

/** Shorter texts and spans ("No.") say too little to be judged. */
const FEWEST_SYLLABLES = 2;
const SHORTEST_SECONDS = 0.3;

/**
 * Measures an utterance.
 *
 * @returns null where there is too little text or sound to judge, and no recogniser was asked either
 */
export function measureItem(item: TranscriptItem, tracks: HeardTracks): MeasuredItem | null {
  const syllables = syllablesOf(item.text, item.language);
  const seconds = (item.span.end - item.span.start) / 16_000;
  const isShort = syllables < FEWEST_SYLLABLES || seconds < SHORTEST_SECONDS;
  const written = item.heard === null ? [] : comparableWords(item.text);
  if (isShort && written.length === 0) return null;
  const states = statesOf(soundsOf(item.text));
  const isSpelt = states.length >= syllables;
  return {
    ...item,
    syllables,
    counts: countNuclei(tracks, item.span),
    states: isSpelt ? states : new Uint8Array(0),
    frames: tracks.cepstra === null || !isSpelt ? null : framesOf(tracks.cepstra, item.span),
    words: item.heard === null ? null : { written, heard: comparableWords(item.heard.text) },
    isShort,
  };
}

/** Syllables of the text a second of speech; null where hardly anything is spoken. */
export const rateOf = ({ syllables, counts }: MeasuredItem): number | null =>
  counts.speechSeconds < SHORTEST_SECONDS / 2 ? null : syllables / counts.speechSeconds;
