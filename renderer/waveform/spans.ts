/** How far before a stretch a span may begin and still be found to reach into it, in seconds. */
const LONGEST = 60;

/** The spans that touch the stretch `from` to `to` (seconds); `spans` are sorted by start, none longer than a minute. */
export function spansBetween<S extends { readonly start: number; readonly end: number }>(
  spans: readonly S[],
  from: number,
  to: number,
): S[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < from - LONGEST) low = middle + 1;
    else high = middle;
  }
  const inside: S[] = [];
  for (let index = low; index < spans.length && spans[index]!.start < to; index++)
    if (spans[index]!.end > from) inside.push(spans[index]!);
  return inside;
}
