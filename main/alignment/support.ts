import type { PartEvidence } from './match.ts';

/** Parts on each side that tell whether the script is about what is said here. */
const NEIGHBOURS = 10;
/**
 * Share of the words' information found in the script around a part, from which the part's own match is fully
 * believed. On the gold episodes the share is nowhere below 0.42, with another episode's script nowhere above 0.16.
 */
const FULL_SUPPORT = 0.4;

/**
 * By part, 0 to 1: how far the script can be believed there. A stock phrase found amid talk that stands nowhere in
 * the script (another episode's, or a scene that is missing) is found by chance.
 */
export function supportOf(evidence: readonly PartEvidence[]): Float64Array {
  const support = new Float64Array(evidence.length);
  let found = 0;
  let all = 0;
  const count = (index: number, sign: 1 | -1): void => {
    const part = evidence[index];
    if (part === undefined) return;
    found += sign * part.information * (1 - part.absent);
    all += sign * part.information;
  };
  for (let i = 0; i < NEIGHBOURS; i += 1) count(i, 1);
  for (let i = 0; i < evidence.length; i += 1) {
    count(i + NEIGHBOURS, 1);
    count(i - NEIGHBOURS - 1, -1);
    support[i] = all > 1e-6 ? Math.min(1, Math.max(0, found / all / FULL_SUPPORT)) : 0;
  }
  return support;
}
