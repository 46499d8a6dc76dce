import { z } from 'zod';
import type { Milliseconds, Samples } from './time.ts';

/** What is known of an utterance. Never forced: see the design's words. */
export const UTTERANCE_STATES = [
  'matched',
  'spoken-not-scripted',
  'scripted-not-spoken',
  'conflict',
  'overlap',
  'unusable',
] as const;
export const utteranceState = z.enum(UTTERANCE_STATES);
export type UtteranceState = z.infer<typeof utteranceState>;

export const REVIEW_STATES = ['unreviewed', 'accepted', 'rejected', 'edited'] as const;
export const reviewState = z.enum(REVIEW_STATES);
export type ReviewState = z.infer<typeof reviewState>;

/** A character with the probability that a witness gives it. */
export const characterProbability = z.object({
  character: z.string(),
  probability: z.number().min(0).max(1),
});
export type CharacterProbability = z.infer<typeof characterProbability>;

/** What the script says of an utterance. */
export const scriptWitness = z.object({
  character: z.string().nullable(),
  probability: z.number().min(0).max(1),
  /** Ordinals of the script lines that its words come from. */
  lines: z.array(z.number().int()),
});
export type ScriptWitness = z.infer<typeof scriptWitness>;

/** What the subtitle itself says: an SDH name, an ASS actor. */
export const subtitleWitness = z.object({ label: z.string().nullable(), character: z.string().nullable() });
export type SubtitleWitness = z.infer<typeof subtitleWitness>;

export const witnesses = z.object({
  script: scriptWitness.nullable(),
  subtitle: subtitleWitness.nullable(),
  /** Best first; empty where the voice could not be scored. */
  voice: z.array(characterProbability),
});
export type Witnesses = z.infer<typeof witnesses>;

/** Which edges of a span cut into a word. */
export const CUT_EDGES = ['none', 'start', 'end', 'both'] as const;
export type CutEdges = (typeof CUT_EDGES)[number];

const probability = z.number().min(0).max(1);
/** What rows of older projects lack, and what could not be measured, is null. */
const orNull = <Kind extends z.ZodType>(kind: Kind) => kind.nullable().default(null);

/** Measures of the sound of a span. Units, sources and how well each is measured: `docs/quality.md`. */
export const quality = z.object({
  /** Active speech level, dBFS. */
  loudness: z.number(),
  /** Estimated signal-to-noise ratio, dB. */
  signalToNoise: z.number(),
  /** Share of samples at full scale, 0 to 1. */
  clipping: z.number().min(0).max(1),
  /** Frequency below which 99% of the energy lies, Hz. */
  bandwidth: z.number(),
  /** Share of the span that the VAD calls speech, 0 to 1. */
  speechRatio: z.number().min(0).max(1),
  /** Probability that music or tonal effects lie under the speech. */
  music: orNull(probability),
  /** Probability that two people are heard at once. */
  overlap: orNull(probability),
  /** Share of the span in which the signal breaks off, 0 to 1. */
  dropouts: orNull(z.number().min(0).max(1)),
  /** Whether the voice comes over a telephone or radio (300 to 3400 Hz): a property, not a fault. */
  telephone: orNull(z.boolean()),
  /** Estimated reverberation time T60, seconds. */
  reverberation: orNull(z.number().min(0)),
  /** Which edges cut into a word. */
  cutEdges: orNull(z.enum(CUT_EDGES)),
});
export type Quality = z.infer<typeof quality>;

/** The measures that a quality may lack. */
export const UNMEASURED = {
  music: null,
  overlap: null,
  dropouts: null,
  telephone: null,
  reverberation: null,
  cutEdges: null,
} as const satisfies Partial<Quality>;

/** The language of an utterance's words. Made by `main/validation`; see docs/language.md. */
export const utteranceLanguage = z.object({
  /** ISO 639-1 in small letters; null where the words are too few or too alike in several languages. */
  code: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .nullable(),
  /** Probability that `code` is right; of the best candidate where `code` is null. */
  probability: z.number().min(0).max(1),
  /** Words of another language stand among the words of `code`. */
  mixed: z.boolean(),
  /** Where it is known from: the words themselves, or a direction of the script ("(in Spanish)"). */
  source: z.enum(['text', 'script']),
});
export type UtteranceLanguage = z.infer<typeof utteranceLanguage>;

/** A place where what was recognised differs from the text, in order; words as they are compared. */
export const wordDifference = z.object({
  kind: z.enum(['replaced', 'missing', 'added']),
  /** Words of the text; empty for what was added. `missing`: written, not heard. */
  written: z.string(),
  /** Words that were recognised; empty for what is missing. `added`: heard, not written. */
  heard: z.string(),
  /** How many words of the text stand before it. */
  at: z.number().int().min(0),
});
export type WordDifference = z.infer<typeof wordDifference>;

/** What a recogniser made of the sound, beside the text. */
export const recognition = z.object({
  /** The recogniser as the project names it. */
  name: z.string(),
  text: z.string(),
  /** (replaced + missing + added words) / words of the text; can exceed 1. */
  wordErrorRate: z.number().min(0),
  differences: z.array(wordDifference),
});
export type Recognition = z.infer<typeof recognition>;

/** Whether the sound says the text. Made by `main/validation`; see docs/transcripts.md. */
export const transcriptCheck = z.object({
  /** Calibrated probability that the text is not what is said, from all evidence below. */
  wrong: z.number().min(0).max(1),
  /** Syllables that the text should have, an estimate from its letters. */
  syllables: z.number().min(0),
  /** Voiced peaks of loudness counted in the sound. */
  nuclei: z.number().int().min(0),
  /** Syllables of the text for each second of speech; null where no speech was found. */
  syllablesPerSecond: z.number().min(0).nullable(),
  /** The same for this speaker (or the series) as a rule; null where too little is known. */
  usualSyllablesPerSecond: z.number().min(0).nullable(),
  /** How much better the sound fits this text than other texts of its length, in standard deviations; null: unknown. */
  soundFit: z.number().nullable(),
  recogniser: recognition.nullable(),
});
export type TranscriptCheck = z.infer<typeof transcriptCheck>;

/** How sure the alignment is of one cue part, before any sound is heard. */
export interface AlignedPart {
  /** The cue's ordinal from 1. */
  readonly cue: number;
  /** Ordinal of the speaker inside the cue from 0. */
  readonly part: number;
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly text: string;
  /** Canonical character (or group) name; null where there is not enough evidence. */
  readonly speaker: string | null;
  /** Calibrated probability that `speaker` is right; of the best candidate where `speaker` is null. */
  readonly confidence: number;
  readonly state: Extract<UtteranceState, 'matched' | 'spoken-not-scripted' | 'conflict' | 'unusable'>;
  /** Ordinals of the script lines its words were matched to, in order; empty where none. */
  readonly lines: readonly number[];
  /** Best first, the chosen one included. */
  readonly candidates: readonly CharacterProbability[];
  /** The label that the subtitle itself gave, or null. */
  readonly subtitleLabel: string | null;
}

/** A line of the script (or the rest of one) that no cue matches. */
export interface UnmatchedLine {
  readonly line: number;
  readonly speaker: string;
  readonly text: string;
  /** Ordinal of the last cue before the place where it would have been spoken; 0 before the first. */
  readonly afterCue: number;
}

export interface ScriptAlignment {
  readonly parts: readonly AlignedPart[];
  readonly unmatchedLines: readonly UnmatchedLine[];
}

/** From `fromSubtitle` on: media time = (subtitle time - offset) * rate. */
export interface SyncPiece {
  readonly fromSubtitle: Milliseconds;
  readonly offset: Milliseconds;
  readonly rate: number;
}

export interface SyncEvidence {
  /** Share of cue time that falls on speech after the correction, 0 to 1. */
  readonly agreement: number;
  /** The same without any correction. */
  readonly agreementBefore: number;
  /** How far the best answer stands above chance, in standard deviations of chance. */
  readonly score: number;
}

/** `belongs: false` means: these subtitles are not of this media; the pieces are then the identity. */
export interface Sync {
  readonly belongs: boolean;
  /** At least one; in order of `fromSubtitle`; the first starts at 0. */
  readonly pieces: readonly SyncPiece[];
  readonly evidence: SyncEvidence;
}

/** A span that the VAD calls speech, with the mean probability inside. */
export interface SpeechSegment {
  readonly start: Samples;
  readonly end: Samples;
}

/** Speech probabilities of an episode: one for each window of `hop` samples, 0 to 1. */
export interface SpeechActivity {
  readonly probabilities: Float32Array;
  /** Samples between the starts of two windows: 512. */
  readonly hop: number;
  /** Length of the audio. */
  readonly samples: Samples;
}

/**
 * Short-time energy of an episode, made in the same pass as the decoding.
 * `decibels[i]` is the level of samples [i*hop, (i+1)*hop) in dBFS, at least -100.
 */
export interface EnergyTrack {
  readonly decibels: Float32Array;
  /** 160 samples: 10 ms. */
  readonly hop: number;
}

/**
 * What an episode sounds like, made in the same pass as the decoding: `dimension` bytes for each `hop` samples,
 * mel cepstra and, last, the level in dB above -50 dBFS.
 */
export interface CepstralTrack {
  readonly values: Int8Array;
  readonly dimension: number;
  /** 320 samples: 20 ms. */
  readonly hop: number;
}

/** One utterance of the dataset: one speaker, one text, one span of audio. */
export const utterance = z.object({
  id: z.string(),
  episode: z.string(),
  /** Samples at 16 kHz; `start === end` for what is scripted but not spoken. */
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  text: z.string(),
  speaker: z.string().nullable(),
  state: utteranceState,
  review: reviewState,
  confidence: z.number().min(0).max(1),
  witnesses,
  /** Probability that `speaker` is wrong; null where no voice could be scored. */
  mislabelProbability: z.number().min(0).max(1).nullable(),
  quality: quality.nullable(),
  /** Ordinals of the cue and of the part inside it; null for what no cue holds. */
  cue: z.number().int().nullable(),
  part: z.number().int().nullable(),
  scene: z.number().int().nullable(),
  /** Why an utterance is unusable or in conflict, in plain words; null where there is nothing to say. */
  reason: z.string().nullable(),
  /** Null where there are no words, or no run has looked at them. */
  language: utteranceLanguage.nullable().default(null),
  /** Null where there are no words or no sound, or no run has compared them. */
  transcript: transcriptCheck.nullable().default(null),
});
export type Utterance = z.infer<typeof utterance>;
