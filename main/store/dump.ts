import type { ReadableDatabase } from './database.ts';

/** What differs between two runs that found the same: when, how long, in which order it was stored. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  checkpoint: ['finished_at', 'seconds'],
  cast_edit: ['at'],
  edit: ['at'],
  utterance: ['number'],
};
/** The lock, the wishes and the order belong to a run; the search is made from the utterances. */
const TABLES_LEFT_OUT = /^(run_lock|run_order|run_wish|utterance_text|sqlite_)/;

interface Column {
  readonly name: string;
  readonly pk: number;
}

/**
 * Everything a project knows as lines of text that two equal projects share bit for bit: table by table, each row
 * as JSON, in the order of the keys. Floating-point numbers are written so that they read back exactly.
 */
export function* canonicalDump(database: ReadableDatabase): Generator<string> {
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all() as string[];
  yield `version ${String(database.pragma('user_version', { simple: true }))}`;
  for (const table of tables.filter((name) => !TABLES_LEFT_OUT.test(name))) {
    const columns = (database.pragma(`table_info("${table}")`) as Column[]).filter(
      ({ name }) => !LEFT_OUT[table]?.includes(name),
    );
    const keys =
      table === 'utterance'
        ? columns.filter(({ name }) => name === 'id')
        : columns.filter(({ pk }) => pk > 0);
    const quoted = (of: readonly Column[]): string => of.map(({ name }) => `"${name}"`).join(', ');
    const rows = database
      .prepare(`SELECT ${quoted(columns)} FROM "${table}" ORDER BY ${quoted(keys)}`)
      .raw()
      .iterate() as IterableIterator<unknown[]>;
    for (const row of rows) yield `${table} ${JSON.stringify(row)}`;
  }
}
