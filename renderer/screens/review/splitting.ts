/** Places in a text where it may be cut: the offset of every word but the first, in UTF-16 units. */
export function wordStarts(text: string): number[] {
  const starts: number[] = [];
  for (const match of text.matchAll(/\s+(?=\S)/gu))
    if (match.index > 0) starts.push(match.index + match[0].length);
  return starts;
}

/** The cut nearest to `share` (0 to 1) of the text; the middle of a single word where it has no other. */
export function nearestCut(text: string, share: number): number {
  const wanted = text.length * share;
  const starts = wordStarts(text);
  if (starts.length === 0) return Math.floor(text.length / 2);
  return starts.reduce((best, start) => (Math.abs(start - wanted) < Math.abs(best - wanted) ? start : best));
}

/** Where to cut the sound, in samples: at the play position when it is well inside, else in the middle. */
export function cutOfSpan(start: number, end: number, position: number): number {
  const margin = Math.min(800, Math.floor((end - start) / 4));
  if (position > start + margin && position < end - margin) return Math.round(position);
  return Math.floor((start + end) / 2);
}

/** The shortest utterance that may be cut in two: a tenth of a second, in samples. */
export const SHORTEST_SPLIT = 1600;
