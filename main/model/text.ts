import type { Milliseconds } from './time.ts';

/** Where something was read: line and column count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column?: number;
}

/** Something a reader noticed and mended or passed over; never fatal. */
export interface ReadWarning {
  readonly message: string;
  readonly place?: SourcePlace;
}

/** What a cue part holds. Sound descriptions and music are kept, but are nobody's speech. */
export type PartKind = 'speech' | 'sound' | 'music';

/** One speaker's share of a cue: two-speaker cues ("- Hello.\n- Hi.") have two. */
export interface CuePart {
  /** From 0 within the cue. */
  readonly part: number;
  /** Plain text, one line, without markup, dash or speaker name. */
  readonly text: string;
  readonly kind: PartKind;
  /** The speaker label that the subtitle itself gives (SDH name, ASS actor or style), or null. */
  readonly speakerLabel: string | null;
}

/** One timed text of the subtitles. */
export interface Cue {
  /** Ordinal in the file from 1. */
  readonly ordinal: number;
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  /** Plain text with line breaks. */
  readonly text: string;
  readonly parts: readonly CuePart[];
  readonly place: SourcePlace;
}

export type SubtitleFormat = 'srt' | 'vtt' | 'ass';

export interface Subtitles {
  readonly format: SubtitleFormat;
  /** Name of the encoding that the bytes were read as, for example `utf-8` or `windows-1252`. */
  readonly encoding: string;
  /** In the file's order. */
  readonly cues: readonly Cue[];
  readonly warnings: readonly ReadWarning[];
}

/** One speaker's turn in the script. */
export interface ScriptLine {
  /** Ordinal among the lines of the script, from 1. */
  readonly ordinal: number;
  /** The name as the script writes it: "CHANDLER BING", "All", "Ross and Rachel". Never empty. */
  readonly speakerLabel: string;
  /** What is spoken: without directions and markup. */
  readonly text: string;
  /** Parenthesised directions inside or before the text, in order. */
  readonly directions: readonly string[];
  /** Ordinal of the scene the line stands in, from 0 (before the first heading: 0). */
  readonly scene: number;
  readonly place: SourcePlace;
}

export interface ScriptScene {
  readonly scene: number;
  /** As written, or "" for what stands before the first heading. */
  readonly heading: string;
  readonly place: SourcePlace;
}

export type ScriptFormat = 'plain' | 'fountain' | 'html' | 'table' | 'jsonl' | 'docx';

export interface Script {
  readonly format: ScriptFormat;
  readonly encoding: string;
  readonly title: string | null;
  readonly lines: readonly ScriptLine[];
  readonly scenes: readonly ScriptScene[];
  readonly warnings: readonly ReadWarning[];
}

/** A word as matching sees it, with where it stands in the text that it came from. */
export interface Word {
  /** Canonical form: lower case, contractions opened, numbers as digits. */
  readonly text: string;
  /** Offset of its first character in the original text. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
}
