import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { RolecallError } from '../model/index.ts';
import { databasePath, type ReadableDatabase, refuseForeign } from './database.ts';

export const backupsPath = (project: string): string => join(project, 'backups');

/** Kept of the backups made on schedule; those before a migration are never removed. */
const KEPT = 7;
const SCHEDULED = /^\d{4}-[\dTZ-]+-scheduled\.db$/;
const PAUSE_MILLISECONDS = 6 * 3_600_000;

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly madeAt: Date;
}

/** The backups of a project, newest first. */
export function listBackups(project: string): Backup[] {
  const folder = backupsPath(project);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => {
      const file = join(folder, name);
      const { size, mtime } = statSync(file);
      return { file, bytes: size, madeAt: mtime };
    })
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || (a.file < b.file ? 1 : -1));
}

/** Makes a backup where the newest one is six hours old or more; removes the oldest beyond seven. */
export async function backUpOnSchedule(database: ReadableDatabase, project: string): Promise<Backup | null> {
  const newest = listBackups(project).find(({ file }) => SCHEDULED.test(file.split(/[\\/]/).at(-1) ?? ''));
  const age = newest === undefined ? Number.POSITIVE_INFINITY : Date.now() - newest.madeAt.getTime();
  // A backup from the future means that the clock was set back: make one.
  if (age >= 0 && age < PAUSE_MILLISECONDS) return null;
  const made = await makeBackup(database, project);
  const scheduled = listBackups(project).filter(({ file }) =>
    SCHEDULED.test(file.split(/[\\/]/).at(-1) ?? ''),
  );
  for (const { file } of scheduled.slice(KEPT)) rmSync(file, { force: true });
  return made;
}

/** Copies the database while it is in use, with SQLite's backup API: written beside, synced, renamed. */
export async function makeBackup(database: ReadableDatabase, project: string): Promise<Backup> {
  const folder = backupsPath(project);
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const file = join(folder, `${stamp}-scheduled.db`);
  const part = `${file}.part`;
  try {
    await database.backup(part);
    sync(part);
    renameSync(part, file);
  } finally {
    for (const rest of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(rest, { force: true });
  }
  return { file, bytes: statSync(file).size, madeAt: statSync(file).mtime };
}

/** Removes what an interrupted backup left. */
export function removeUnfinishedBackups(project: string): void {
  const folder = backupsPath(project);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (/\.part(-\w+)?$/.test(name)) rmSync(join(folder, name), { force: true });
}

/**
 * Puts a backup in the place of the project's database, which is set aside with its journal, never deleted.
 * Nobody may have the project open.
 *
 * @param from a file; the newest sound backup where absent
 * @returns where the old database is now; null where there was none
 * @throws RolecallError kind `usage` where there is no such backup, `project` where it is damaged
 */
export function restoreBackup(project: string, from?: string): { restored: string; setAside: string | null } {
  const candidates = from === undefined ? listBackups(project).map(({ file }) => file) : [from];
  const source = candidates.find((file) => existsSync(file) && damageOf(file) === null);
  if (source === undefined) {
    const known = candidates.find((file) => existsSync(file));
    throw new RolecallError({
      kind: known === undefined ? 'usage' : 'project',
      message:
        known === undefined
          ? 'There is no such backup.'
          : `No backup is sound (${damageOf(known) ?? 'changed while it was read'}).`,
      remedy: '`rolecall restore PROJECT --list` shows the backups; nothing was changed.',
      file: from ?? backupsPath(project),
    });
  }
  const target = databasePath(project);
  const part = `${target}.part`;
  copyFileSync(source, part);
  sync(part);
  const setAside = setAsideDatabase(project);
  renameSync(part, target);
  return { restored: source, setAside };
}

function setAsideDatabase(project: string): string | null {
  const file = databasePath(project);
  if (!existsSync(file)) return null;
  const folder = backupsPath(project);
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  // Not named .db: what was set aside is no backup.
  const aside = join(folder, `${stamp}-set-aside.db-old`);
  // The journal first: it must never meet the restored database.
  for (const end of ['-wal', '-shm', '']) {
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  }
  return aside;
}

/** What is wrong with a database file, or null. */
function damageOf(file: string): string | null {
  try {
    refuseForeign(file);
    const database = new Database(file, { readonly: true });
    try {
      const found = String(database.pragma('quick_check(1)', { simple: true }));
      return found === 'ok' ? null : found;
    } finally {
      database.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
