import {
  type Amount,
  GATE_NAMES,
  GATES,
  type GateCost,
  type GateName,
  type GateReport,
  type GateSetting,
  type GateSettings,
  samplesToSeconds,
} from '../model/index.ts';
import { byBytes } from './names.ts';

/** Numbers of utterances and of samples, a pair for each character. */
class Counts {
  #values = new Float64Array(64);

  /** @param times -1 takes back what was added */
  add(character: number, samples: number, times: 1 | -1): void {
    const at = character * 2;
    if (at >= this.#values.length) {
      const larger = new Float64Array(2 ** Math.ceil(Math.log2(at + 2)));
      larger.set(this.#values);
      this.#values = larger;
    }
    (this.#values[at] as number) += times;
    (this.#values[at + 1] as number) += times * samples;
  }

  of(character: number): Amount {
    const [utterances = 0, samples = 0] = this.#values.subarray(character * 2, character * 2 + 2);
    return { utterances, seconds: samplesToSeconds(samples) };
  }

  get all(): Amount {
    let [utterances, samples] = [0, 0];
    for (let at = 0; at < this.#values.length; at += 2) {
      utterances += this.#values[at] as number;
      samples += this.#values[at + 1] as number;
    }
    return { utterances, seconds: samplesToSeconds(samples) };
  }
}

/** Adds up what gates cost, one utterance at a time. */
export class GateTally {
  readonly #included = new Counts();
  readonly #heldBack = new Counts();
  readonly #alone = GATE_NAMES.map(() => new Counts());
  readonly #only = GATE_NAMES.map(() => new Counts());
  readonly #measured = new Float64Array(GATE_NAMES.length);
  readonly #rules = new Map<string, { utterances: number; samples: number }>();

  /** An utterance that a rule keeps out. */
  addRuled(reason: string, samples: number): void {
    const counted = this.#rules.get(reason) ?? { utterances: 0, samples: 0 };
    counted.utterances += 1;
    counted.samples += samples;
    this.#rules.set(reason, counted);
  }

  /**
   * An utterance that the gates decide about.
   *
   * @param character a small number that stands for the character
   * @param failed bit `n` is set where the gate `GATE_NAMES[n]` holds it back
   * @param times -1 takes back what was added
   */
  add(character: number, samples: number, failed: number, times: 1 | -1 = 1): void {
    if (failed === 0) {
      this.#included.add(character, samples, times);
      return;
    }
    this.#heldBack.add(character, samples, times);
    const single = (failed & (failed - 1)) === 0;
    for (let rest = failed; rest !== 0; rest &= rest - 1) {
      const gate = 31 - Math.clz32(rest & -rest);
      (this.#alone[gate] as Counts).add(character, samples, times);
      if (single) (this.#only[gate] as Counts).add(character, samples, times);
    }
  }

  /** Counts utterances as measured for a gate. */
  addMeasured(gate: number, utterances: number): void {
    (this.#measured[gate] as number) += utterances;
  }

  /**
   * @param characters names by number
   * @param settings the dials that the utterances were added with
   */
  report(characters: readonly string[], settings: GateSettings): GateReport {
    const included = this.#included.all;
    const heldBack = this.#heldBack.all;
    return {
      considered: sum(included, heldBack),
      included,
      characters: characters
        .map((character, at) => ({
          character,
          included: this.#included.of(at),
          heldBack: this.#heldBack.of(at),
        }))
        .filter((each) => each.included.utterances + each.heldBack.utterances > 0)
        .sort(
          (a, b) =>
            b.included.utterances - a.included.utterances ||
            b.heldBack.utterances - a.heldBack.utterances ||
            byBytes(a.character, b.character),
        ),
      rules: [...this.#rules]
        .map(([reason, { utterances, samples }]) => ({
          reason,
          utterances,
          seconds: samplesToSeconds(samples),
        }))
        .sort((a, b) => b.utterances - a.utterances || byBytes(a.reason, b.reason)),
      gates: GATE_NAMES.flatMap((gate, at) => {
        const setting = settings[gate];
        return setting === undefined ? [] : [this.#cost(gate, at, setting, characters)];
      }),
    };
  }

  #cost(gate: GateName, at: number, setting: GateSetting, characters: readonly string[]): GateCost {
    const [alone, only] = [this.#alone[at] as Counts, this.#only[at] as Counts];
    return {
      gate,
      limit: setting.limit,
      unmeasured: setting.unmeasured,
      measured: this.#measured[at] as number,
      alone: alone.all,
      only: only.all,
      characters: characters
        .map((character, number) => ({ character, alone: alone.of(number), only: only.of(number) }))
        .filter((each) => each.alone.utterances > 0)
        .sort((a, b) => b.alone.utterances - a.alone.utterances || byBytes(a.character, b.character)),
    };
  }
}

const sum = (a: Amount, b: Amount): Amount => ({
  utterances: a.utterances + b.utterances,
  seconds: Math.round((a.seconds + b.seconds) * 1000) / 1000,
});

/** The dials that a report was made with. */
export const settingsOf = ({ gates }: GateReport): GateSettings =>
  Object.fromEntries(gates.map(({ gate, limit, unmeasured }) => [gate, { limit, unmeasured }]));

/** A limit as people read it, with its direction: `at least 20 dB`. */
export function limitInWords({ gate, limit }: Pick<GateCost, 'gate' | 'limit'>): string {
  const { unit, direction } = GATES[gate];
  const value =
    unit === 'share' || unit === 'probability' ? `${Number((limit * 100).toFixed(2))}%` : `${limit} ${unit}`;
  return `at ${direction} ${value}`;
}
