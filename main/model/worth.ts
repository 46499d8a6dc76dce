import { isDoubtfulText, type TextDoubt, textDoubt } from './text-doubts.ts';
import type { Utterance } from './utterance.ts';

/** Why an utterance deserves a look, most serious first; also the order of the queue. */
export type Concern =
  | {
      readonly kind: 'conflict' | 'overlap' | 'nobody' | 'new-voice' | 'unscripted' | 'boundary' | 'unusable';
      readonly worth: number;
    }
  | {
      readonly kind: 'transcript';
      readonly worth: number;
      readonly probability: number;
      readonly doubt: TextDoubt;
    }
  | { readonly kind: 'mislabel' | 'unsure'; readonly worth: number; readonly probability: number };

/** Below this certainty an answer is worth hearing. */
const SURE = 0.85;
/** Above this probability of a wrong label, likewise. */
const SUSPICIOUS = 0.2;
/** Below this share of speech inside the span, its edges are doubtful. */
const MOSTLY_SPEECH = 0.45;

/**
 * What is doubtful about an utterance, or null. `worth` says how much a decision
 * gains: above 1 for contradictions, below for doubts, always comparable.
 */
export function concernOf(utterance: Utterance): Concern | null {
  const { state, mislabelProbability: wrong, confidence, quality, speaker, transcript } = utterance;
  if (state === 'scripted-not-spoken') return null;
  if (state === 'conflict') return { kind: 'conflict', worth: 3 + (wrong ?? 0.5) };
  if (wrong !== null && wrong >= SUSPICIOUS)
    return { kind: 'mislabel', worth: 2 + wrong, probability: wrong };
  if (state !== 'unusable' && transcript != null && isDoubtfulText(transcript))
    return {
      kind: 'transcript',
      worth: 1 + transcript.wrong,
      probability: transcript.wrong,
      doubt: textDoubt(transcript),
    };
  if (speaker === null && state !== 'unusable')
    return { kind: isNewVoice(utterance) ? 'new-voice' : 'nobody', worth: 1.9 - confidence / 10 };
  if (state === 'overlap') return { kind: 'overlap', worth: 1.5 };
  if (confidence < SURE && state !== 'unusable')
    return { kind: 'unsure', worth: 1 + (1 - confidence) / 3, probability: confidence };
  if (quality !== null && quality.speechRatio < MOSTLY_SPEECH)
    return { kind: 'boundary', worth: 1 - quality.speechRatio / 2 };
  if (state === 'spoken-not-scripted') return { kind: 'unscripted', worth: 0.6 };
  if (state === 'unusable') return { kind: 'unusable', worth: 0.4 };
  return null;
}

/** Whether the voice was compared and is more probably nobody's that is known than anybody's. */
const isNewVoice = ({ witnesses: { voice } }: Utterance): boolean =>
  voice.length > 0 && voice.reduce((sum, { probability }) => sum + probability, 0) < 0.5;

/**
 * The place in the queue, from 0 up: what is reviewed comes after everything that
 * is not, what was never spoken comes last.
 */
export function worthOf(utterance: Utterance): number {
  const base = utterance.review === 'unreviewed' ? 10 : 0;
  if (utterance.state === 'scripted-not-spoken') return base / 100;
  const concern = concernOf(utterance);
  return base + (concern?.worth ?? (1 - utterance.confidence) / 3);
}
