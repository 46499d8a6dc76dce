/** Languages that a script may name and that people may expect, as ISO 639-1. */
export const LANGUAGE_CODES =
  'am ar az be bg bn ca cs cy da de el en es et eu fa fi fr ga gd gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ku la lo lt lv mk ml mn mr ms mt my ne nl no or pa pl ps pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur uz vi xh yi yo zh zu'.split(
    ' ',
  );

/** Languages in which scripts and subtitles name other languages. */
const NAMED_IN = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl'];
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ['mandarin', 'zh'],
  ['cantonese', 'zh'],
  ['farsi', 'fa'],
  ['gaelic', 'gd'],
  ['tagalog', 'tl'],
  ['filipino', 'tl'],
  ['castilian', 'es'],
  ['flemish', 'nl'],
];

let names: ReadonlyMap<string, string> | null = null;

/** Code of a language by its name in one of nine languages, small letters; null where it is none. */
export function codeOfLanguage(name: string): string | null {
  names ??= new Map([
    ...NAMED_IN.flatMap((locale) => {
      const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
      return LANGUAGE_CODES.flatMap((code) => {
        const found = display.of(code);
        return found === undefined ? [] : [[found.toLowerCase(), code] as const];
      });
    }),
    ...OTHER_NAMES,
  ]);
  return names.get(name.toLowerCase()) ?? null;
}

/** "French" for `fr`; the code itself where nobody has a name for it. */
export const languageName = (code: string): string =>
  new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;

/** Before the name of a language: that somebody speaks it now. */
const SPOKEN_IN =
  /(?<![\p{L}])(?:in|speaks?|speaking|talks?|talking|continues? in|on|auf|en|em|på|po|spricht|parle|habla|parla)\s+(?:broken |fluent |perfect |rapid |bad |halting |gebrochenem )?(?=([\p{L}]+))/giu;
/** After the name of a language: it is not the language that is meant. */
const NOT_A_LANGUAGE = /^\s*(?:accent|accented|style|toast|fries|bread|accento|akzent)/iu;
const FOREIGN =
  /\b(?:speaks?|speaking|talks?|talking|in)\s+(?:an? )?(?:foreign|alien|native|other) (?:language|tongue)\b|^foreign language$/iu;

/**
 * The language that a direction says is spoken: "in Spanish", "speaks French", "(German)". `unknown` where it says
 * that the language is a foreign one without its name; null where it says nothing of a language.
 */
export function spokenLanguageOf(direction: string): string | 'unknown' | null {
  const whole = codeOfLanguage(direction.trim().replace(/[.:]$/, ''));
  if (whole !== null) return whole;
  for (const match of direction.matchAll(SPOKEN_IN)) {
    const rest = direction.slice(match.index + match[0].length + (match[1] ?? '').length);
    const code = codeOfLanguage(match[1] ?? '');
    if (code !== null && !NOT_A_LANGUAGE.test(rest)) return code;
  }
  return FOREIGN.test(direction) ? 'unknown' : null;
}
