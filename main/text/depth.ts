/** Tags that hold nothing, so that they do not nest. */
const VOID =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dd|dt|option)$/;
/** No page of a person nests deeper, not even one that forgets to close its fonts. */
const MAX_DEPTH = 3_000;

/**
 * Blanks the tags that lie deeper than any real page nests, so that the parser's stack stays small:
 * it looks through all of it at each end tag. Offsets stay.
 */
export function withoutDeepTags(source: string): string {
  let depth = 0;
  let kept = 0;
  const pieces: string[] = [];
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at)) {
    const closes = source[at + 1] === '/';
    const name = /^[a-zA-Z][a-zA-Z0-9:]{0,30}/.exec(source.slice(at + (closes ? 2 : 1), at + 34))?.[0];
    if (name === undefined) {
      at += 1;
      continue;
    }
    const end = source.indexOf('>', at);
    if (end < 0) break;
    const single = source[end - 1] === '/' || VOID.test(name.toLowerCase());
    if (single && depth <= MAX_DEPTH) {
      at = end;
      continue;
    }
    if (!closes && !single) depth += 1;
    if (depth > MAX_DEPTH) {
      pieces.push(source.slice(kept, at), ' '.repeat(end + 1 - at));
      kept = end + 1;
    }
    if (closes && depth > 0) depth -= 1;
    at = end;
  }
  if (kept === 0) return source;
  pieces.push(source.slice(kept));
  return pieces.join('');
}
