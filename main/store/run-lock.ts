import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { RolecallError } from '../model/index.ts';
import { databasePath, type ReadableDatabase, type WritableDatabase } from './database.ts';

interface LockRow {
  process: number;
  host: string;
  process_started: string;
  taken_at: string;
  beat: number;
  progress: string | null;
}

/** The right to run a batch on a project, held by this process. */
export interface RunLock {
  /** Says that the run lives, and how it is getting on (JSON). */
  beat(progress: string | null): void;
  giveBack(): void;
}

/**
 * Takes the right to run a batch on this project; one process has it at a time.
 * A lock whose process is gone is stale and is taken over.
 *
 * @throws RolecallError kind `project` while another process runs
 */
export function takeRunLock(database: WritableDatabase, project: string): RunLock {
  const take = database.transaction(() => {
    const held = lockOf(database);
    if (held && isAlive(held)) throw heldBy(held, project);
    takeOver(database);
  });
  take.immediate();
  return lockOfThisProcess(database);
}

/**
 * The same for a lock of which this machine cannot know whether its process lives: one of another machine, or of this
 * one under its old name, or where the system does not tell when a process started. Such a lock is watched for a
 * while: a run that lives gives signs of it. No clock is compared, so it does not matter what the clocks show.
 *
 * @param onWatch told before it is watched, with the seconds that takes
 * @throws RolecallError kind `project` while another process runs, `cancelled`
 */
export async function takeRunLockPatiently(
  database: WritableDatabase,
  project: string,
  options: {
    readonly signal: AbortSignal;
    readonly onWatch?: ((seconds: number) => void) | undefined;
    readonly watchMilliseconds?: number;
  },
): Promise<RunLock> {
  const held = lockOf(database);
  if (held === undefined || isKnownHere(held)) return takeRunLock(database, project);
  const milliseconds = options.watchMilliseconds ?? WATCH_MILLISECONDS;
  options.onWatch?.(Math.round(milliseconds / 1000));
  for (let waited = 0; waited < milliseconds; waited += LOOK_MILLISECONDS) {
    await sleep(Math.min(LOOK_MILLISECONDS, milliseconds - waited), undefined, { signal: options.signal });
    const now = lockOf(database);
    if (now === undefined) break;
    if (!isSame(now, held)) throw heldBy(now, project);
  }
  const take = database.transaction(() => {
    const now = lockOf(database);
    if (now && !isSame(now, held)) throw heldBy(now, project);
    takeOver(database);
  });
  take.immediate();
  return lockOfThisProcess(database);
}

/** A run gives a sign of life every two seconds; comparing the voices of a large series may hold it up for some. */
const WATCH_MILLISECONDS = 30_000;
const LOOK_MILLISECONDS = 1_000;

/** The run at work on a project, in whatever process; null where there is none. */
export function runAtWork(
  database: ReadableDatabase,
): { process: number; host: string; since: string; progress: string | null } | null {
  const held = lockOf(database);
  if (held === undefined || !isAlive(held)) return null;
  return { process: held.process, host: held.host, since: held.taken_at, progress: held.progress };
}

const lockOf = (database: ReadableDatabase): LockRow | undefined =>
  database.prepare('SELECT * FROM run_lock').get() as LockRow | undefined;

function takeOver(database: WritableDatabase): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO run_lock (only_one, process, host, process_started, taken_at)
       VALUES (1, ?, ?, ?, ?)`,
    )
    .run(process.pid, hostname(), startOfProcess(process.pid), new Date().toISOString());
}

function lockOfThisProcess(database: WritableDatabase): RunLock {
  const mine = [process.pid, hostname()];
  return {
    beat(progress) {
      database
        .prepare('UPDATE run_lock SET beat = beat + 1, progress = ? WHERE process = ? AND host = ?')
        .run(progress, ...mine);
    },
    giveBack() {
      database.prepare('DELETE FROM run_lock WHERE process = ? AND host = ?').run(...mine);
    },
  };
}

const isSame = (a: LockRow, b: LockRow): boolean =>
  a.process === b.process && a.host === b.host && a.taken_at === b.taken_at && a.beat === b.beat;

const heldBy = (held: LockRow, project: string): RolecallError =>
  new RolecallError({
    kind: 'project',
    message: `Another run works on this project (process ${held.process} on ${held.host}, since ${held.taken_at}).`,
    remedy: `Wait until it ends, or stop it with \`rolecall cancel ${project}\`.`,
    file: databasePath(project),
    passing: true,
  });

/** Whether this machine can tell if the holder lives. */
const isKnownHere = (lock: LockRow): boolean =>
  lock.host === hostname() && (lock.process_started !== '' || !hasProcess(lock.process));

function isAlive(lock: LockRow): boolean {
  // Whether a process of another machine lives cannot be known from here.
  if (lock.host !== hostname()) return true;
  // A number is used again after a restart: the start time tells two processes apart.
  return hasProcess(lock.process) && startOfProcess(lock.process) === lock.process_started;
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
