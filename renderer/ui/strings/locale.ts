/**
 * The language of this catalogue, as a BCP 47 tag. What the page says of its language and how numbers, dates and names
 * of languages are written follow it: a translation of the catalogue changes it with the words.
 */
export const LOCALE = 'en';

const made = new Map<string, Intl.NumberFormat>();

/** A way of writing numbers, made once: lists write thousands of them. */
function format(style: 'decimal' | 'percent', least: number, most: number): Intl.NumberFormat {
  const key = `${style} ${least} ${most}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.NumberFormat(LOCALE, {
    style,
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  });
  made.set(key, fresh);
  return fresh;
}

/** `2,000`, `44.1`: a number as people write it, with at most so many decimals. */
export const numeral = (value: number, most = 3): string => format('decimal', 0, most).format(value);

/** `1.50`: with just so many decimals. */
export const fixed = (value: number, decimals: number): string =>
  format('decimal', decimals, decimals).format(value);

/** `12%`, `0.4%`: a share of one, with at most and at least so many decimals. */
export const percentage = (share: number, most = 0, least = 0): string =>
  format('percent', least, most).format(share);

const MOMENT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

/** `Nov 27, 2026, 5:45 AM`: a moment that is stored as text, in this machine's time. */
export const moment = (stored: string): string => MOMENT.format(new Date(stored));

const LANGUAGES = new Intl.DisplayNames([LOCALE], { type: 'language' });

/** `French` for `fr`; a code that no language has stays as it is. */
export const languageName = (code: string): string => LANGUAGES.of(code) ?? code;
