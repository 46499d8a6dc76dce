import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Sentences in ten languages from Debian's packages, each with its label from open word lists: a sentence counts
 * where nine in ten of its words stand in its language's list and fewer in the English one. So neither the packages'
 * untranslated rests nor the detector under test decide what is right.
 */
const SOURCES: readonly { code: string; words: string; fortunes?: readonly string[]; manual?: string }[] = [
  { code: 'en', words: 'american-english', fortunes: ['fortunes', 'riddles', 'literature'] },
  { code: 'de', words: 'ngerman', fortunes: ['de'] },
  { code: 'es', words: 'spanish', fortunes: ['es'] },
  { code: 'it', words: 'italian', fortunes: ['it'] },
  { code: 'pt', words: 'brazilian', fortunes: ['brasil'] },
  { code: 'pl', words: 'polish', fortunes: ['pl'] },
  { code: 'fr', words: 'french', manual: 'fr' },
  { code: 'nl', words: 'dutch', manual: 'nl' },
  { code: 'sv', words: 'swedish', manual: 'sv' },
  { code: 'da', words: 'danish', manual: 'da' },
];

/** What `apt-get install` needs for the whole set. */
export const PACKAGES =
  'fortunes-min fortunes-de fortunes-es fortunes-it fortunes-br fortunes-pl manpages-fr manpages-nl manpages-sv manpages-da wamerican wngerman wspanish witalian wbrazilian wpolish wfrench wdutch wswedish wdanish';

const FORTUNES = '/usr/share/games/fortunes';
const MANUAL = '/usr/share/man';
const DICTIONARIES = '/usr/share/dict';
/** Words of a sentence that must stand in the list of its language. */
const SHARE = 0.9;
const LONGEST = 16;

export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{M}'’]+/gu) ?? [];

/** The sentences by language; only languages whose packages are installed. */
export function debianSentences(): Map<string, string[]> {
  const english = dictionary('american-english');
  const found = new Map<string, string[]>();
  for (const source of SOURCES) {
    const own = dictionary(source.words);
    if (own === null || english === null) continue;
    const sentences =
      source.manual === undefined ? fromFortunes(source.fortunes ?? []) : fromManual(source.manual);
    const sure = [...new Set(sentences)].filter((sentence) => {
      const words = wordsIn(sentence).map((word) => word.toLowerCase().replaceAll('’', "'"));
      const inOwn = words.filter((word) => isIn(own, word)).length;
      const inEnglish = words.filter((word) => isIn(english, word)).length;
      return (
        words.length <= LONGEST &&
        inOwn >= SHARE * words.length &&
        (source.code === 'en' || inEnglish < inOwn)
      );
    });
    if (sure.length > 0) found.set(source.code, sure);
  }
  return found;
}

/** "l'acqua" stands in no list, but "acqua" does. */
const isIn = (list: ReadonlySet<string>, word: string): boolean =>
  list.has(word) || word.split("'").every((part) => part.length < 4 || list.has(part));

function dictionary(name: string): ReadonlySet<string> | null {
  const file = join(DICTIONARIES, name);
  if (!existsSync(file)) return null;
  return new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((word) => word.toLowerCase()),
  );
}

function fromFortunes(names: readonly string[]): string[] {
  return names.flatMap(fortuneFiles).flatMap((file) =>
    readText(file)
      .split(/\n%\n/)
      .flatMap((entry) => sentencesOf(entry.split('\n').filter(isProse).join(' '))),
  );
}

function fortuneFiles(name: string): string[] {
  const path = join(FORTUNES, name);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .filter((file) => !/\.(?:dat|u8)$/.test(file))
    .map((file) => join(path, file))
    .filter((file) => statSync(file).isFile());
}

/** No signature, no centred title. */
const isProse = (line: string): boolean => !/^\s*(?:--|—)/.test(line) && !/^\s{8,}/.test(line);

function readText(file: string): string {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  return text.includes('\ufffd')
    ? new TextDecoder(/\/pl\//.test(file) ? 'iso-8859-2' : 'iso-8859-1').decode(bytes)
    : text;
}

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?…])\s+(?=[\p{Lu}"„«¿¡—-])/u)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '' && !/[\d_@\\<>|{}=/*+~^[\]]/.test(sentence));

function fromManual(locale: string): string[] {
  return ['man1', 'man2', 'man3', 'man5', 'man7', 'man8'].flatMap((section) => {
    const folder = join(MANUAL, locale, section);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .sort()
      .slice(0, 400)
      .flatMap((file) => paragraphs(join(folder, file)));
  });
}

/** Whole sentences of a manual page's paragraphs, without its markup. */
function paragraphs(file: string): string[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const found: string[] = [];
  let paragraph = '';
  for (const line of [...text.split('\n'), '.']) {
    const plain = line.replace(/\\f\[?[A-Z]+\]?|\\f[A-Z]|\\&|\\-|\\\((?:em|en|aq|lq|rq|co)/g, '');
    if (/^['.]/.test(line) || plain.includes('\\')) {
      found.push(
        ...sentencesOf(paragraph).filter((each) => /^\p{Lu}.*[.!?…]$/u.test(each) && !/[():;"]/.test(each)),
      );
      paragraph = '';
    } else paragraph += ` ${plain}`;
  }
  return found;
}
