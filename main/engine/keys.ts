import { createHash } from 'node:crypto';

/**
 * The key of a stage's inputs: a checkpoint with the same key is still good.
 * Objects are written with sorted keys, so that their order does not matter.
 */
export function inputKey(...inputs: readonly unknown[]): string {
  return createHash('sha256').update(canonical(inputs)).digest('hex').slice(0, 32);
}

/** JSON with sorted object keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
