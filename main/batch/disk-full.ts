import { RolecallError } from '../model/index.ts';
import { diskFull, isDiskFull } from '../store/index.ts';

export { isDiskFull };

/** The same error with what to do about it, where it was thrown by the system or by SQLite. */
export const withDiskRemedy = (thrown: unknown, file: string): unknown =>
  thrown instanceof RolecallError || !isDiskFull(thrown, file) ? thrown : diskFull(file, thrown);

/** Does something that may be left out where the disk is full: the next run makes up for it. */
export function unlessDiskFull(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!isDiskFull(thrown)) throw thrown;
  }
}
