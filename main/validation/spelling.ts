/**
 * Coarse sounds that spelling stands for, one small number each. They need not be right: the sound model learns what
 * each sounds like in the series at hand, so that a letter only has to be used alike.
 */
const NAMES = 'silence any a b d e f g h i k l m n o p r s t u v w y z sh ch th ng ee oo j silent'.split(' ');
export const SOUND_COUNT = NAMES.length;
const numbers: ReadonlyMap<string, number> = new Map(NAMES.map((name, index) => [name, index]));
const numberOf = (name: string): number => numbers.get(name) ?? 1;
export const SILENCE = 0;
const ANY = 1;

/** Longest first; `^` and `$` stand for the ends of a word. Spelling rules of English, harmless elsewhere. */
const RULES: readonly (readonly [string, string])[] = [
  ['tion', 'sh n'],
  ['ough', 'o silent'],
  ['^kn', 'n'],
  ['^wr', 'r'],
  ['^wh', 'w'],
  ['tch', 'ch'],
  ['sch', 'sh'],
  ['igh', 'i'],
  ['ing$', 'i ng'],
  ['es$', 'silent s'],
  ['ed$', 'silent d'],
  ['ch', 'ch'],
  ['sh', 'sh'],
  ['th', 'th'],
  ['ph', 'f'],
  ['gh', 'silent'],
  ['ng', 'ng'],
  ['ck', 'k'],
  ['qu', 'k w'],
  ['ce', 's e'],
  ['ci', 's i'],
  ['cy', 's ee'],
  ['ge$', 'j'],
  ['ee', 'ee'],
  ['ea', 'ee'],
  ['ie', 'ee'],
  ['oo', 'oo'],
  ['ou', 'o'],
  ['ow', 'o'],
  ['ai', 'e'],
  ['ay', 'e'],
  ['ey', 'ee'],
  ['oi', 'o ee'],
  ['oy', 'o ee'],
  ['au', 'o'],
  ['aw', 'o'],
  ['eu', 'oo'],
  ['ew', 'oo'],
  ['e$', 'silent'],
  ['^y', 'y'],
  ['y$', 'ee'],
  ['y', 'i'],
  ['c', 'k'],
  ['q', 'k'],
  ['x', 'k s'],
  ['j', 'j'],
];

/** Letters of other alphabets, by the Latin letters that sound about alike. */
const CYRILLIC =
  'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sh ъ _ ы i ь _ э e ю u я a і i ї i є e ґ g ў u ј y љ l њ n ћ ch ђ j џ j';
const GREEK =
  'α a β v γ g δ th ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ i φ f χ h ψ ps ω o';
const LATIN = new Map<string, string>();
for (const pairs of [CYRILLIC, GREEK]) {
  const each = pairs.split(' ');
  for (let i = 0; i < each.length; i += 2)
    LATIN.set(each[i] as string, each[i + 1] === '_' ? '' : (each[i + 1] as string));
}

/**
 * The sounds of a text, word by word; empty where it is written in an alphabet that does not spell sounds.
 */
export function soundsOf(text: string): number[][] {
  return (plainLetters(text).match(/[a-z]+|\p{N}+/gu) ?? []).slice(0, 400).map(soundsOfWord);
}

/** Small Latin letters without marks, apostrophes gone; everything else as it is. */
export const plainLetters = (text: string): string =>
  [...text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()]
    .map((letter) => LATIN.get(letter) ?? letter)
    .join('')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'e')
    .replaceAll('œ', 'e')
    .replaceAll('ø', 'e')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ð', 'd')
    .replaceAll('þ', 'th')
    .replaceAll('ı', 'i')
    .replace(/['’]/g, '');

/** A rule, taken apart once. */
interface Rule {
  readonly letters: string;
  readonly sounds: readonly number[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}
/** By the first letter that they are about, in their order. */
const rulesOf = new Map<string, Rule[]>();
for (const [spelling, names] of RULES) {
  const letters = spelling.replace(/[$^]/g, '');
  const first = letters[0] as string;
  const rule = {
    letters,
    sounds: names.split(' ').map(numberOf),
    atStart: spelling.startsWith('^'),
    atEnd: spelling.endsWith('$'),
  };
  rulesOf.set(first, [...(rulesOf.get(first) ?? []), rule]);
}

function soundsOfWord(word: string): number[] {
  if (/\p{N}/u.test(word)) return Array.from({ length: 4 * word.length }, () => ANY);
  const sounds: number[] = [];
  for (let at = 0; at < word.length; ) {
    const letter = word[at] as string;
    if (at > 0 && letter === word[at - 1] && letter !== 'e' && letter !== 'o') {
      at += 1;
      continue;
    }
    const rule = rulesOf.get(letter)?.find((each) => fits(word, at, each));
    if (rule === undefined) {
      sounds.push(numberOf(letter));
      at += 1;
    } else {
      sounds.push(...rule.sounds);
      at += rule.letters.length;
    }
  }
  return sounds;
}

function fits(word: string, at: number, { letters, atStart, atEnd }: Rule): boolean {
  if (atStart && at > 0) return false;
  // "the", "she", "me": the last vowel of a short word is spoken.
  if (atEnd && (at + letters.length < word.length || (word.length <= 3 && letters.startsWith('e'))))
    return false;
  return word.startsWith(letters, at);
}
