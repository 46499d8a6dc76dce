/** Named entities that subtitles and plain scripts hold; HTML proper is read by htmlparser2. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
  shy: '',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  szlig: 'ß',
};

/** What Windows-1252 has at 0x80 to 0x9f: pages that write `&#146;` mean these. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decodes `&amp;`, `&#146;`, `&#x2019;` once; what is no entity stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[name as string] ?? whole;
      const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
      if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80]!;
      return code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : ' ';
    },
  );
}

const LONGEST_TAG = 300;

/**
 * Takes subtitle markup out in one pass: `<i>`, `</font>`, `<00:00:01.000>`, `{\an8}`, `{y:i}`.
 * A `<` or `{` that opens no tag stays. `onTag` hears each tag's inside.
 */
export function stripMarkup(text: string, onTag?: (tag: string) => void): string {
  if (!/[<{\\&]/.test(text)) return text;
  const pieces: string[] = [];
  let kept = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character !== '<' && character !== '{') continue;
    const next = text[at + 1] ?? '';
    const opens =
      character === '<'
        ? /[a-zA-Z/0-9!]/.test(next)
        : next === '\\' || (text[at + 2] === ':' && /[a-zA-Z]/.test(next));
    if (!opens) continue;
    const window = text.slice(at + 1, at + LONGEST_TAG);
    const end = window.indexOf(character === '<' ? '>' : '}');
    if (end < 0) continue;
    const inside = window.slice(0, end);
    if (character === '<' && !isTag(inside)) continue;
    pieces.push(text.slice(kept, at));
    onTag?.(inside);
    if (/^br\s*\/?$/i.test(inside)) pieces.push('\n');
    at += end + 1;
    kept = at + 1;
  }
  pieces.push(text.slice(kept));
  return decodeEntities(
    pieces
      .join('')
      .replace(/\\[Nn]/g, '\n')
      .replace(/\\h/g, ' '),
  );
}

const TAG_NAME =
  /^\/?(?:i|b|u|s|c|v|em|strong|font|span|ruby|rt|lang|br|p|div|a|big|small|center|sub|sup|blink|strike|tt)(?=$|[\s./>])/i;
const TIME_TAG = /^\d{1,3}:\d\d[:.]\d/;
const isTag = (inside: string): boolean =>
  TAG_NAME.test(inside) || TIME_TAG.test(inside) || /^[a-z]{1,10}(?:\s+[a-z]+="[^"]*")+$/i.test(inside);
