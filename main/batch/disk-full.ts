import { RolecallError } from '../model/index.ts';

/** What the system and SQLite say where no space is left. */
const CODES = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);

/** Whether something failed for want of disk space, however deep that is inside the error. */
export function isDiskFull(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && CODES.has(error.code)) return true;
  }
  return false;
}

/** The same error with what to do about it, where it was thrown by the system or by SQLite. */
export function withDiskRemedy(thrown: unknown, file: string): unknown {
  if (thrown instanceof RolecallError || !isDiskFull(thrown)) return thrown;
  return new RolecallError({
    kind: 'environment',
    message: 'The disk is full.',
    remedy: 'Free some space and run again: finished work is kept.',
    file,
    cause: thrown,
  });
}

/** Does something that may be left out where the disk is full: the next run makes up for it. */
export function unlessDiskFull(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!isDiskFull(thrown)) throw thrown;
  }
}
