import { describe, expect, it } from 'vitest';
import { GATE_NAMES, GATES, sentenceOf } from '../../main/model/index.ts';
import { gateInWords, valueInWords } from '../../renderer/screens/export/values.ts';
import { strings } from '../../renderer/ui/strings.ts';

describe.each(GATE_NAMES)('the gate %s', (gate) => {
  it('says in the words of the catalogue why it holds something back', () => {
    const [measured, unmeasured] = strings.export.heldBack[gate];
    const value = GATES[gate].dial.to;
    expect(gateInWords(gate, value)).toBe(strings.export.reasonWith(measured, valueInWords(gate, value)));
    expect(gateInWords(gate, null)).toBe(unmeasured);
  });

  it('says in English what the command line prints', () => {
    const [measured, unmeasured] = strings.export.heldBack[gate];
    expect(sentenceOf({ gate, value: 1, limit: 0 })).toBe(measured);
    expect(sentenceOf({ gate, value: null, limit: 0 })).toBe(unmeasured);
  });
});
