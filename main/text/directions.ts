export interface SpokenText {
  readonly text: string;
  readonly directions: readonly string[];
}

/** How far a bracket that is never closed may reach: to the end of the first sentence within this. */
const UNCLOSED_REACH = 120;

/**
 * Parts what is spoken from directions in round or square brackets (nested ones included).
 * A bracket without an end takes the rest of its sentence, no more: speech is not lost to a typing error.
 */
export function separateDirections(source: string): SpokenText {
  if (!/[()[\]]/.test(source)) return { text: tidySpoken(source), directions: [] };
  const spoken: string[] = [];
  const directions: string[] = [];
  let kept = 0;
  let from = -1;
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '(' || character === '[') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (character === ')' || character === ']') {
      if (depth === 0) {
        spoken.push(source.slice(kept, at), ' ');
        kept = at + 1;
        continue;
      }
      depth -= 1;
      if (depth > 0) continue;
      spoken.push(source.slice(kept, from), ' ');
      directions.push(source.slice(from + 1, at).trim());
      kept = at + 1;
    }
  }
  if (depth > 0) {
    // A nested "(" is oftener a typing error for ")" than a nest: "(laughs( What?"
    const rest = source.slice(from + 1);
    const sentence = /[.!?…)\]([]["'”’]?(?=\s|$)/.exec(rest.slice(0, UNCLOSED_REACH));
    const length =
      sentence === null ? Math.min(rest.length, UNCLOSED_REACH) : sentence.index + sentence[0].length;
    spoken.push(source.slice(kept, from), ' ', rest.slice(length).replace(/[()[\]]/g, ' '));
    directions.push(rest.slice(0, length).trim());
  } else spoken.push(source.slice(kept));
  return {
    text: tidySpoken(spoken.join('')),
    directions: directions.filter((direction) => direction !== ''),
  };
}

function tidySpoken(text: string): string {
  const tidy = text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;.!?](?:\s|$))/g, '')
    .trim();
  return /[\p{L}\p{N}]/u.test(tidy) ? tidy : '';
}
