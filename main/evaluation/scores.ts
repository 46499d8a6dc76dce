import type { VoiceComparison } from './acoustic.ts';
import type { Fluency } from './fluency.ts';
import type { JudgedSystem } from './judge.ts';
import type { Estimate, PairedComparison } from './statistics.ts';

export interface AcousticScore {
  /** Mean cosine similarity to the character's held-out voice. */
  readonly similarity: Estimate | null;
  /** Mean of similarity minus that to the most similar other of the series. */
  readonly margin: Estimate | null;
  /** Where the similarity lies between the floor (0) and the ceiling (1). */
  readonly position: number | null;
  /** Share of answers that are most like the character among all of the series. */
  readonly nearest: number | null;
}

export interface ContentScore {
  /** Log-odds of all answers together being the character's words. */
  readonly score: Estimate | null;
  readonly position: number | null;
  readonly words: number;
}

export interface QualityScore {
  readonly spoken: number;
  readonly seconds: number | null;
  readonly speechRate: Estimate | null;
  readonly silence: Estimate | null;
  readonly longestPauseSeconds: number | null;
  readonly clipping: number | null;
  readonly level: number | null;
  /**
   * Mean over the answers of the word error rate that a recogniser gives: of what it heard against the answer's own
   * text. Null where none was asked, or no answer has both.
   */
  readonly wordErrorRate: Estimate | null;
  /** Share of the answers with words that only repeat a line of the prompt, or another answer. */
  readonly repeated: number | null;
}

export interface CharacterScore {
  readonly character: string;
  readonly answered: number;
  readonly of: number;
  readonly acoustic: AcousticScore;
  readonly content: ContentScore;
  readonly quality: QualityScore;
}

export interface SystemScore {
  readonly name: string;
  readonly characters: readonly CharacterScore[];
  /** Means over the characters, each of which counts the same. */
  readonly overall: {
    readonly similarity: Estimate | null;
    readonly margin: Estimate | null;
    readonly content: Estimate | null;
    readonly wordErrorRate: Estimate | null;
  };
}

export interface AnswerScore {
  readonly prompt: string;
  readonly character: string;
  readonly system: string;
  readonly text: string | null;
  readonly voice: VoiceComparison | null;
  /** Log-odds of this answer's words alone: too few to say much of one answer, enough to pair systems. */
  readonly words: number | null;
  readonly evidence: readonly { readonly feature: string; readonly weight: number }[];
  readonly fluency: Fluency | null;
  readonly recognised: RecognisedAnswer | null;
}

/** What a recogniser heard in an answer. */
export interface RecognisedAnswer {
  readonly heard: string;
  /** Replaced, missing and added words over the words of the answer's text; above 1 where many are added. */
  readonly wordErrorRate: number;
}

/** The recogniser that was asked. */
export interface Recognising {
  readonly name: string;
  /** What went wrong and what to do; null where nothing did. */
  readonly failure: string | null;
}

/** The same with how many answers, the real ones among them, it could be asked about. */
export interface RecognisingScore extends Recognising {
  readonly spoken: number;
  readonly measured: number;
  /** Spoken answers without a text of their own: there is nothing to compare with. */
  readonly withoutText: number;
}

export interface Comparison extends PairedComparison {
  readonly measure: 'similarity' | 'words';
  readonly first: string;
  readonly second: string;
}

export interface Judgement {
  readonly model: string;
  readonly rubric: string;
  readonly systems: readonly JudgedSystem[];
}

export interface Evaluation {
  readonly kind: 'rolecall-evaluation';
  readonly version: 1;
  readonly series: string;
  readonly heldOut: readonly string[];
  /** The real answers, then others' real answers in the character's place: ceiling and floor. */
  readonly ceiling: SystemScore;
  readonly floor: SystemScore;
  readonly systems: readonly SystemScore[];
  readonly comparisons: readonly Comparison[];
  readonly answers: readonly AnswerScore[];
  /** Characters whose words could not be learnt. */
  readonly withoutWords: readonly string[];
  /** Ratings of a judge model, the real answers first; null where none was asked. */
  readonly judge: Judgement | null;
  /** The recogniser behind the word error rates; null where none was asked. */
  readonly recogniser: RecognisingScore | null;
}
