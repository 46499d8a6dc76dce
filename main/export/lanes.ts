import type { DatasetRow } from './dataset.ts';
import { byBytes } from './names.ts';

/** Rows of one character that do not overlap: one tier of an annotation file. */
export interface Lane {
  readonly name: string;
  readonly character: string;
  readonly rows: readonly DatasetRow[];
}

/**
 * A tier for each character, in the order of names. Tiers cannot hold overlapping intervals: what
 * overlaps goes to a further tier, `NAME (2)`.
 */
export function lanesOf(rows: readonly DatasetRow[]): Lane[] {
  const byCharacter = Map.groupBy(rows, (row) => row.character);
  const taken = new Set(byCharacter.keys());
  const lanes: Lane[] = [];
  for (const character of [...byCharacter.keys()].sort(byBytes)) {
    const sorted = [...(byCharacter.get(character) ?? [])].sort((a, b) => a.start - b.start || a.end - b.end);
    const open: DatasetRow[][] = [];
    for (const row of sorted) {
      const free = open.find((lane) => (lane.at(-1)?.end ?? 0) <= row.start);
      if (free === undefined) open.push([row]);
      else free.push(row);
    }
    open.forEach((rowsOfLane, index) => {
      lanes.push({ name: laneName(character, index, taken), character, rows: rowsOfLane });
    });
  }
  return lanes;
}

function laneName(character: string, index: number, taken: Set<string>): string {
  if (index === 0) return character;
  for (let number = index + 1; ; number += 1) {
    const name = `${character} (${number})`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
