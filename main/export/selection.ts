import {
  type GateContext,
  type GateFailure,
  type GateSettings,
  type GateSubject,
  gatesFailed,
  isDecided,
  sentenceOf,
  type Utterance,
} from '../model/index.ts';
import { oneLine } from './names.ts';

/** What of the project goes into the dataset. */
export interface Selection {
  /** Only what a person accepted or edited. */
  readonly acceptedOnly: boolean;
  /** Canonical names; absent: everybody. */
  readonly characters?: readonly string[] | undefined;
  /** Absent: no gate. */
  readonly gates?: GateSettings | undefined;
  readonly context?: GateContext | undefined;
}

/** Why an utterance stays out: by a rule that no dial changes, or by a gate. */
export type Reason =
  | { readonly gate: null; readonly sentence: string }
  | (GateFailure & { readonly sentence: string });

/** What is asked of an utterance. */
export type Selectable = GateSubject & Pick<Utterance, 'review' | 'state' | 'speaker' | 'text'>;

/** The first rule that keeps an utterance out whatever the dials; null: it is for the gates to decide. */
export function ruleToLeaveOut(utterance: Selectable, selection: Selection): string | null {
  if (utterance.review === 'rejected') return 'rejected in review';
  if (utterance.state === 'scripted-not-spoken') return 'in the script, not spoken';
  if (utterance.end <= utterance.start) return 'no sound';
  if (utterance.speaker === null || oneLine(utterance.speaker) === '') return 'no known character';
  if (oneLine(utterance.text) === '') return 'no text';
  if (!isDecided(utterance)) {
    if (selection.acceptedOnly) return 'not accepted yet';
    if (utterance.state !== 'matched') return `state ${utterance.state}, not accepted yet`;
  }
  if (selection.characters !== undefined && !selection.characters.includes(utterance.speaker)) {
    return 'character not asked for';
  }
  return null;
}

/** All reasons why an utterance stays out of the dataset; none: it is in. */
export function reasonsToLeaveOut(utterance: Selectable, selection: Selection): Reason[] {
  const rule = ruleToLeaveOut(utterance, selection);
  if (rule !== null) return [{ gate: null, sentence: rule }];
  return gatesFailed(utterance, selection.gates ?? {}, selection.context).map((failure) => ({
    ...failure,
    sentence: sentenceOf(failure),
  }));
}

/** The first reason why an utterance stays out of the dataset; null where it is in. */
export const reasonToLeaveOut = (utterance: Selectable, selection: Selection): string | null =>
  reasonsToLeaveOut(utterance, selection)[0]?.sentence ?? null;
