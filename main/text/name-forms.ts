import { isCapitals } from './labels.ts';
import { parseLabel } from './speaker-label.ts';

/** Titles in the spellings that occur, each with its one form. */
const TITLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dr: 'dr',
    doctor: 'dr',
    mr: 'mr',
    mister: 'mr',
    mrs: 'mrs',
    ms: 'ms',
    miss: 'ms',
    prof: 'prof',
    professor: 'prof',
    sir: 'sir',
    lady: 'lady',
    lord: 'lord',
    capt: 'capt',
    captain: 'capt',
    det: 'det',
    detective: 'det',
    insp: 'insp',
    inspector: 'insp',
    sgt: 'sgt',
    sergeant: 'sgt',
    lt: 'lt',
    lieutenant: 'lt',
    col: 'col',
    colonel: 'col',
    gen: 'gen',
    general: 'gen',
    major: 'major',
    officer: 'officer',
    agent: 'agent',
    uncle: 'uncle',
    aunt: 'aunt',
    auntie: 'aunt',
    father: 'father',
    fr: 'father',
    sister: 'sister',
    brother: 'brother',
    reverend: 'rev',
    rev: 'rev',
    judge: 'judge',
    nurse: 'nurse',
    king: 'king',
    queen: 'queen',
    prince: 'prince',
    princess: 'princess',
    president: 'president',
    senator: 'senator',
    grandma: 'grandma',
    grandpa: 'grandpa',
    coach: 'coach',
    chief: 'chief',
    madame: 'mrs',
    monsieur: 'mr',
    herr: 'mr',
    frau: 'mrs',
    señor: 'mr',
    señora: 'mrs',
  }),
);

/** Words that tell two people of the same name apart. */
const GENERATIONS = new Set(
  'jr sr junior senior young old little big fake real other another older younger first second third ii iii iv elder future past evil'.split(
    ' ',
  ),
);

/** Nouns for people whom a script does not name: "Student" is not short for "Female Student". */
const ROLES = new Set(
  (
    'man woman guy girl boy kid lady gentleman doctor nurse waiter waitress student teacher guard attendant dealer gambler librarian instructor ' +
    'director officer cop policeman driver clerk announcer customer host hostess manager boss father mother mom mum dad brother sister son daughter ' +
    'uncle aunt cousin friend date boyfriend girlfriend neighbor neighbour tourist receptionist priest rabbi judge lawyer voice message narrator ' +
    'assistant salesman saleswoman agent reporter interviewer photographer actor actress singer baby child children husband wife roommate twin ' +
    'captain pilot steward stewardess bartender barman chef cook maid butler doorman delivery fan stranger patient soldier inspector detective ' +
    'person someone somebody people croupier minister professor producer writer secretary operator machine radio tv phone computer female male ' +
    'security flight head casting stage blackjack drunken old young other grandmother grandfather grandma grandpa teenager passenger worker owner'
  ).split(' '),
);

export interface NameForm {
  /** Equal for labels that differ in case, marks, dots, articles and brackets only. */
  readonly key: string;
  readonly titles: readonly string[];
  /** Words of the name without titles. */
  readonly words: readonly string[];
  /** Named after what somebody is, not who. */
  readonly isRole: boolean;
  /** Words such as "Jr." that set this one apart from another of the same name. */
  readonly generations: readonly string[];
}

const MOST_REMEMBERED = 100_000;
/** The same few labels are asked for again and again. */
const remembered = new Map<string, NameForm>();

/** Takes a label apart for comparing it with others. */
export function nameForm(label: string): NameForm {
  const before = remembered.get(label);
  if (before !== undefined) return before;
  const form = takeApart(label);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(label, form);
  return form;
}

function takeApart(label: string): NameForm {
  const bare = parseLabel(label)
    .label.replace(/\([^()]*\)/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[^\p{L}\p{N}' ]+/gu, (mark) => (mark.includes('.') && mark.length === 1 ? '' : ' '))
    .trim();
  const all = bare.split(/\s+/).filter((word) => word !== '');
  const hasArticle = all.length > 1 && /^(?:the|a|an)$/.test(all[0]!);
  const named = hasArticle ? all.slice(1) : all;
  const titles: string[] = [];
  let from = 0;
  while (from < named.length - 1 && TITLES.has(named[from]!)) {
    titles.push(TITLES.get(named[from]!)!);
    from += 1;
  }
  const words = named.slice(from);
  return {
    key: [...titles, ...words].join(' '),
    titles,
    words,
    isRole:
      hasArticle ||
      words.some((word) => ROLES.has(word) || /^\d+$/.test(word)) ||
      words.some((word) => /'s$/.test(word)),
    generations: words.filter((word) => GENERATIONS.has(word)),
  };
}

export const isTitle = (word: string): boolean => TITLES.has(word.toLowerCase().replace(/\./g, ''));

const SMALL = /^(?:of|the|and|de|la|le|von|van|da|del|on|in|at|to|for|with|a|an)$/i;

/** A label as a name is written: brackets off, "CHANDLER BING" as "Chandler Bing". */
export function tidyName(label: string): string {
  const bare = parseLabel(label)
    .label.replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const text = bare === '' ? label.trim() : bare;
  if (!isCapitals(text) && /\p{Lu}/u.test(text)) return text;
  return text
    .split(' ')
    .map((word, index) => {
      if (index > 0 && SMALL.test(word)) return word.toLowerCase();
      // "TV" and "DJ" are no words; "DR" and "MRS" are.
      if (
        /^[^AEIOUYaeiouy\s.]{1,3}$/.test(word) &&
        isCapitals(word) &&
        !isTitle(word) &&
        !/^[JS]R$/i.test(word)
      )
        return word;
      return word
        .toLowerCase()
        .replace(
          /(^|[-–'’"“(#])(\p{Ll})(?!$)/gu,
          (_, before: string, letter: string) => before + letter.toUpperCase(),
        )
        .replace(/^(\p{Ll})$/u, (letter) => letter.toUpperCase())
        .replace(/(['’])S$/i, '$1s')
        .replace(/^Mc(\p{Ll})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
    })
    .join(' ');
}

/**
 * Whether one spelling is very likely a typing error of the other: one letter left out, doubled or
 * two swapped. Errors that make another real name ("Paul", "Paula"; "Jane", "Jade") do not count.
 */
export function isTypingError(rare: string, usual: string): boolean {
  if (rare === usual || rare[0] !== usual[0] || Math.abs(rare.length - usual.length) > 1) return false;
  const shorter = Math.min(rare.length, usual.length);
  if (shorter < 4) return false;
  let at = 0;
  while (at < shorter && rare[at] === usual[at]) at += 1;
  if (rare.length === usual.length) {
    const swapped =
      rare[at] === usual[at + 1] && rare[at + 1] === usual[at] && rare.slice(at + 2) === usual.slice(at + 2);
    const replaced = shorter >= 7 && rare.slice(at + 1) === usual.slice(at + 1);
    return swapped || replaced;
  }
  const [long, short] = rare.length > usual.length ? [rare, usual] : [usual, rare];
  if (long.slice(at + 1) !== short.slice(at)) return false;
  const atEnd = at >= short.length;
  return atEnd
    ? short.length >= 5 && !/[aeiouys]$/.test(long)
    : short.length >= 5 || long[at] === long[at - 1];
}

/** Whether two spellings are so near that a user should be asked. */
export function isNearSpelling(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 3)
    return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const rest = (text: string, skip: number): string => text.slice(at + skip);
  return (
    rest(one, 1) === rest(other, 1) ||
    rest(one, 1) === rest(other, 0) ||
    rest(one, 0) === rest(other, 1) ||
    (one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, 2) === rest(other, 2))
  );
}
