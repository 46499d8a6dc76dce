import type { ChannelUse, CharacterCount, DiskUse, Problem } from '../model/index.ts';
import type { Outlier } from './outliers.ts';

/** What one run did; absent from a report that is made without one. */
export interface RunFigures {
  readonly startedAt: string;
  readonly seconds: number;
  readonly audioSeconds: number;
  readonly xRealtime: number;
  readonly done: number;
  readonly skipped: number;
  readonly stopped: number;
}

export interface ReportedEpisode {
  readonly id: string;
  readonly title: string;
  readonly series: string;
  readonly status: string;
  readonly failure: Problem | null;
  readonly warnings: readonly Problem[];
  readonly audioSeconds: number | null;
  readonly utterances: number;
  readonly states: Readonly<Record<string, number>>;
  /** Shares 0 to 1 of the spoken utterances. */
  readonly matched: number | null;
  readonly conflict: number | null;
  readonly confidence: number | null;
  readonly mislabel: number | null;
  /** Which channels of the sound were heard, and what that gained. */
  readonly channels: ChannelUse | null;
  /** dB. */
  readonly signalToNoise: number | null;
  /** Share of the cues' time that falls on speech. */
  readonly agreement: number | null;
  /** Pieces that the subtitles were cut into to fit. */
  readonly pieces: number | null;
}

/** All that a curator wants to know in the morning. */
export interface MorningReport {
  readonly project: string;
  readonly library: string;
  readonly madeAt: string;
  readonly run: RunFigures | null;
  readonly episodes: readonly ReportedEpisode[];
  readonly failures: readonly {
    readonly episode: string;
    readonly title: string;
    readonly problem: Problem;
  }[];
  readonly outliers: readonly Outlier[];
  readonly doubtful: readonly {
    readonly id: string;
    readonly episode: string;
    /** Seconds. */
    readonly start: number;
    readonly text: string;
    readonly speaker: string | null;
    readonly heard: string | null;
    readonly mislabel: number;
  }[];
  readonly states: Readonly<Record<string, number>>;
  readonly characters: readonly CharacterCount[];
  /** Wall-clock seconds that the stages of what is done took, all jobs together. */
  readonly stageSeconds: Readonly<Record<string, number>>;
  readonly disk: DiskUse;
}
