import type { Fit, Space } from './labelled-space.ts';
import type { Contribution, Prototype } from './voices.ts';

/** A manner of speaking needs this many utterances to stand by itself. */
const LEAST_UTTERANCES = 6;

/**
 * Splits each voice into manners of speaking: precision-weighted k-means on the enrolled vectors, started from the
 * utterances that lie furthest apart (so that the same input always gives the same split). A voice with few
 * utterances keeps one.
 */
export function splitIntoManners(space: Space, fit: Omit<Fit, 'trust'>, most: number): Omit<Fit, 'trust'> {
  const byCharacter = new Map<number, number[]>();
  fit.members.forEach((member, at) => {
    if (member) byCharacter.set(member.character, [...(byCharacter.get(member.character) ?? []), at]);
  });
  const members: (Contribution | undefined)[] = [...fit.members];
  const characters = fit.voices.characters.map((single, character): readonly Prototype[] => {
    const rows = byCharacter.get(character) ?? [];
    const count = Math.min(most, Math.floor(rows.length / LEAST_UTTERANCES));
    if (count < 2) return single;
    const chosen = cluster(space, fit, rows, count);
    const kept = [...new Set(chosen)].filter(
      (group) => chosen.filter((own) => own === group).length >= LEAST_UTTERANCES,
    );
    if (kept.length < 2) return single;
    // What is left of a manner that is too small goes to the nearest that is not.
    const final = assign(space, rows, centres(space, fit, rows, chosen, kept));
    return kept.map((_, prototype) => {
      const sum = new Float64Array(space.dimension);
      let precision = 0;
      rows.forEach((at, place) => {
        if (final[place] !== prototype) return;
        const given = fit.members[at]!.precision;
        members[at] = { character, prototype, precision: given };
        precision += given;
        for (let d = 0; d < space.dimension; d += 1)
          sum[d]! += given * space.vectors[at * space.dimension + d]!;
      });
      return { sum, precision };
    });
  });
  return { voices: { ...fit.voices, characters }, members };
}

function cluster(space: Space, fit: Omit<Fit, 'trust'>, rows: readonly number[], count: number): number[] {
  const starts: number[] = [furthest(space, rows, [rows[0]!])];
  while (starts.length < count) starts.push(furthest(space, rows, starts));
  let chosen = assign(
    space,
    rows,
    starts.map((at) =>
      Float64Array.from(space.vectors.subarray(at * space.dimension, (at + 1) * space.dimension)),
    ),
  );
  const groups = starts.map((_, group) => group);
  for (let round = 0; round < 10; round += 1) {
    const next = assign(space, rows, centres(space, fit, rows, chosen, groups));
    if (next.every((group, at) => group === chosen[at])) break;
    chosen = next;
  }
  return chosen;
}

function centres(
  space: Space,
  fit: Omit<Fit, 'trust'>,
  rows: readonly number[],
  chosen: readonly number[],
  groups: readonly number[],
): Float64Array[] {
  return groups.map((group) => {
    const sum = new Float64Array(space.dimension);
    let total = 0;
    rows.forEach((at, place) => {
      if (chosen[place] !== group) return;
      const precision = fit.members[at]!.precision;
      total += precision;
      for (let d = 0; d < space.dimension; d += 1)
        sum[d]! += precision * space.vectors[at * space.dimension + d]!;
    });
    return total > 0 ? sum.map((value) => value / total) : sum.fill(Number.POSITIVE_INFINITY);
  });
}

function assign(space: Space, rows: readonly number[], middles: readonly Float64Array[]): number[] {
  return rows.map((at) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    middles.forEach((middle, group) => {
      let distance = 0;
      for (let d = 0; d < space.dimension; d += 1)
        distance += (space.vectors[at * space.dimension + d]! - middle[d]!) ** 2;
      if (distance < least) [least, best] = [distance, group];
    });
    return best;
  });
}

/** The row furthest from all of `from`. */
function furthest(space: Space, rows: readonly number[], from: readonly number[]): number {
  let best = rows[0]!;
  let most = -1;
  for (const at of rows) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const other of from) {
      let distance = 0;
      for (let d = 0; d < space.dimension; d += 1) {
        distance +=
          (space.vectors[at * space.dimension + d]! - space.vectors[other * space.dimension + d]!) ** 2;
      }
      nearest = Math.min(nearest, distance);
    }
    if (nearest > most) [most, best] = [nearest, at];
  }
  return best;
}
