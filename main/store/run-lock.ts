import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { RolecallError } from '../model/index.ts';
import { databasePath, type WritableDatabase } from './database.ts';

interface LockRow {
  process: number;
  host: string;
  process_started: string;
  taken_at: string;
}

/**
 * Takes the right to run a batch on this project; one process has it at a time.
 * A lock whose process is gone is stale and is taken over.
 *
 * @returns a function that gives it back
 * @throws RolecallError kind `project` while another process runs
 */
export function takeRunLock(database: WritableDatabase, project: string): () => void {
  const take = database.transaction(() => {
    const held = database.prepare('SELECT * FROM run_lock').get() as LockRow | undefined;
    if (held && isAlive(held)) {
      throw new RolecallError({
        kind: 'project',
        message: `Another run works on this project (process ${held.process} on ${held.host}, since ${held.taken_at}).`,
        remedy: 'Wait until it ends, or cancel it there.',
        file: databasePath(project),
        passing: true,
      });
    }
    database
      .prepare('INSERT OR REPLACE INTO run_lock VALUES (1, ?, ?, ?, ?)')
      .run(process.pid, hostname(), startOfProcess(process.pid), new Date().toISOString());
  });
  take.immediate();
  return () => {
    database.prepare('DELETE FROM run_lock WHERE process = ? AND host = ?').run(process.pid, hostname());
  };
}

function isAlive(lock: LockRow): boolean {
  // Whether a process of another machine lives cannot be known from here.
  if (lock.host !== hostname()) return true;
  try {
    process.kill(lock.process, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // A number is used again after a restart: the start time tells two processes apart.
  return startOfProcess(lock.process) === lock.process_started;
}

/** When a process started, in the kernel's ticks; "" where the system does not tell. */
function startOfProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
