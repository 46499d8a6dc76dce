import type { AlignmentInput } from '../../../main/alignment/index.ts';

interface Block {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/**
 * What anybody would try first: the longest block of words that both texts share, then the same to its left and to
 * its right (Ratcliff and Obershelp 1988, as in Python's difflib), words being what stands between spaces and marks,
 * in small letters; a part gets the speaker who has most of its
 * matched words, null where none matched. Confidence is that speaker's share of the part's words.
 */
export function naiveSpeakers({
  lines,
  parts,
}: AlignmentInput): { speaker: string | null; confidence: number }[] {
  const script = lines.flatMap(({ text, speaker }) => plainWords(text).map((word) => ({ word, speaker })));
  const wordsOfParts = parts.map(({ kind, text }) => (kind === 'speech' ? plainWords(text) : []));
  const heard = wordsOfParts.flat();
  const speakers: (string | null)[] = heard.map(() => null);
  for (const { a, b, length } of matchingBlocks(
    heard,
    script.map(({ word }) => word),
  )) {
    for (let k = 0; k < length; k += 1) speakers[a + k] = script[b + k]?.speaker ?? null;
  }
  let word = 0;
  return wordsOfParts.map(({ length }) => {
    const votes = new Map<string, number>();
    for (const speaker of speakers.slice(word, word + length)) {
      if (speaker !== null) votes.set(speaker, (votes.get(speaker) ?? 0) + 1);
    }
    word += length;
    const [first] = [...votes].sort((x, y) => y[1] - x[1]);
    return { speaker: first?.[0] ?? null, confidence: (first?.[1] ?? 0) / Math.max(1, length) };
  });
}

const plainWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{N}']+/gu) ?? [];

/** Blocks of equal words, in order of both texts. */
export function matchingBlocks(a: readonly string[], b: readonly string[]): Block[] {
  const places = new Map<string, number[]>();
  b.forEach((word, j) => {
    const list = places.get(word);
    if (list) list.push(j);
    else places.set(word, [j]);
  });
  const longest = (fromA: number, toA: number, fromB: number, toB: number): Block => {
    let best: Block = { a: fromA, b: fromB, length: 0 };
    let lengths = new Map<number, number>();
    for (let i = fromA; i < toA; i += 1) {
      const next = new Map<number, number>();
      for (const j of places.get(a[i] as string) ?? []) {
        if (j < fromB) continue;
        if (j >= toB) break;
        const length = (lengths.get(j - 1) ?? 0) + 1;
        next.set(j, length);
        if (length > best.length) best = { a: i - length + 1, b: j - length + 1, length };
      }
      lengths = next;
    }
    return best;
  };
  const blocks: Block[] = [];
  const open: (readonly [number, number, number, number])[] = [[0, a.length, 0, b.length]];
  for (let task = open.pop(); task; task = open.pop()) {
    const [fromA, toA, fromB, toB] = task;
    const block = longest(fromA, toA, fromB, toB);
    if (block.length === 0) continue;
    blocks.push(block);
    open.push([fromA, block.a, fromB, block.b], [block.a + block.length, toA, block.b + block.length, toB]);
  }
  return blocks.sort((x, y) => x.a - y.a);
}
