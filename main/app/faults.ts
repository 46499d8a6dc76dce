import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_LOG = 1024 * 1024;

/**
 * Keeps the window alive when something in its main process fails unexpectedly. Electron would show a box that holds
 * everything up until it is closed. The fault goes to stderr and to `faults.log` in the app's own folder (at most
 * 1 MB), and `tell` gets that file's path.
 *
 * What was decided is safe: the engine, a process of its own, stores each decision when it is made.
 */
export function surviveFaults(appFolder: string, tell: (log: string) => void): void {
  const file = join(appFolder, 'faults.log');
  const note = (fault: unknown): void => {
    const words = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    process.stderr.write(`unexpected fault: ${words}\n`);
    try {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size < LARGEST_LOG) appendFileSync(file, `${new Date().toISOString()} ${words}\n`);
    } catch {
      // A full disk must not make a fault out of a note.
    }
    tell(file);
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
}
