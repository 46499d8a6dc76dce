/** One set-up at a time: two commands started together must not install over each other. */
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setupFolder } from './paths.mjs';
import { isAlive } from './processes.mjs';
import { say } from './say.mjs';

const lock = join(setupFolder, 'lock');
/** Longer than any set-up takes: an older lock belongs to a process id that was given out again. */
const STALE_AFTER_MS = 60 * 60 * 1000;

/**
 * Runs `work` while holding the lock. A lock whose owner died (kill -9) is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileLocked(work) {
  mkdirSync(setupFolder, { recursive: true });
  let told = false;
  while (!take()) {
    const owner = liveOwner();
    if (owner === null) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) say(`another set-up is at work (process ${owner}); waiting for it`);
    told = true;
    await wait(200);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Linking a written file makes the lock appear together with its content. */
function take() {
  const mine = join(setupFolder, `tmp-${process.pid}-lock`);
  writeFileSync(mine, `${process.pid}\n`);
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function liveOwner() {
  try {
    const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10);
    const age = Date.now() - statSync(lock).mtimeMs;
    return isAlive(pid) && age < STALE_AFTER_MS ? pid : null;
  } catch {
    return null;
  }
}
