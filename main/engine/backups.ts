import { resolve } from 'node:path';
import { RolecallError } from '../model/index.ts';
import {
  type Backup,
  listBackups,
  openDatabase,
  restoreBackup as restore,
  takeRunLock,
} from '../store/index.ts';

/** The backups of a project, newest first; its database need not open. */
export const projectBackups = (project: string): Backup[] => listBackups(resolve(project));

/**
 * Puts a backup in the place of a project's database: the named file, or the newest sound one.
 *
 * @throws RolecallError where there is none, none is sound, or a run works on the project
 */
export function restoreBackup(project: string, from?: string): ReturnType<typeof restore> {
  refuseWhileRunning(resolve(project));
  return restore(resolve(project), from === undefined ? undefined : resolve(from));
}

function refuseWhileRunning(project: string): void {
  try {
    const database = openDatabase(project);
    try {
      takeRunLock(database, project).giveBack();
    } finally {
      database.close();
    }
  } catch (thrown) {
    // A database that cannot be opened is what a backup is for.
    if (thrown instanceof RolecallError && thrown.passing) throw thrown;
  }
}
