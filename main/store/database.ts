import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { RolecallError } from '../model/index.ts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { CURRENT_VERSION, MIGRATIONS } from './migrations/index.ts';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection for queries. Functions that take this one cannot write. */
export type ReadableDatabase = Database.Database & { readonly [readable]: true };
/** The connection of the one writer. */
export type WritableDatabase = ReadableDatabase & { readonly [writable]: true };

/** Marks a SQLite file as a Rolecall project ("Rcal"). */
const APPLICATION_ID = 0x5263616c;

export const databasePath = (project: string): string => join(project, 'project.db');
export const cachePath = (project: string): string => join(project, 'cache');
export const exportsPath = (project: string): string => join(project, 'exports');

/**
 * Opens the database of a project folder.
 *
 * A database from a newer version, of another application or that is none is refused
 * and left untouched; an older one is backed up beside itself, then migrated.
 *
 * @throws RolecallError kind `project` naming the file and the remedy
 */
export function openDatabase(project: string, options: { create?: boolean } = {}): WritableDatabase {
  const file = databasePath(project);
  const exists = existsSync(file);
  if (!exists && !options.create) {
    throw new RolecallError({
      kind: 'usage',
      message: 'There is no Rolecall project here.',
      remedy: `Make one with \`rolecall init ${project} --library DIR\`.`,
      file,
    });
  }
  if (exists) refuseForeign(file);
  else {
    mkdirSync(cachePath(project), { recursive: true });
    mkdirSync(exportsPath(project), { recursive: true });
  }
  const database = connect(file, { readonly: false });
  try {
    if (exists) refuseDamaged(database, file);
    migrate(database, file);
  } catch (error) {
    database.close();
    throw isDiskFull(error, file) ? diskFull(file, error) : error;
  }
  return database as WritableDatabase;
}

/** Databases up to this size are looked through at every opening; larger ones by `doctor` and before a run. */
const CHECKED_BYTES = 64 * 1024 * 1024;

function refuseDamaged(database: Database.Database, file: string): void {
  if (statSync(file).size > CHECKED_BYTES) return;
  let found: string;
  try {
    found = String(database.pragma('quick_check(1)', { simple: true }));
  } catch (error) {
    throw unreadable(file, error);
  }
  if (found !== 'ok') throw unreadable(file, new Error(found));
}

/** A second connection that cannot write, for long reads beside the writer. */
export const openReadOnly = (project: string): ReadableDatabase =>
  connect(databasePath(project), { readonly: true }) as ReadableDatabase;

function connect(file: string, options: { readonly: boolean }): Database.Database {
  try {
    const database = new Database(file, { readonly: options.readonly, timeout: 10_000 });
    // A project may come from a stranger: views and triggers in it must not run functions of ours.
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    database.pragma('mmap_size = 0');
    database.pragma('foreign_keys = ON');
    if (!options.readonly) {
      database.pragma('journal_mode = WAL');
      // A reopened WAL database runs NORMAL, which can lose accepted work in a power cut.
      database.pragma('synchronous = FULL');
    }
    return database;
  } catch (error) {
    throw unreadable(file, error);
  }
}

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Looks at the file's header before SQLite does: opening, even to read, leaves a journal beside the file.
 * Offsets: the SQLite file format, section 1.3.
 */
export function refuseForeign(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES);
  let length: number;
  try {
    const descriptor = openSync(file, 'r');
    length = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    closeSync(descriptor);
  } catch (error) {
    throw unreadable(file, error);
  }
  // A process killed before the first write leaves an empty file, which is as good as none.
  if (length === 0) return;
  if (length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw unreadable(file, new Error('it is not a SQLite database'));
  }
  const version = header.readUInt32BE(60);
  if (version > CURRENT_VERSION) throw fromTheFuture(file, version);
  if (version !== 0 && header.readUInt32BE(68) !== APPLICATION_ID) {
    throw new RolecallError({
      kind: 'project',
      message: 'The database belongs to another application.',
      remedy: 'Choose a folder that Rolecall made; this one was not changed.',
      file,
    });
  }
}

const fromTheFuture = (file: string, version: number): RolecallError =>
  new RolecallError({
    kind: 'project',
    message: `The project was made by a newer Rolecall (version ${version} of the database; this one knows up to ${CURRENT_VERSION}).`,
    remedy: 'Update Rolecall; the project was not changed.',
    file,
  });

function unreadable(file: string, cause: unknown): RolecallError {
  if (isDiskFull(cause, file)) return diskFull(file, cause);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RolecallError({
    kind: 'project',
    message: `The project database cannot be opened (${reason}).`,
    remedy:
      'Run `rolecall restore` on the project: it puts the newest sound backup in place; your media are not affected.',
    file,
    cause,
  });
}

function migrate(database: Database.Database, file: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version === CURRENT_VERSION) return;
  // The header may be older than the journal beside it.
  if (version > CURRENT_VERSION) throw fromTheFuture(file, version);
  if (version > 0) backUp(database, file, `before-version-${CURRENT_VERSION}`);
  for (const migration of MIGRATIONS.filter((each) => each.version > version)) {
    database.transaction(() => {
      database.exec(migration.up);
      database.pragma(`user_version = ${migration.version}`);
      database.pragma(`application_id = ${APPLICATION_ID}`);
    })();
  }
}

function backUp(database: Database.Database, file: string, label: string): void {
  const folder = join(file, '..', 'backups');
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  database.prepare('VACUUM INTO ?').run(join(folder, `${stamp}-${label}.db`));
}

/** SQLite's own integrity and foreign-key checks; the findings in words, none where all is well. */
export function checkDatabase(database: ReadableDatabase): string[] {
  let findings: { integrity_check: string }[];
  let orphans: { table: string }[];
  try {
    findings = database.pragma('integrity_check') as { integrity_check: string }[];
    orphans = database.pragma('foreign_key_check') as { table: string }[];
  } catch (error) {
    // Damage can be such that the check itself cannot go on.
    return [error instanceof Error ? error.message : String(error)];
  }
  return [
    ...findings.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...orphans.map((row) => `a row of ${row.table} refers to something that is not there`),
  ];
}
