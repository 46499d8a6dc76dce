import type { Word } from '../model/text.ts';

const UNITS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, (index + 2) * 10]),
);
const SCALES = new Map([
  ['thousand', 1_000],
  ['million', 1_000_000],
  ['billion', 1_000_000_000],
]);
const ORDINALS = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
    .split(' ')
    .map((word, index) => [word, index + 1]),
);

interface Parsed {
  readonly value: string;
  readonly next: number;
}

/**
 * Puts numbers that are written in words ("three hundred", "nineteen eighty-nine", "third") into
 * digits, each as one word over the span of its words, so that they match numbers written so.
 * "One two three" stays three numbers.
 */
export function joinNumbers(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at]!;
    const parsed = parseNumber(words, at);
    if (parsed === null) {
      joined.push({ ...word, text: digitForm(word.text) });
      at += 1;
    } else {
      joined.push({ text: parsed.value, start: word.start, end: words[parsed.next - 1]!.end });
      at = parsed.next;
    }
  }
  return joined;
}

/** "007" and "7", "3rd" and "third", "80s" as they are. */
function digitForm(word: string): string {
  if (/^\d+$/.test(word)) return word.replace(/^0+(?=\d)/, '');
  const ordinal = ORDINALS.get(word);
  return ordinal === undefined ? word : `${ordinal}${suffixOf(ordinal)}`;
}

function suffixOf(value: number): string {
  if (value % 100 >= 11 && value % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}

/** A number below 100 in words at a place: "seven", "forty", "forty two"; "forty second" is an ordinal. */
function belowHundred(
  words: readonly Word[],
  at: number,
): { value: number; next: number; ordinal: boolean } | null {
  const word = words[at]?.text ?? '';
  const unit = UNITS.get(word);
  if (unit !== undefined) return { value: unit, next: at + 1, ordinal: false };
  const tens = TENS.get(word);
  if (tens === undefined) return null;
  const after = words[at + 1]?.text ?? '';
  const small = UNITS.get(after);
  if (small !== undefined && small > 0 && small < 10)
    return { value: tens + small, next: at + 2, ordinal: false };
  const ordinal = ORDINALS.get(after);
  // "Twenty seconds" is no ordinal, and "second" alone is too often a span of time.
  if (ordinal !== undefined && ordinal < 10) return { value: tens + ordinal, next: at + 2, ordinal: true };
  return { value: tens, next: at + 1, ordinal: false };
}

function parseNumber(words: readonly Word[], at: number): Parsed | null {
  const digits = /^\d{1,3}$/.test(words[at]?.text ?? '') ? Number(words[at]!.text) : null;
  const first =
    digits === null
      ? belowHundred(words, at)
      : SCALES.has(words[at + 1]?.text ?? '')
        ? { value: digits, next: at + 1, ordinal: false }
        : null;
  if (first === null) return null;
  if (first.ordinal) return { value: `${first.value}${suffixOf(first.value)}`, next: first.next };
  const year = yearOf(words, first);
  if (year !== null) return year;
  let total = 0;
  let group = first.value;
  let next = first.next;
  let lastScale = Number.POSITIVE_INFINITY;
  for (;;) {
    const word = words[next]?.text ?? '';
    const scale = SCALES.get(word);
    if (word === 'hundred' && group > 0 && group < 100) group *= 100;
    else if (scale !== undefined && group > 0 && scale < lastScale) {
      total += group * scale;
      group = 0;
      lastScale = scale;
    } else break;
    next += 1;
    const rest = words[next]?.text === 'and' ? next + 1 : next;
    const more = belowHundred(words, rest);
    if (more !== null && !more.ordinal && !isScaled(words, more.next, rest > next)) {
      group += more.value;
      next = more.next;
    }
  }
  return { value: String(total + group), next };
}

/** After "and", "two hundred" would be another number: "a hundred and two hundred". */
const isScaled = (words: readonly Word[], at: number, afterAnd: boolean): boolean =>
  afterAnd && words[at]?.text === 'hundred';

/** "Nineteen eighty nine" and "twenty ten" are years, spoken in two halves. */
function yearOf(
  words: readonly Word[],
  first: { readonly value: number; readonly next: number },
): Parsed | null {
  if (first.value < 13 || first.value > 20) return null;
  const second = belowHundred(words, first.next);
  if (second === null || second.ordinal || second.value < 10) return null;
  return { value: String(first.value * 100 + second.value), next: second.next };
}
