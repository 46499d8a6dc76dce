import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { takeRunLock } from '../../main/store/index.ts';
import { temporaryDatabase } from '../helpers/project.ts';

it('is held once, and can be taken again after it was given back', () => {
  const database = temporaryDatabase();
  const giveBack = takeRunLock(database, '/p');
  expect(() => takeRunLock(database, '/p')).toThrow('Another run works on this project');
  giveBack();
  takeRunLock(database, '/p')();
});

it.each([
  ['whose process is gone', () => spawnSync(process.execPath, ['-e', '']).pid, 'x'],
  ['whose process number is used by another process now', () => process.pid, 'a start long ago'],
])('is taken over from a holder %s', (_title, pid, started) => {
  const database = temporaryDatabase();
  database
    .prepare('INSERT INTO run_lock VALUES (1, ?, ?, ?, ?)')
    .run(pid(), hostname(), started, new Date(0).toISOString());
  expect(() => takeRunLock(database, '/p')()).not.toThrow();
});

it('of another machine is respected', () => {
  const database = temporaryDatabase();
  database
    .prepare('INSERT INTO run_lock VALUES (1, 1, ?, ?, ?)')
    .run('elsewhere', '', new Date(0).toISOString());
  expect(() => takeRunLock(database, '/p')).toThrow('elsewhere');
});
