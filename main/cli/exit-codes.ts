import type { RolecallError } from '../engine/index.ts';

/** 0 done; 1 done with failures that are listed; 2 wrong usage or unreadable input; 130 cancelled. */
export function exitCodeOf(error: RolecallError): number {
  switch (error.kind) {
    case 'usage':
    case 'input':
    case 'project':
      return 2;
    case 'cancelled':
      return 130;
    case 'environment':
    case 'internal':
      return 1;
  }
}
