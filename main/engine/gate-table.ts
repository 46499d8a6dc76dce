import { setImmediate } from 'node:timers/promises';
import {
  GateTally,
  type Reason,
  reasonsToLeaveOut,
  ruleToLeaveOut,
  type Selection,
} from '../export/index.ts';
import {
  GATE_NAMES,
  GATES,
  type GateContext,
  type GateReport,
  type GateSetting,
  type GateSettings,
  gateName,
  isDecided,
  NO_CONTEXT,
  RolecallError,
  seededRandom,
} from '../model/index.ts';
import {
  dataVersion,
  episodeIds,
  getSelectable,
  listSelectable,
  type ReadableDatabase,
  type SelectableRow,
} from '../store/index.ts';
import { gateContext } from './gate-context.ts';
import type { Project } from './project.ts';

/** What the gates need of one episode, a column each. */
interface Columns {
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

/** An utterance that stays out, with all reasons. */
export interface LeftOutUtterance extends Omit<SelectableRow, 'quality' | 'language' | 'transcript'> {
  readonly reasons: readonly Reason[];
}

export interface SampleOptions {
  /** Only what this gate holds back, or this rule's sentence; null: what any gate does. */
  readonly reason: string | null;
  readonly size: number;
  readonly seed: number;
}

/**
 * The whole project as columns of numbers, so that a dial that moves is answered at once: a count over a million
 * utterances is one pass over typed arrays. Episodes are read once and again when they are forgotten.
 */
export class GateTable {
  readonly #database: ReadableDatabase;
  #context: GateContext = NO_CONTEXT;
  readonly #episodes = new Map<string, Columns>();
  readonly #characters = new Places();
  /** The first place means that no rule keeps it out. */
  readonly #rules = new Places(['']);
  #version = -1;
  #loading: Promise<void> = Promise.resolve();
  /** Grows whenever an episode was read or went. */
  #reads = 0;
  #counted: { readonly key: string; readonly version: number; readonly tally: GateTally } | null = null;

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** Reads an episode anew before the next count; absent: all of them. */
  forget(episode?: string): void {
    if (episode === undefined) this.#episodes.clear();
    else this.#episodes.delete(episode);
  }

  /** What the selection lets in and what each of its gates costs. */
  async count(selection: Selection): Promise<GateReport> {
    await this.#load();
    const gates = selection.gates ?? {};
    const key = JSON.stringify([selection.acceptedOnly, selection.characters ?? null]);
    if (this.#counted?.key !== key || this.#counted.version !== this.#reads) {
      this.#counted = { key, version: this.#reads, tally: this.#countAll(selection) };
    }
    const { tally } = this.#counted;
    // Only what a dial lets in or holds back anew is counted anew.
    for (const columns of this.#episodes.values()) markFailed(columns, gates, tally);
    return tally.report(this.#characters.names, gates);
  }

  #countAll(selection: Selection): GateTally {
    const tally = new GateTally();
    const asked = this.#asked(selection);
    for (const { samples, characters, failed, values, considered, ...columns } of this.#episodes.values()) {
      const rules = columns.rules[selection.acceptedOnly ? 1 : 0];
      for (let row = 0; row < samples.length; row += 1) {
        const length = samples[row] as number;
        const character = characters[row] as number;
        const rule = this.#ruleOf(rules[row] as number, character, asked);
        considered[row] = rule === null ? 1 : 0;
        if (rule === null) tally.add(character, length, failed[row] as number);
        else tally.addRuled(rule, length);
      }
      for (const [gate, column] of values.entries()) {
        if (column === null) continue;
        let measured = 0;
        for (let row = 0; row < column.length; row += 1) {
          if (considered[row] === 1 && !Number.isNaN(column[row])) measured += 1;
        }
        tally.addMeasured(gate, measured);
      }
    }
    return tally;
  }

  /** A random sample of what stays out, the same for the same seed, in the order of episodes and times. */
  async sample(selection: Selection, options: SampleOptions): Promise<LeftOutUtterance[]> {
    await this.#load();
    const asked = this.#asked(selection);
    const named = gateName.safeParse(options.reason);
    const gate = named.success ? GATE_NAMES.indexOf(named.data) : -1;
    const random = seededRandom(options.seed);
    const drawn: { readonly id: string; readonly order: number }[] = [];
    let seen = 0;
    for (const columns of this.#episodes.values()) {
      markFailed(columns, selection.gates ?? {}, this.#counted?.tally ?? null);
      const rules = columns.rules[selection.acceptedOnly ? 1 : 0];
      for (let row = 0; row < columns.ids.length; row += 1) {
        const rule = this.#ruleOf(rules[row] as number, columns.characters[row] as number, asked);
        const failed = columns.failed[row] as number;
        const isWanted =
          rule !== null
            ? rule === options.reason
            : gate >= 0
              ? (failed & (1 << gate)) !== 0
              : options.reason === null && failed !== 0;
        if (!isWanted) continue;
        // Reservoir sampling (Vitter, 1985, algorithm R).
        seen += 1;
        const drawnRow = { id: columns.ids[row] as string, order: seen };
        const place = seen <= options.size ? seen - 1 : Math.floor(random() * seen);
        if (place < options.size) drawn[place] = drawnRow;
      }
    }
    const ids = drawn.sort((a, b) => a.order - b.order).map(({ id }) => id);
    return getSelectable(this.#database, ids).map(({ quality, language, transcript, ...rest }) => ({
      ...rest,
      reasons: reasonsToLeaveOut(
        { ...rest, quality, language, transcript },
        { ...selection, context: this.#context },
      ),
    }));
  }

  #ruleOf(rule: number, character: number, asked: Uint8Array | null): string | null {
    if (rule !== 0) return this.#rules.at(rule);
    return asked !== null && asked[character] === 0 ? NOT_ASKED : null;
  }

  /** For each character whether it was asked for; null: all were. */
  #asked({ characters }: Selection): Uint8Array | null {
    if (characters === undefined) return null;
    const wanted = new Set(characters);
    return Uint8Array.from(this.#characters.names, (name) => (wanted.has(name) ? 1 : 0));
  }

  /** One reading at a time: what asks meanwhile waits for it, then looks whether more is to be read. */
  #load(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#read());
    return this.#loading;
  }

  async #read(): Promise<void> {
    const version = dataVersion(this.#database);
    if (version !== this.#version) this.#episodes.clear();
    this.#version = version;
    if (this.#episodes.size === 0) this.#context = gateContext(this.#database);
    const inOrder: [id: string, columns: Columns][] = [];
    for (const id of episodeIds(this.#database)) {
      const known = this.#episodes.get(id);
      inOrder.push([id, known ?? this.#columnsOf(listSelectable(this.#database, id))]);
      // Other calls are answered between two episodes.
      if (known === undefined) {
        this.#reads += 1;
        await setImmediate();
      }
    }
    if (inOrder.length !== this.#episodes.size) this.#reads += 1;
    this.#episodes.clear();
    for (const [id, columns] of inOrder) this.#episodes.set(id, columns);
  }

  #columnsOf(rows: readonly SelectableRow[]): Columns {
    const ruled = (acceptedOnly: boolean): Uint8Array =>
      Uint8Array.from(rows, (row) => {
        const rule = this.#rules.of(ruleToLeaveOut(row, { acceptedOnly }) ?? '');
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
      characters: Int32Array.from(rows, ({ speaker }) => this.#characters.of(speaker ?? '')),
      rules: [ruled(false), ruled(true)],
      decided: Uint8Array.from(rows, (row) => (isDecided(row) ? 1 : 0)),
      values: GATE_NAMES.map((name) => {
        const values = Float64Array.from(
          rows,
          (row) => GATES[name].measure(row, this.#context) ?? Number.NaN,
        );
        return values.every(Number.isNaN) ? null : values;
      }),
      failed: new Uint32Array(rows.length),
      bits: [],
      considered: new Uint8Array(rows.length),
    };
  }
}

const tables = new WeakMap<Project, GateTable>();

/** The table of an open project; it goes with the project. */
export function gateTableOf(project: Project): GateTable {
  const known = tables.get(project);
  if (known !== undefined) return known;
  const table = new GateTable(project.database);
  tables.set(project, table);
  return table;
}

const NOT_ASKED = 'character not asked for';

/** Sets the bits of the gates whose dial has moved since the last time, and tells the tally what changed by it. */
function markFailed(columns: Columns, gates: GateSettings, tally: GateTally | null): void {
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
class Places {
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
