import type { ReviewState, Utterance, UtteranceState } from '../../../main/model/index.ts';

export type ListOrder = 'spoken' | 'worst';

/** What the list shows; null and '' let everything through. */
export interface Filters {
  readonly state: UtteranceState | null;
  readonly review: ReviewState | null;
  /** A character's name; NOBODY for utterances without one. */
  readonly character: string | null;
  readonly text: string;
}

export const NO_FILTERS: Filters = { state: null, review: null, character: null, text: '' };

/** Stands for "no character" among the names; no name can be empty. */
export const NOBODY = '';

export const isFiltered = (filters: Filters): boolean =>
  filters.state !== null ||
  filters.review !== null ||
  filters.character !== null ||
  filters.text.trim() !== '';

/** Letters without case and marks, so that a search for "cafe" finds "Café". */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export function filterUtterances(utterances: readonly Utterance[], filters: Filters): readonly Utterance[] {
  if (!isFiltered(filters)) return utterances;
  const words = folded(filters.text).split(/\s+/).filter(Boolean);
  return utterances.filter((utterance) => {
    if (filters.state !== null && utterance.state !== filters.state) return false;
    if (filters.review !== null && utterance.review !== filters.review) return false;
    if (filters.character !== null && (utterance.speaker ?? NOBODY) !== filters.character) return false;
    if (words.length === 0) return true;
    const text = folded(`${utterance.text} ${utterance.speaker ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/**
 * Sorts by `worth`, largest first, equal ones as spoken. `worth` must not change while
 * a person works through the list, or rows would jump away under their hands: see `frozen`.
 */
export const worstFirst = (
  utterances: readonly Utterance[],
  worth: (utterance: Utterance) => number,
): readonly Utterance[] => {
  const ranked = utterances.map((utterance) => ({ utterance, worth: worth(utterance) }));
  ranked.sort((a, b) => b.worth - a.worth || a.utterance.start - b.utterance.start);
  return ranked.map(({ utterance }) => utterance);
};

/** `worstFirst` that sorts again only when other utterances come, or another worth: not for each decision. */
export function keptOrder(): typeof worstFirst {
  let last: {
    readonly utterances: readonly Utterance[];
    readonly worth: (utterance: Utterance) => number;
    readonly places: readonly number[];
  } | null = null;
  return (utterances, worth) => {
    const known =
      last?.worth === worth &&
      last.utterances.length === utterances.length &&
      utterances.every((each, at) => {
        const before = last?.utterances[at];
        return each === before || each.id === before?.id;
      })
        ? last.places
        : null;
    if (known === null) {
      const place = new Map(utterances.map((utterance, at) => [utterance, at]));
      const sorted = worstFirst(utterances, worth);
      last = { utterances, worth, places: sorted.map((utterance) => place.get(utterance) ?? 0) };
      return sorted;
    }
    last = { utterances, worth, places: known };
    return known.flatMap((at) => utterances[at] ?? []);
  };
}

/** A worth that remembers what it first said of each utterance. */
export function frozen(worth: (utterance: Utterance) => number): (utterance: Utterance) => number {
  const first = new Map<string, number>();
  return (utterance) => {
    const known = first.get(utterance.id);
    if (known !== undefined) return known;
    const value = worth(utterance);
    first.set(utterance.id, value);
    return value;
  };
}

/** Ids from one row to another, both inside, whichever way round. */
export function idsBetween(rows: readonly Utterance[], from: string, to: string): string[] {
  const a = rows.findIndex((row) => row.id === from);
  const b = rows.findIndex((row) => row.id === to);
  if (a < 0 || b < 0) return [to];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map((row) => row.id);
}
