import {
  GATE_NAMES,
  GATES,
  type Gate,
  type GateContext,
  type GateName,
  type GateSetting,
  type GateSettings,
  type GateSubject,
  NO_CONTEXT,
} from './gates.ts';
import type { Utterance } from './utterance.ts';

/** A gate that an utterance does not pass. */
export interface GateFailure {
  readonly gate: GateName;
  /** Null: never measured. */
  readonly value: number | null;
  readonly limit: number;
}

/** Whether a value passes. */
export function passes(gate: Gate, setting: GateSetting, value: number | null): boolean {
  if (value === null || Number.isNaN(value)) return setting.unmeasured === 'pass';
  return gate.direction === 'least' ? value >= setting.limit : value <= setting.limit;
}

/** Whether a person has said yes to an utterance. */
export const isDecided = ({ review }: Pick<Utterance, 'review'>): boolean =>
  review === 'accepted' || review === 'edited';

/** The gates that hold an utterance back, in the order of `GATE_NAMES`; none: it passes. */
export function gatesFailed(
  utterance: GateSubject,
  settings: GateSettings,
  context: GateContext = NO_CONTEXT,
): GateFailure[] {
  const failed: GateFailure[] = [];
  for (const name of GATE_NAMES) {
    const setting = settings[name];
    if (setting === undefined) continue;
    const gate = GATES[name];
    if (gate.settledByReview && isDecided(utterance)) continue;
    const value = gate.measure(utterance, context);
    if (!passes(gate, setting, value)) failed.push({ gate: name, value, limit: setting.limit });
  }
  return failed;
}

/** Why a gate holds an utterance back, in plain words. */
export const sentenceOf = ({ gate, value }: GateFailure): string =>
  value === null ? GATES[gate].unmeasuredReason : GATES[gate].reason;
