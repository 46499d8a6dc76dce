import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { RolecallError } from '../model/index.ts';

/** What the system and SQLite say where no space is left. */
const CODES = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);
/** Less than this is none: SQLite then also speaks of an I/O error where it could not make its journal. */
const NONE_BYTES = 64 * 1024;

/**
 * Whether something failed for want of disk space, however deep that is inside the error.
 *
 * @param file one of the disk in question: where there is no space on it, SQLite's errors of writing mean that too
 */
export function isDiskFull(thrown: unknown, file?: string): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (!('code' in error) || typeof error.code !== 'string') continue;
    if (CODES.has(error.code)) return true;
    if (/^SQLITE_(IOERR|CANTOPEN)/.test(error.code) && file !== undefined && isWithoutSpace(file))
      return true;
  }
  return false;
}

function isWithoutSpace(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < NONE_BYTES;
  } catch {
    return false;
  }
}

export const diskFull = (file: string, cause: unknown): RolecallError =>
  new RolecallError({
    kind: 'environment',
    mendedIn: 'space',
    message: 'The disk is full.',
    remedy: 'Free some space and run again: finished work is kept.',
    file,
    cause,
  });
