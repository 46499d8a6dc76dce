import { setImmediate } from 'node:timers/promises';
import { GateTally, type Reason, reasonsToLeaveOut, type Selection } from '../export/index.ts';
import {
  GATE_NAMES,
  type GateContext,
  type GateReport,
  gateName,
  NO_CONTEXT,
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
import { type Columns, columnsOf, markFailed, Places } from './gate-columns.ts';
import { gateContext } from './gate-context.ts';
import type { Project } from './project.ts';

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
      inOrder.push([
        id,
        known ?? columnsOf(listSelectable(this.#database, id), this.#context, this.#rules, this.#characters),
      ]);
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
