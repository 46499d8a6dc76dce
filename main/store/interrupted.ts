import type { WritableDatabase } from './database.ts';
import { runAtWork } from './run-lock.ts';

/**
 * Episodes that wait or are worked on by a run that is gone (a crash, a power cut) count as stopped: the next run goes
 * on with them. Where a run lives, and where nobody can know that (its process is on another machine), nothing changes.
 */
export function stopInterrupted(database: WritableDatabase): void {
  const isLeft = database.prepare("SELECT 1 FROM episode WHERE status IN ('queued', 'running')").pluck();
  if (isLeft.get() === undefined || runAtWork(database) !== null) return;
  const stop = database.transaction(() => {
    // A run takes its lock before it touches an episode: inside a transaction, none can begin between the two.
    if (runAtWork(database) !== null) return;
    database.prepare("UPDATE episode SET status = 'stopped' WHERE status IN ('queued', 'running')").run();
  });
  try {
    stop.immediate();
  } catch (thrown) {
    // Told by a look at the project, which must work on a full disk and beside whoever writes now.
    if (!/^SQLITE_(FULL|BUSY|READONLY|IOERR)/.test(String((thrown as { code?: unknown }).code))) throw thrown;
  }
}
