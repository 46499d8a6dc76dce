/** Words that a text needs before its likeness to another says anything: "Thank you" is said everywhere. */
const LEAST_WORDS = 6;
/** Share of word triples that two texts have in common. */
const ALIKE = 0.75;
const HASHES = 16;
const BAND = 2;

/** Texts as words without case and punctuation. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]+/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '');

/**
 * Pairs of texts that are nearly the same, of those whose `side` differs: candidates by min-wise
 * hashing of word triples (A. Broder, "On the resemblance and containment of documents", 1997),
 * each checked by the share of triples in common.
 */
export class TextIndex {
  readonly #bands = new Map<number, number[]>();
  readonly #triples: (readonly number[] | null)[] = [];

  /** Adds the next text and gives the numbers of earlier ones that are nearly the same. */
  add(text: string): number[] {
    const number = this.#triples.length;
    const words = wordsOf(text);
    if (words.length < LEAST_WORDS) {
      this.#triples.push(null);
      return [];
    }
    const triples = triplesOf(words);
    this.#triples.push(triples);
    const found = new Set<number>();
    for (const key of bandKeys(triples)) {
      const others = this.#bands.get(key);
      if (others === undefined) this.#bands.set(key, [number]);
      else {
        for (const other of others) found.add(other);
        // What hundreds say is no leak but a manner of speaking; the first ones stand for all.
        if (others.length < 200) others.push(number);
      }
    }
    return [...found].filter((other) => shared(triples, this.#triples[other] ?? []) >= ALIKE);
  }
}

function triplesOf(words: readonly string[]): number[] {
  const triples = new Set<number>();
  for (let at = 0; at + 2 < words.length; at += 1) triples.add(hash(words.slice(at, at + 3).join(' ')));
  return [...triples].sort((a, b) => a - b);
}

function bandKeys(triples: readonly number[]): number[] {
  const keys: number[] = [];
  for (let from = 0; from < HASHES; from += BAND) {
    let key = from + 1;
    for (let seed = from; seed < from + BAND; seed += 1) {
      let least = 0xffffffff;
      for (const triple of triples) least = Math.min(least, mix(triple ^ Math.imul(seed + 1, 0x9e3779b1)));
      key = mix(Math.imul(key, 31) ^ least);
    }
    keys.push(key);
  }
  return keys;
}

/** Shared triples by all triples, of two sorted lists. */
function shared(a: readonly number[], b: readonly number[]): number {
  let [i, j, both] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] as number, b[j] as number];
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return both / (a.length + b.length - both || 1);
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
