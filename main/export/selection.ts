import { SAMPLE_RATE, type Utterance } from '../model/index.ts';
import { oneLine } from './names.ts';

/** What of the project goes into the dataset. Every limit is inclusive; absent: no limit. */
export interface Selection {
  /** Only what a person accepted or edited. */
  readonly acceptedOnly: boolean;
  readonly shortestSeconds?: number | undefined;
  readonly longestSeconds?: number | undefined;
  /** Canonical names; absent: everybody. */
  readonly characters?: readonly string[] | undefined;
  /** Least probability that the character is right, 0 to 1; of what no person decided. */
  readonly confidence?: number | undefined;
  /** Most probable mislabelling still taken, 0 to 1; of what no person decided. */
  readonly mislabel?: number | undefined;
  /** Least signal-to-noise ratio, dB. What was never measured is left out where any of these is asked for. */
  readonly signalToNoise?: number | undefined;
  /** Largest share of clipped samples, 0 to 1. */
  readonly clipping?: number | undefined;
  /** Least bandwidth, Hz. */
  readonly bandwidth?: number | undefined;
}

/** Why an utterance stays out of the dataset; null where it is in. */
export function reasonToLeaveOut(utterance: Utterance, selection: Selection): string | null {
  if (utterance.review === 'rejected') return 'rejected in review';
  if (utterance.state === 'scripted-not-spoken') return 'in the script, not spoken';
  if (utterance.end <= utterance.start) return 'no sound';
  if (utterance.speaker === null || oneLine(utterance.speaker) === '') return 'no known character';
  if (oneLine(utterance.text) === '') return 'no text';
  const decided = utterance.review === 'accepted' || utterance.review === 'edited';
  if (!decided) {
    if (selection.acceptedOnly) return 'not accepted yet';
    if (utterance.state !== 'matched') return `state ${utterance.state}, not accepted yet`;
    if (utterance.confidence < (selection.confidence ?? 0)) return 'character not probable enough';
    if ((utterance.mislabelProbability ?? 0) > (selection.mislabel ?? 1)) return 'probably mislabelled';
  }
  return reasonOfLimits(utterance, selection);
}

function reasonOfLimits(utterance: Utterance, selection: Selection): string | null {
  const { speaker, start, end, quality } = utterance;
  const seconds = (end - start) / SAMPLE_RATE;
  if (selection.characters !== undefined && !selection.characters.includes(speaker as string)) {
    return 'character not asked for';
  }
  if (seconds < (selection.shortestSeconds ?? 0)) return 'too short';
  if (seconds > (selection.longestSeconds ?? Number.POSITIVE_INFINITY)) return 'too long';
  const { signalToNoise, clipping, bandwidth } = selection;
  if (signalToNoise === undefined && clipping === undefined && bandwidth === undefined) return null;
  if (quality === null) return 'sound quality never measured';
  if (quality.signalToNoise < (signalToNoise ?? Number.NEGATIVE_INFINITY)) return 'too noisy';
  if (quality.clipping > (clipping ?? 1)) return 'clipped';
  if (quality.bandwidth < (bandwidth ?? 0)) return 'bandwidth too narrow';
  return null;
}
