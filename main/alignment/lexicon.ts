import { distance } from 'fastest-levenshtein';

/**
 * The words of both texts as numbers, and how strongly each word of the subtitles speaks for standing at a
 * word of the script: the ratio P(heard | written there) / P(heard anywhere), so that a rare word counts for
 * much and "you" for little.
 */
export interface Lexicon {
  readonly cueIds: Int32Array;
  readonly scriptIds: Int32Array;
  /** Number of different words; ids run from 0. */
  readonly size: number;
  /** By id: the script words that are like it (itself first where the script has it) and their ratios. */
  readonly similar: readonly { readonly ids: Int32Array; readonly ratios: Float64Array }[];
  /** By id: information of the word in nats, the weight of its match. */
  readonly information: Float64Array;
}

/** Ratio for a word of the subtitles at a word of the script that is nothing like it. */
export const UNLIKE_RATIO = 0.05;
const SAME_WORD = 0.9;
const MISSPELT_WORD = 0.01;
const MOST_RATIO = 8_000;
const MOST_MISSPELT_RATIO = 150;
/** Stands for the words of the language that a short text does not show. */
const UNSEEN = 2_000;

/** Numbers the words of both texts and finds the script words that each subtitle word resembles. */
export function buildLexicon(cueWords: readonly string[], scriptWords: readonly string[]): Lexicon {
  const idOf = new Map<string, number>();
  const spelling: string[] = [];
  const counts: number[] = [];
  const number = (words: readonly string[]): Int32Array => {
    const ids = new Int32Array(words.length);
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i]!;
      let id = idOf.get(word);
      if (id === undefined) {
        id = spelling.length;
        idOf.set(word, id);
        spelling.push(word);
        counts.push(0);
      }
      counts[id] = counts[id]! + 1;
      ids[i] = id;
    }
    return ids;
  };
  const cueIds = number(cueWords);
  const cueVocabulary = spelling.length;
  const scriptIds = number(scriptWords);
  const size = spelling.length;

  const inScript = new Uint8Array(size);
  for (const id of scriptIds) inScript[id] = 1;
  const total = cueWords.length + scriptWords.length + UNSEEN;
  const chance = Float64Array.from(counts, (count) => (count + 1) / total);
  const information = Float64Array.from(chance, (p) => -Math.log(p));

  const neighbours = misspellings(spelling, cueVocabulary, inScript);
  const similar = Array.from({ length: cueVocabulary }, (_, id) => {
    const near = neighbours.get(id) ?? [];
    const ids: number[] = [];
    const ratios: number[] = [];
    if (inScript[id]) {
      ids.push(id);
      ratios.push(Math.min(MOST_RATIO, SAME_WORD / chance[id]!));
    }
    for (const other of near) {
      const closeness = likeness(spelling[id]!, spelling[other]!);
      const ratio = Math.min(MOST_MISSPELT_RATIO, (MISSPELT_WORD * closeness) / chance[id]!);
      if (ratio <= UNLIKE_RATIO) continue;
      ids.push(other);
      ratios.push(ratio);
    }
    return { ids: Int32Array.from(ids), ratios: Float64Array.from(ratios) };
  });
  return { cueIds, scriptIds, size, similar, information };
}

/** 0 to 1: how well one spelling passes for the other. */
function likeness(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  const edits = distance(one, other);
  if (edits === 1) return longer >= 6 ? 1 : longer >= 4 ? 0.5 : 0.1;
  return Math.max(0, 1 - edits / longer - 0.2);
}

/** Pairs at edit distance one (deletion neighbourhood, after W. Garbe's SymSpell), or with four common first letters. */
function misspellings(
  spelling: readonly string[],
  cueVocabulary: number,
  inScript: Uint8Array,
): Map<number, Set<number>> {
  const buckets = new Map<string, number[]>();
  const keysOf = (word: string): string[] => {
    if (word.length < 3) return [];
    const keys = [word];
    for (let i = 0; i < word.length; i += 1) keys.push(word.slice(0, i) + word.slice(i + 1));
    if (word.length >= 6) keys.push(`${word.slice(0, 4)}*`);
    return keys;
  };
  for (let id = 0; id < spelling.length; id += 1) {
    if (!inScript[id]) continue;
    for (const key of keysOf(spelling[id]!)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(id);
      else buckets.set(key, [id]);
    }
  }
  const found = new Map<number, Set<number>>();
  for (let id = 0; id < cueVocabulary; id += 1) {
    const word = spelling[id]!;
    for (const key of keysOf(word)) {
      for (const other of buckets.get(key) ?? []) {
        if (other === id) continue;
        const edits = distance(word, spelling[other]!);
        if (edits > 1 && edits > Math.max(word.length, spelling[other]!.length) / 3) continue;
        const set = found.get(id);
        if (set) set.add(other);
        else found.set(id, new Set([other]));
      }
    }
  }
  return found;
}
