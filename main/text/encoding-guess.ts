import { analyse } from 'chardet';
import type { ReadWarning } from '../model/text.ts';

/**
 * Letters beyond ASCII (lower case) of languages whose subtitles are common, by the encoding that
 * was usual for them before UTF-8. A wrong reading of a text mixes letters that no one language has
 * ("ø" beside "ì" and "è" is Czech read as Western), which is what the guess goes by.
 */
const ALPHABETS: readonly (readonly [string, readonly string[]])[] = [
  [
    'windows-1252',
    [
      'éèêëàâçîïôùûüœæÿ',
      'äöüß',
      'áéíñóúü',
      'ãõáéíóúâêôàçü',
      'àèéìíòóù',
      'åäöé',
      'åæøéòôó',
      'ëéïöüè',
      'áéíóúýþðæö',
      'éèêçïñ',
      'àçèéíïòóúü',
    ],
  ],
  ['windows-1250', ['áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'ąćęłńóśźż', 'áéíóöőúüű', 'ăâîşţșț', 'čćđšž']],
  [
    'windows-1251',
    [
      'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
      'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
      'абвгдђежзијклљмнњопрстћуфхцчџш',
    ],
  ],
  ['koi8-r', ['абвгдеёжзийклмнопрстуфхцчшщъыьэюя']],
  ['ibm866', ['абвгдеёжзийклмнопрстуфхцчшщъыьэюя']],
  ['iso-8859-5', ['абвгдеёжзийклмнопрстуфхцчшщъыьэюя']],
  ['windows-1253', ['αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ']],
  ['windows-1254', ['çğıöşüâîû']],
  ['windows-1255', ['אבגדהוזחטיךכלםמןנסעףפץצקרשת']],
  ['windows-1256', ['ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ']],
  ['windows-1257', ['āčēģīķļņšūž', 'ąčęėįšųūž', 'äöõüšž']],
  ['windows-1258', ['àáâãèéêìíòóôõùúýăđĩũơư']],
  ['windows-874', ['กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำเแโใไ']],
  ['macintosh', ['éèêëàâçîïôùûüœ', 'äöüß', 'áéíñóúü']],
];

const MULTI_BYTE = ['gbk', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'] as const;

/** Punctuation beyond ASCII that texts of any language hold. */
const PUNCTUATION = '‘’“”„‚–—…«»¿¡°£€©®·•‹›ªº♪♫ \u00a0\u00ad½¼¾²³×§';

interface Candidate {
  readonly encoding: string;
  /** 1 where every character beyond ASCII is explained. */
  readonly score: number;
}

const SAMPLE = 262_144;

/** The lines of a text that hold anything beyond ASCII: all that a guess can go by. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE) return bytes;
  const kept: Uint8Array[] = [];
  let size = 0;
  let start = 0;
  let high = false;
  for (let at = 0; at < bytes.length && size < SAMPLE; at += 1) {
    if (bytes[at]! >= 128) high = true;
    if (bytes[at] !== 10 && at - start < 4096) continue;
    if (high) {
      kept.push(bytes.subarray(start, at + 1));
      size += at + 1 - start;
    }
    start = at + 1;
    high = false;
  }
  const sample = new Uint8Array(size);
  let filled = 0;
  for (const piece of kept) {
    sample.set(piece, filled);
    filled += piece.length;
  }
  return size > 0 ? sample : bytes.subarray(0, SAMPLE);
}

/**
 * Reads bytes that are not valid UTF-8. Every likely encoding is tried and scored by how well its
 * reading looks like a language; chardet's opinion and a charset named in the file count as
 * further witnesses. A near tie is said in a warning, since text alone cannot settle it.
 */
export function guessEncoding(bytes: Uint8Array): {
  readonly text: string;
  readonly encoding: string;
  readonly warnings: readonly ReadWarning[];
} {
  const damagedUtf8 = mostlyUtf8(bytes);
  if (damagedUtf8 > 0) {
    const message = `${damagedUtf8} bytes are damaged: the rest of the file is valid utf-8.`;
    return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8', warnings: [{ message }] };
  }
  const sample = sampleOf(bytes);
  const named = charsetNamedIn(bytes);
  const opinions = new Map<string, number>();
  for (const match of analyse(sample)) {
    const name = nameOf(match.name);
    if (name !== null && !opinions.has(name)) opinions.set(name, match.confidence / 100);
  }
  const candidates: Candidate[] = [
    ...ALPHABETS.map(([encoding, alphabets]) => ({
      encoding,
      score: scoreSingleByte(sample, encoding, alphabets),
    })),
    ...MULTI_BYTE.map((encoding) => ({ encoding, score: scoreMultiByte(sample, encoding) })),
  ].map(({ encoding, score }) => ({
    encoding,
    score: score + 0.06 * (opinions.get(encoding) ?? 0) + (encoding === named ? 0.25 : 0),
  }));
  candidates.sort((a, b) => b.score - a.score);
  const best = candidates[0]!;
  const second = candidates[1]!;
  const warnings: ReadWarning[] = [];
  if (best.score - second.score < 0.02 || best.score < 0.7)
    warnings.push({
      message: `The encoding is a guess: read as ${best.encoding}, it might be ${second.encoding}. Save the file as UTF-8 if letters look wrong.`,
    });
  return { text: new TextDecoder(best.encoding).decode(bytes), encoding: best.encoding, warnings };
}

/** The number of damaged bytes in what is otherwise clearly UTF-8; 0 where it is not. */
function mostlyUtf8(bytes: Uint8Array): number {
  let good = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    if (byte < 128) {
      at += 1;
      continue;
    }
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    let whole = length > 0 && byte < 0xf5;
    for (let next = 1; whole && next < length; next += 1) whole = (bytes[at + next]! & 0xc0) === 0x80;
    if (whole) good += 1;
    else bad += 1;
    at += whole ? length : 1;
  }
  return good >= 3 && good > bad * 4 ? bad : 0;
}

/** The charset that a page names for itself, where it is one that this reader knows. */
function charsetNamedIn(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096));
  const named = /charset\s*=\s*["']?([a-z0-9_-]{3,20})/i.exec(head)?.[1];
  return named === undefined ? null : nameOf(named);
}

function nameOf(label: string): string | null {
  if (label.toLowerCase() === 'iso-8859-2') return 'windows-1250';
  try {
    const name = new TextDecoder(label).encoding;
    return name === 'gb18030' ? 'gbk' : name;
  } catch {
    return null;
  }
}

function scoreSingleByte(sample: Uint8Array, encoding: string, alphabets: readonly string[]): number {
  const text = new TextDecoder(encoding).decode(sample);
  let considered = 0;
  let punctuation = 0;
  let penalty = 0;
  let capitals = 0;
  let letters = 0;
  const counts = new Map<string, number>();
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) continue;
    considered += 1;
    const character = text[at]!;
    const before = text[at - 1] ?? ' ';
    const after = text[at + 1] ?? ' ';
    if (/\p{L}|\p{M}/u.test(character)) {
      const lower = character.toLowerCase();
      counts.set(lower, (counts.get(lower) ?? 0) + 1);
      const isCapital = character !== lower;
      letters += 1;
      if (isCapital) capitals += 1;
      if (isCapital && /\p{Ll}/u.test(before)) penalty += 1;
      if (code > 0x250 && (/[a-z]/i.test(before) || /[a-z]/i.test(after))) penalty += 0.5;
    } else if (PUNCTUATION.includes(character)) {
      punctuation +=
        /\p{L}/u.test(before) && /\p{L}/u.test(after) && !'’‘—–…\u00ad·'.includes(character) ? 0 : 1;
    } else penalty += 1;
  }
  if (considered === 0) return 0;
  // Cyrillic encodings hold small letters where others hold capitals: a text of capitals is a misreading.
  if (letters > 10 && capitals > letters * 0.6) penalty += considered * 0.1;
  if (letters > 9 && capitals === 0 && /[\u0370-\u052f]/.test(text)) penalty += considered * 0.05;
  let explained = 0;
  for (const alphabet of alphabets) {
    let inAlphabet = 0;
    for (const [letter, count] of counts) if (alphabet.includes(letter)) inAlphabet += count;
    explained = Math.max(explained, inAlphabet);
  }
  return (explained + punctuation - penalty) / considered - 0.001 * priorOf(encoding);
}

/** Ties go to the more usual encoding: the order of the table. */
const priorOf = (encoding: string): number => ALPHABETS.findIndex(([name]) => name === encoding);

function scoreMultiByte(sample: Uint8Array, encoding: (typeof MULTI_BYTE)[number]): number {
  const text = new TextDecoder(encoding).decode(sample);
  const count = { kana: 0, halfKana: 0, hangul: 0, han: 0, wide: 0, bad: 0, other: 0 };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) continue;
    if (code >= 0x3040 && code <= 0x30ff) count.kana += 1;
    else if (code >= 0xff61 && code <= 0xff9f) count.halfKana += 1;
    else if (code >= 0xac00 && code <= 0xd7a3) count.hangul += 1;
    else if (code >= 0x4e00 && code <= 0x9fff) count.han += 1;
    else if (code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff)) count.bad += 1;
    else if (
      (code >= 0x3000 && code <= 0x303f) ||
      (code >= 0xff00 && code <= 0xff5e) ||
      PUNCTUATION.includes(text[at]!)
    )
      count.wide += 1;
    else count.other += 1;
  }
  const all = count.kana + count.halfKana + count.hangul + count.han + count.wide + count.bad + count.other;
  if (all === 0) return 0;
  const damage = (2 * count.bad + count.other + count.halfKana) / all;
  const japanese = encoding === 'shift_jis' || encoding === 'euc-jp';
  if (japanese) {
    const kanaShare = count.kana / all;
    return kanaShare < 0.15 ? 0 : (count.kana + count.han + count.wide) / all - damage;
  }
  if (encoding === 'euc-kr')
    return (count.hangul + count.wide) / all + (count.han > 0 ? -0.02 : 0.01) - damage;
  if (count.kana / all > 0.1) return 0;
  return (usualPairs(sample, encoding) * (count.han + count.wide)) / all - damage;
}

/** Share of two-byte characters that lie in the block of the common ones (GB 2312 or Big5 level 1). */
function usualPairs(sample: Uint8Array, encoding: 'gbk' | 'big5'): number {
  let pairs = 0;
  let usual = 0;
  for (let at = 0; at + 1 < sample.length; at += 1) {
    const lead = sample[at]!;
    if (lead < 0x81) continue;
    const trail = sample[at + 1]!;
    at += 1;
    pairs += 1;
    if (encoding === 'gbk') usual += lead >= 0xa1 && lead <= 0xd7 && trail >= 0xa1 ? 1 : 0;
    else usual += lead >= 0xa1 && lead <= 0xc6 && (trail <= 0x7e || trail >= 0xa1) ? 1 : 0;
  }
  return pairs === 0 ? 0 : usual / pairs;
}
