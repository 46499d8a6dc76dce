import type { Provider } from './provider-names.ts';

/** Samples that a speech model scores at once: 32 ms. */
export const SPEECH_WINDOW = 512;
/** Samples before each window that the model hears with it. */
export const SPEECH_CONTEXT = 64;
/** Numbers that a stream carries from window to window. */
export const SPEECH_MEMORY = 256;

/** Where a stream of 16 kHz samples stands between two calls. */
export interface SpeechStream {
  readonly memory: Float32Array;
  /** The last 64 samples before the next window. */
  readonly context: Int16Array;
}

export const newSpeechStream = (): SpeechStream => ({
  memory: new Float32Array(SPEECH_MEMORY),
  context: new Int16Array(SPEECH_CONTEXT),
});

export interface SpeechScores {
  /** One for each window. */
  readonly probabilities: Float32Array;
  /** The stream after the windows, to go on with. */
  readonly stream: SpeechStream;
}

/**
 * A clip that lies in a file of bare samples (16 kHz mono, 16 bits, little-endian): what works on it reads it there,
 * so that no samples cross from process to process.
 */
export interface StoredClip {
  readonly file: string;
  /** What of the file is heard, one part after the other: samples from the file's first, the end past the last. */
  readonly parts: readonly { readonly start: number; readonly end: number }[];
}

/** 16 kHz mono samples from -1 to 1, or where they lie. */
export type Clip = Float32Array | StoredClip;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Says of 16-bit samples, 16 kHz mono, how probably somebody speaks. */
export interface SpeechModel {
  readonly id: string;
  /** Scores whole windows of 512 samples as the continuation of a stream. */
  score(samples: Int16Array, stream: SpeechStream, options?: CallOptions): Promise<SpeechScores>;
}

/** Why a clip has no embedding. */
export type EmbeddingRefusal = 'too-short' | 'silent' | 'not-finite';

export type EmbeddingOutcome =
  /** A vector of length one. */
  | { readonly kind: 'embedded'; readonly vector: Float32Array }
  | { readonly kind: 'refused'; readonly reason: EmbeddingRefusal };

/** Turns the voice in a clip into a unit vector. */
export interface SpeakerEncoder {
  readonly id: string;
  readonly dimension: number;
  /** Clips below this are refused as `too-short`. */
  readonly minimumSamples: number;
  /** One outcome for each clip, in order. Clips may differ in length. */
  embed(clips: readonly Clip[], options?: CallOptions): Promise<EmbeddingOutcome[]>;
}

/** Hertz of what enhancers hear and give. */
export const ENHANCER_RATE = 48_000;

/** Lowers the noise around the speech of 48 kHz mono samples (-1 to 1). */
export interface Enhancer {
  readonly id: string;
  /** One clip for each clip, in order, with as many samples, each in its place. */
  enhance(clips: readonly Float32Array[], options?: CallOptions): Promise<Float32Array[]>;
}

/** What the sound of a clip is like, besides what is said. */
export interface SoundJudgement {
  /** Probability that two people are heard at once. */
  readonly overlap: number;
  /** Probability that there is music. */
  readonly music: number;
  /** Speech over all that is no speech, dB. */
  readonly signalToNoise: number;
  /** T60 in seconds; null where the clip is too short to tell. */
  readonly reverberation: number | null;
  /** Probability that the voice comes over a telephone. */
  readonly telephone: number;
}

/** Judges clips of speech. */
export interface SoundJudge {
  readonly id: string;
  /** One judgement for each clip, heard in 16 bits, in order; null where it is too short, silent or not finite. */
  judge(clips: readonly Clip[], options?: CallOptions): Promise<(SoundJudgement | null)[]>;
}

/** Where a model runs, and why not elsewhere. */
export interface ModelStatus {
  readonly model: string;
  readonly provider: Provider;
  /** One sentence for each provider that was given up. */
  readonly notes: readonly string[];
}
