import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { RolecallError } from '../../main/model/index.ts';
import { checkDatabase, databasePath, openDatabase, openReadOnly } from '../../main/store/index.ts';
import { CURRENT_VERSION } from '../../main/store/migrations/index.ts';
import { temporaryFolder } from '../helpers/project.ts';

const newProject = (): string => join(temporaryFolder(), 'p.rolecall');

function refusal(project: string): RolecallError {
  try {
    openDatabase(project).close();
  } catch (error) {
    if (error instanceof RolecallError) return error;
    throw error;
  }
  throw new Error('the database was opened');
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('a new project database', () => {
  it('is safe against power cuts and hostile schemas', () => {
    const database = openDatabase(newProject(), { create: true });
    const pragma = (name: string): unknown => database.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('cell_size_check')).toBe(1);
    expect(pragma('mmap_size')).toBe(0);
    expect(pragma('user_version')).toBe(CURRENT_VERSION);
    expect(checkDatabase(database)).toEqual([]);
    database.close();
  });

  it('keeps its safety when it is opened again', () => {
    const project = newProject();
    openDatabase(project, { create: true }).close();
    const database = openDatabase(project);
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    database.close();
  });

  it('is only made on request', () => {
    const project = newProject();
    expect(refusal(project)).toMatchObject({ kind: 'usage', file: databasePath(project) });
  });
});

describe('what is refused, and stays as it is', () => {
  it('a database from the future', () => {
    const project = newProject();
    openDatabase(project, { create: true }).close();
    const raw = new Database(databasePath(project));
    raw.pragma('user_version = 99');
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.close();
    const before = digest(databasePath(project));
    const error = refusal(project);
    expect(error.kind).toBe('project');
    expect(error.message).toContain('newer Rolecall');
    expect(error.remedy).toContain('Update');
    expect(digest(databasePath(project))).toBe(before);
    expect(readdirSync(project).filter((name) => name.startsWith('project.db-'))).toEqual([]);
  });

  it.each([
    ['a file that is no database', Buffer.from('this is not a database at all, only text'.repeat(50))],
    ['random bytes', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251))],
  ])('%s', (_title, bytes) => {
    const project = newProject();
    mkdirSync(project);
    writeFileSync(databasePath(project), bytes);
    expect(refusal(project)).toMatchObject({ kind: 'project', file: databasePath(project) });
    expect(readFileSync(databasePath(project))).toEqual(bytes);
  });

  it("another application's database", () => {
    const project = newProject();
    mkdirSync(project);
    const raw = new Database(databasePath(project));
    raw.exec('CREATE TABLE notes (text)');
    raw.pragma('user_version = 1');
    raw.close();
    expect(refusal(project).message).toContain('another application');
  });
});

describe('a damaged database', () => {
  it('is refused at opening and found by the check', () => {
    const project = newProject();
    const database = openDatabase(project, { create: true });
    const add = database.prepare(`INSERT INTO setting VALUES (?, ?)`);
    database.transaction(() => {
      for (let i = 0; i < 2000; i += 1) add.run(`key ${i}`, 'x'.repeat(100));
    })();
    database.close();
    const bytes = readFileSync(databasePath(project));
    bytes.fill(0xa5, bytes.length - 4096 * 3, bytes.length - 4096 * 2);
    writeFileSync(databasePath(project), bytes);
    expect(refusal(project)).toMatchObject({ kind: 'project', remedy: expect.stringContaining('restore') });
    const damaged = openReadOnly(project);
    expect(checkDatabase(damaged)).not.toEqual([]);
    damaged.close();
  });
});
