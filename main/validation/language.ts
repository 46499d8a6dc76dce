import type { UtteranceLanguage } from '../model/index.ts';

/**
 * How well the letters of a text fit each language: larger is better, in a measure that adds up over the text, so
 * that differences mean more in longer texts. Languages that do not fit at all may be missing.
 */
export type LanguageEvidence = (text: string) => ReadonlyMap<string, number>;

export interface LanguageContext {
  readonly evidence: LanguageEvidence;
  /** Languages of the series; empty: nothing is expected, all are as likely. */
  readonly expected: readonly string[];
  /** Names of characters in small letters: they belong to no language. */
  readonly names: ReadonlySet<string>;
}

/** Probability that a line is in one of the expected languages, before it is read. */
const EXPECTED_SHARE = 0.9;
/** A rare language needs more evidence than one that much of the world's television is made in. */
const RARE = 0.15;
const COMMON = new Set(
  'ar bg cs da de el en es fi fr he hi hr hu it ja ko nl no pl pt ro ru sk sr sv th tr uk vi zh'.split(' '),
);
/** Nats of evidence for each unit of fit; chosen on the made sets of the language benchmark. */
const SHARPNESS = 0.04;
/** Fewer different words of their own decide nothing. */
const FEWEST_WORDS = 3;
const FEW_WORDS = 5;
/** Probability from which a language is named, by what it would mean to be wrong. */
const SURE = { few: 0.8, fewForeign: 0.97, many: 0.5, manyForeign: 0.6 } as const;
/** A part of a line in another language: words it must have, and how sure it must be. */
const PART_WORDS = 3;
const PART_SURE = 0.98;

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** Alphabets of one language: a single word tells. */
const OWN_SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Georgian}/u, 'ka'],
  [/\p{Script=Armenian}/u, 'hy'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Tamil}/u, 'ta'],
  [/\p{Script=Telugu}/u, 'te'],
  [/\p{Script=Khmer}/u, 'km'],
];
/** Written without spaces: letters are counted instead of words. */
const HAN = /\p{Script=Han}/gu;

/** Words that are said in every language, or in none. */
const EVERYWHERE = new Set(
  'ok okay oh ah eh uh um hm hmm mm hey hi hello ha haha no la na bye taxi hotel pizza super stop wow yeah bravo mama papa halleluja hallelujah amen'.split(
    ' ',
  ),
);

/**
 * The language of a line. Undecided (`code` null) where it has fewer than three different words that are neither
 * names nor said everywhere, or where the evidence is not strong enough.
 *
 * @returns null where there is no word at all
 */
export function languageOf(text: string, context: LanguageContext): UtteranceLanguage | null {
  const words = text.match(WORD) ?? [];
  if (words.length === 0) return null;
  const alphabet = ownScript(text);
  if (alphabet !== null) return { code: alphabet, probability: 0.99, mixed: false, source: 'text' };
  const best = bestOf(text, context);
  const telling = tellingWords(words, context.names);
  const han = text.match(HAN)?.length ?? 0;
  const count = Math.max(telling, Math.floor(han / 2));
  if (best === null || count < FEWEST_WORDS)
    return { code: null, probability: best?.probability ?? 0, mixed: false, source: 'text' };
  const isForeign = context.expected.length > 0 && !context.expected.includes(best.code);
  const few = words.length < FEW_WORDS && han < FEW_WORDS;
  const needed = few
    ? isForeign || context.expected.length === 0
      ? SURE.fewForeign
      : SURE.few
    : isForeign
      ? SURE.manyForeign
      : SURE.many;
  const decided = best.probability >= needed;
  const parts = decided ? otherParts(text, best.code, context) : false;
  return {
    code: decided ? best.code : null,
    probability: round(best.probability),
    mixed: parts,
    source: 'text',
  };
}

/** The language of the script's direction with what the words say about it. */
export function withScript(code: string | null, fromText: UtteranceLanguage | null): UtteranceLanguage {
  const agrees = fromText !== null && fromText.code === code;
  // Translated subtitles are common: the words may be in another language than the speech.
  return {
    code,
    probability: code === null ? 0 : agrees ? 0.99 : 0.9,
    mixed: fromText?.mixed ?? false,
    source: 'script',
  };
}

function ownScript(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, code] of OWN_SCRIPTS) {
    if (!script.test(text)) continue;
    const own =
      [...text].filter((each) => script.test(each)).length +
      (code === 'ja' ? (text.match(HAN)?.length ?? 0) : 0);
    if (own >= 0.6 * letters) return code;
  }
  return null;
}

/** Different words that can tell a language: no names, nothing that is said everywhere, no capitals inside a line. */
function tellingWords(words: readonly string[], names: ReadonlySet<string>): number {
  const own = new Set<string>();
  const allCapitalised = words.every((word) => /^\p{Lu}/u.test(word));
  for (const word of words) {
    const small = word.toLowerCase().replaceAll('’', "'");
    if (names.has(small) || names.has(small.replace(/'s$/, '')) || EVERYWHERE.has(small)) continue;
    own.add(small);
  }
  // "Monica Geller, Chandler Bing": nothing but names that no table knows.
  return allCapitalised && words.length < 2 * FEW_WORDS && words.length > 1 ? 0 : own.size;
}

function bestOf(text: string, context: LanguageContext): { code: string; probability: number } | null {
  const weighed = posterior(text, context);
  let best: { code: string; probability: number } | null = null;
  for (const [code, probability] of weighed)
    if (best === null || probability > best.probability) best = { code, probability };
  return best;
}

/** Probabilities of the languages of a text, from its letters and from what is expected. */
function posterior(text: string, { evidence, expected }: LanguageContext): Map<string, number> {
  const fits = [...evidence(text)];
  const highest = fits.reduce((most, [, fit]) => Math.max(most, fit), Number.NEGATIVE_INFINITY);
  const foreign = fits
    .filter(([code]) => !expected.includes(code))
    .reduce((sum, [code]) => sum + weightOf(code), 0);
  const weighed = fits.map(([code, fit]) => {
    const prior =
      expected.length === 0
        ? weightOf(code)
        : expected.includes(code)
          ? EXPECTED_SHARE / expected.length
          : ((1 - EXPECTED_SHARE) * weightOf(code)) / Math.max(foreign, 1);
    return [code, prior * Math.exp(SHARPNESS * (fit - highest))] as const;
  });
  const total = weighed.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weighed.map(([code, weight]) => [code, total > 0 ? weight / total : 0]));
}

const weightOf = (code: string): number => (COMMON.has(code) ? 1 : RARE);

/** Whether a part of the line, cut at its punctuation, is surely in another language than the line. */
function otherParts(text: string, code: string, context: LanguageContext): boolean {
  const parts = text.split(/[.!?…,;:—–"“”«»()]+|\s-\s/u).filter((part) => part.trim() !== '');
  if (parts.length < 2) return false;
  return parts.some((part) => {
    const words = part.match(WORD) ?? [];
    if (tellingWords(words, context.names) < PART_WORDS) return false;
    const best = bestOf(part, context);
    return best !== null && best.code !== code && best.probability >= PART_SURE;
  });
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Letters of one piece when a whole series is asked for its languages. */
const PIECE = 300;
/** A language must have this share of a series' pieces to be expected in it. */
const SHARE_OF_SERIES = 0.15;

/**
 * The languages of a series, from all its lines: the one that most of it is in, and those that have a good share.
 * Empty where there is too little text.
 */
export function languagesOfSeries(lines: readonly string[], evidence: LanguageEvidence): string[] {
  const counts = new Map<string, number>();
  let pieces = 0;
  let piece = '';
  for (const line of lines) {
    piece += ` ${line}`;
    if (piece.length < PIECE) continue;
    const best = bestOf(piece, { evidence, expected: [], names: new Set() });
    if (best !== null) counts.set(best.code, (counts.get(best.code) ?? 0) + 1);
    pieces += 1;
    piece = '';
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .filter(([, count], index) => index === 0 || count >= SHARE_OF_SERIES * pieces)
    .map(([code]) => code);
}
