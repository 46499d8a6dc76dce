import { plainLetters } from './spelling.ts';

/** Scripts of which every character is about one syllable. */
const SYLLABIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** Small kana and marks that lengthen make no syllable of their own worth counting. */
const SMALL_KANA = /[ぁぃぅぇぉゃゅょっゎァィゥェォャュョッヮー]/gu;
/** Alphabets that do not write vowels: about one syllable for two letters. */
const VOWELLESS = /[\p{Script=Arabic}\p{Script=Hebrew}]/gu;
/** Spoken syllables of a digit, between "eight" and "seventy". */
const SYLLABLES_OF_DIGIT = 1.6;
/** Vowels that stand together and are spoken apart more often than not, by language. */
const APART: Readonly<Record<string, RegExp>> = {
  en: /ia|io(?!n|us)|eo(?!n\b|us)|ua(?!l)|uou|[aeo]ing|ying|creat|scien|being|doing|going/g,
  es: /[aeo][aeo]|[íú][aeo]|[aeo][íú]/g,
  it: /[aeo][aeo]/g,
  pt: /[aeo][aeo]|[íú][aeo]/g,
  de: /[ieu]a|io|eu(?=m\b)|[aeiou]h[aeiou]/g,
};
/** Last letters that are written and not spoken, by language. */
const SILENT_END: Readonly<Record<string, RegExp>> = {
  en: /(?:[^aeiouyl]e|[aeiouy]le|[^aeiouytd]ed|[^aeiouyscgzx]es|[^s]ely)$/,
  fr: /(?:[^aeiouy](?:e|es|ent))$/,
};

/**
 * How many syllables a text is spoken with: the vowels of its letters, with the most frequent rules of English and
 * French spelling. An estimate for rates of speech, a tenth off as a rule; not for hyphenation.
 *
 * @param language ISO 639-1; English rules where it is not known
 */
export function syllablesOf(text: string, language: string | null): number {
  const kana = (text.match(SYLLABIC)?.length ?? 0) - (text.match(SMALL_KANA)?.length ?? 0);
  const vowelless = (text.match(VOWELLESS)?.length ?? 0) / 2;
  const digits = (text.match(/\p{N}/gu)?.length ?? 0) * SYLLABLES_OF_DIGIT;
  const code = language ?? 'en';
  const words = plainLetters(text).match(/[a-z]+/g) ?? [];
  return kana + vowelless + digits + words.reduce((sum, word) => sum + ofWord(word, code), 0);
}

function ofWord(word: string, code: string): number {
  const groups = word.match(/[aeiouy]+/g)?.length ?? 0;
  if (groups === 0) return word.length === 1 || word.length > 2 ? 1 : 0.5;
  // Slavic spelling writes no silent vowel and few diphthongs: every vowel is a syllable.
  if ('ru uk bg sr mk be'.includes(code)) return word.match(/[aeiouy]/g)?.length ?? 1;
  const apart = APART[code] === undefined ? 0 : (word.match(APART[code])?.length ?? 0);
  const silent = groups > 1 && SILENT_END[code]?.test(word) === true ? 1 : 0;
  return Math.max(1, groups + apart - silent);
}
