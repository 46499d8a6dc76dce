import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { runAtWork, takeRunLock, takeRunLockPatiently } from '../../main/store/index.ts';
import { temporaryDatabase } from '../helpers/project.ts';

it('is held once, and can be taken again after it was given back', () => {
  const database = temporaryDatabase();
  const { giveBack } = takeRunLock(database, '/p');
  expect(() => takeRunLock(database, '/p')).toThrow('Another run works on this project');
  giveBack();
  takeRunLock(database, '/p').giveBack();
});

it.each([
  ['whose process is gone', () => spawnSync(process.execPath, ['-e', '']).pid, 'x'],
  ['whose process number is used by another process now', () => process.pid, 'a start long ago'],
])('is taken over from a holder %s', (_title, pid, started) => {
  const database = temporaryDatabase();
  database
    .prepare(
      'INSERT INTO run_lock (only_one, process, host, process_started, taken_at) VALUES (1, ?, ?, ?, ?)',
    )
    .run(pid(), hostname(), started, new Date(0).toISOString());
  expect(() => takeRunLock(database, '/p').giveBack()).not.toThrow();
});

it('of another machine is respected', () => {
  const database = temporaryDatabase();
  database
    .prepare(
      'INSERT INTO run_lock (only_one, process, host, process_started, taken_at) VALUES (1, 1, ?, ?, ?)',
    )
    .run('elsewhere', '', new Date(0).toISOString());
  expect(() => takeRunLock(database, '/p')).toThrow('elsewhere');
});

const elsewhere = (beat = 0) => {
  const database = temporaryDatabase();
  database
    .prepare('INSERT INTO run_lock VALUES (1, 1, ?, ?, ?, ?, NULL)')
    .run('elsewhere', '', new Date(0).toISOString(), beat);
  return database;
};
const signal = new AbortController().signal;

it('of another machine is taken over where it gives no sign of life', async () => {
  const database = elsewhere();
  const told: number[] = [];
  const lock = await takeRunLockPatiently(database, '/p', {
    signal,
    watchMilliseconds: 50,
    onWatch: (seconds) => void told.push(seconds),
  });
  expect(told).toEqual([0]);
  expect(runAtWork(database)?.process).toBe(process.pid);
  lock.giveBack();
  expect(runAtWork(database)).toBeNull();
});

it('of another machine is respected where it gives one', async () => {
  const database = elsewhere();
  const taking = takeRunLockPatiently(database, '/p', { signal, watchMilliseconds: 50 });
  database.prepare('UPDATE run_lock SET beat = beat + 1').run();
  await expect(taking).rejects.toThrow('elsewhere');
});

it('says how its run is getting on', () => {
  const database = temporaryDatabase();
  const lock = takeRunLock(database, '/p');
  lock.beat('{"fraction":0.5}');
  expect(runAtWork(database)).toMatchObject({ process: process.pid, progress: '{"fraction":0.5}' });
  lock.giveBack();
});
