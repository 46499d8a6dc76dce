import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Tasks } from '../../main/engine/tasks.ts';

it('does one of a name at a time, and another after it', async () => {
  const tasks = new Tasks();
  const first = tasks.run('export', () => pause(20, 'done'));
  await expect(tasks.run('export', () => Promise.resolve())).rejects.toThrow('done already');
  expect(await tasks.run('other', () => Promise.resolve(1))).toBe(1);
  expect(await first).toBe('done');
  expect(await tasks.run('export', () => Promise.resolve(2))).toBe(2);
});

it('waits until what was cancelled has ended, and says that it was', async () => {
  const tasks = new Tasks();
  let ended = false;
  const work = tasks.run('pull', async (signal) => {
    await pause(5000, undefined, { signal }).catch(() => undefined);
    await pause(10);
    ended = true;
    signal.throwIfAborted();
  });
  const told = expect(work).rejects.toMatchObject({ kind: 'cancelled' });
  await tasks.cancelAll();
  expect(ended).toBe(true);
  await told;
  expect(tasks.isRunning('pull')).toBe(false);
});
