import { type GateTally, ruleToLeaveOut } from '../export/index.ts';
import {
  GATE_NAMES,
  GATES,
  type GateContext,
  type GateSetting,
  type GateSettings,
  isDecided,
  RolecallError,
} from '../model/index.ts';
import type { SelectableRow } from '../store/index.ts';

/** What the gates need of one episode, a column each. */
export interface Columns {
  readonly ids: readonly string[];
  /** Length at 16 kHz. */
  readonly samples: Int32Array;
  /** Place of the character in the table's list. */
  readonly characters: Int32Array;
  /** Place of the rule in the table's list that keeps it out, 0: none; and the same where only the accepted go in. */
  readonly rules: readonly [all: Uint8Array, acceptedOnly: Uint8Array];
  readonly decided: Uint8Array;
  /** By gate; NaN: never measured; null: nothing of the episode was. */
  readonly values: readonly (Float64Array | null)[];
  /** Bit `n`: the gate `GATE_NAMES[n]` holds it back, as of the settings of `bits`. */
  readonly failed: Uint32Array;
  readonly bits: (GateSetting | undefined)[];
  /** 1: no rule keeps it out, as of the last full count. */
  readonly considered: Uint8Array;
}

/** The columns of an episode; names that are new get a place. */
export function columnsOf(
  rows: readonly SelectableRow[],
  context: GateContext,
  ruleNames: Places,
  characterNames: Places,
): Columns {
  const ruled = (acceptedOnly: boolean): Uint8Array =>
    Uint8Array.from(rows, (row) => {
      const rule = ruleNames.of(ruleToLeaveOut(row, { acceptedOnly }) ?? '');
      if (rule < 256) return rule;
      throw new RolecallError({
        kind: 'internal',
        message: 'There are more rules than a byte can name.',
        remedy: 'Report this.',
      });
    });
  return {
    ids: rows.map(({ id }) => id),
    samples: Int32Array.from(rows, ({ start, end }) => end - start),
    characters: Int32Array.from(rows, ({ speaker }) => characterNames.of(speaker ?? '')),
    rules: [ruled(false), ruled(true)],
    decided: Uint8Array.from(rows, (row) => (isDecided(row) ? 1 : 0)),
    values: GATE_NAMES.map((name) => {
      const values = Float64Array.from(rows, (row) => GATES[name].measure(row, context) ?? Number.NaN);
      return values.every(Number.isNaN) ? null : values;
    }),
    failed: new Uint32Array(rows.length),
    bits: [],
    considered: new Uint8Array(rows.length),
  };
}

/** Sets the bits of the gates whose dial has moved since the last time, and tells the tally what changed by it. */
export function markFailed(columns: Columns, gates: GateSettings, tally: GateTally | null): void {
  const { failed, decided, bits, considered, characters, samples } = columns;
  for (const [at, name] of GATE_NAMES.entries()) {
    const setting = gates[name];
    const before = bits[at];
    if (setting?.limit === before?.limit && setting?.unmeasured === before?.unmeasured) continue;
    bits[at] = setting;
    const bit = 1 << at;
    const { direction, settledByReview } = GATES[name];
    const values = columns.values[at] ?? null;
    const limit = setting?.limit ?? 0;
    const unmeasuredPass = setting?.unmeasured !== 'out';
    // The same as `passes`, with everything that stays the same taken out of the loop.
    for (let row = 0; row < failed.length; row += 1) {
      let isIn = true;
      if (setting !== undefined && !(settledByReview && decided[row] === 1)) {
        const value = values === null ? Number.NaN : (values[row] as number);
        if (Number.isNaN(value)) isIn = unmeasuredPass;
        else isIn = direction === 'least' ? value >= limit : value <= limit;
      }
      const old = failed[row] as number;
      const now = isIn ? old & ~bit : old | bit;
      if (now === old) continue;
      failed[row] = now;
      if (tally === null || considered[row] === 0) continue;
      const character = characters[row] as number;
      const length = samples[row] as number;
      tally.add(character, length, old, -1);
      tally.add(character, length, now);
    }
  }
}

/** Names with their places in a list. */
export class Places {
  readonly names: string[];
  readonly #places: Map<string, number>;

  constructor(names: readonly string[] = []) {
    this.names = [...names];
    this.#places = new Map(names.map((name, at) => [name, at]));
  }

  of(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.names.length);
    this.names.push(name);
    return this.names.length - 1;
  }

  at = (place: number): string => this.names[place] as string;
}
