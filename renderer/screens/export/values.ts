import { GATES, type GateName } from '../../../main/model/index.ts';
import { numeral, percentage, strings } from '../../ui/index.ts';

const words = strings.export;

/** A measured value as people read it. */
export function valueInWords(gate: GateName, value: number): string {
  switch (GATES[gate].unit) {
    case 'probability':
    case 'share': {
      const hundredths = value * 100;
      return percentage(value, hundredths < 2 ? 2 : 0);
    }
    case 'edges':
      return words.edges(Math.round(value));
    case 'tag':
      return value < 1 ? words.leftOut : words.keptAsTag;
    case 'Hz':
      return `${numeral(Math.round(value))} Hz`;
    default:
      return `${numeral(value, 2)} ${GATES[gate].unit}`;
  }
}

/** Why no dial lets an utterance in, in the window's words. */
export const ruleInWords = (sentence: string): string =>
  Object.entries(words.rules).find(([known]) => known === sentence)?.[1] ?? sentence;

/** Why a gate holds an utterance back, in the window's words; null: it was never measured for it. */
export const gateInWords = (gate: GateName, value: number | null): string =>
  value === null
    ? words.heldBack[gate][1]
    : words.reasonWith(words.heldBack[gate][0], valueInWords(gate, value));

/** A dial as people read it: `at least 15 dB`. */
export function limitInWords(gate: GateName, limit: number): string {
  const { direction, unit } = GATES[gate];
  const value = valueInWords(gate, limit);
  if (unit === 'tag') return value;
  if (unit === 'edges' && limit === 0) return words.noneAllowed;
  return direction === 'least' ? words.atLeast(value) : words.atMost(value);
}
