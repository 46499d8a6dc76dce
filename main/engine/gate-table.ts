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
  gateName,
  isDecided,
  NO_CONTEXT,
  passes,
  RolecallError,
  seededRandom,
} from '../model/index.ts';
import {
  dataVersion,
  getSelectable,
  listEpisodes,
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
    const tally = new GateTally(selection.gates ?? {});
    const asked = this.#asked(selection);
    for (const columns of this.#episodes.values()) {
      markFailed(columns, selection);
      const { samples, characters, failed } = columns;
      const rules = columns.rules[selection.acceptedOnly ? 1 : 0];
      for (let row = 0; row < samples.length; row += 1) {
        const length = samples[row] as number;
        const rule = rules[row] as number;
        const character = characters[row] as number;
        if (rule !== 0) tally.addRuled(this.#rules.at(rule), length);
        else if (asked !== null && asked[character] === 0) tally.addRuled(NOT_ASKED, length);
        else tally.add(character, length, failed[row] as number);
      }
      for (const [gate, name] of GATE_NAMES.entries()) {
        const values = columns.values[gate];
        if (selection.gates?.[name] === undefined || values == null) continue;
        let measured = 0;
        for (let row = 0; row < values.length; row += 1) {
          const considered = rules[row] === 0 && (asked === null || asked[characters[row] as number] === 1);
          if (considered && !Number.isNaN(values[row] as number)) measured += 1;
        }
        tally.addMeasured(gate, measured);
      }
    }
    return tally.report(this.#characters.names);
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
      markFailed(columns, selection);
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
    for (const { id } of listEpisodes(this.#database)) {
      const known = this.#episodes.get(id);
      inOrder.push([id, known ?? this.#columnsOf(listSelectable(this.#database, id))]);
      // Other calls are answered between two episodes.
      if (known === undefined) await setImmediate();
    }
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

/** Sets the bits of the gates whose dial has moved since the last time. */
function markFailed(columns: Columns, selection: Selection): void {
  const { failed, decided, bits } = columns;
  for (const [at, name] of GATE_NAMES.entries()) {
    const setting = selection.gates?.[name];
    const before = bits[at];
    if (setting?.limit === before?.limit && setting?.unmeasured === before?.unmeasured) continue;
    bits[at] = setting;
    const bit = 1 << at;
    const gate = GATES[name];
    const values = columns.values[at] ?? null;
    for (let row = 0; row < failed.length; row += 1) {
      const isIn =
        setting === undefined ||
        (gate.settledByReview && decided[row] === 1) ||
        passes(gate, setting, values === null ? null : (values[row] as number));
      failed[row] = isIn ? (failed[row] as number) & ~bit : (failed[row] as number) | bit;
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
