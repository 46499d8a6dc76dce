import type { Word } from '../model/text.ts';
import { joinNumbers } from './number-words.ts';

const APOSTROPHES = /[’‘ʼ`´＇′]/g;
/** Scripts that write without spaces: each character is a word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’‘ʼ`´＇′][\p{L}\p{M}\p{N}]+)*['’]?|[&%]/gu;

/** Spellings of one spoken form. A space parts two words, `|` says where in the spelling the second begins. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ok: 'okay',
    okey: 'okay',
    "o'kay": 'okay',
    yea: 'yeah',
    yah: 'yeah',
    ya: 'you',
    yep: 'yeah',
    yup: 'yeah',
    alright: 'al|right:all right',
    allright: 'all|right:all right',
    gonna: 'gon|na:going to',
    wanna: 'wan|na:want to',
    gotta: 'got|ta:got to',
    hafta: 'haf|ta:have to',
    oughta: 'ough|ta:ought to',
    kinda: 'kin|da:kind of',
    sorta: 'sort|a:sort of',
    outta: 'out|ta:out of',
    lotta: 'lot|ta:lot of',
    lemme: 'lem|me:let me',
    gimme: 'gim|me:give me',
    dunno: 'dun|no:do not know',
    cannot: 'can|not:can not',
    whatcha: 'what|cha:what are you',
    shoulda: 'should|a:should have',
    woulda: 'would|a:would have',
    coulda: 'could|a:could have',
    musta: 'must|a:must have',
    "g'night": "g'|night:good night",
    "y'know": "y|'know:you know",
    yknow: 'y|know:you know',
    "c'mon": "c|'mon:come on",
    "d'you": "d|'you:do you",
    "y'all": "y|'all:you all",
    "let's": "let|'s:let us",
    lets: 'let|s:let us',
    "o'clock": 'oclock',
    "ma'am": 'madam',
    maam: 'madam',
    cuz: 'because',
    cos: 'because',
    "'cause": 'because',
    "'em": 'them',
    em: 'them',
    "'til": 'until',
    til: 'until',
    till: 'until',
    "'bout": 'about',
    "'kay": 'okay',
    mr: 'mister',
    mrs: 'missus',
    ms: 'miss',
    dr: 'doctor',
    '&': 'and',
    '%': 'percent',
    "won't": "won|'t:will not",
    wont: 'wo|nt:will not',
    "can't": "can|'t:can not",
    cant: 'can|t:can not',
    "shan't": "shan|'t:shall not",
    "ain't": "ain|'t:is not",
    dont: 'do|nt:do not',
    didnt: 'did|nt:did not',
    doesnt: 'does|nt:does not',
    isnt: 'is|nt:is not',
    wasnt: 'was|nt:was not',
    im: 'i|m:i am',
    ive: 'i|ve:i have',
    youre: 'you|re:you are',
    theyre: 'they|re:they are',
    thats: 'that|s:that is',
    whats: 'what|s:what is',
    hes: 'he|s:he is',
    shes: 'she|s:she is',
  }),
);

/** Words after which `'s` stands for "is": elsewhere it is a possessive as often, and stays. */
const IS_AFTER = new Set(
  'it he she that this what who where when how why there here everything something nothing everyone everybody someone somebody one'.split(
    ' ',
  ),
);
const ENDINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({ "'re": 'are', "'ll": 'will', "'ve": 'have', "'d": 'would', "'m": 'am' }),
);

const FILLER_SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^u+h*m+$/, 'um'],
  [/^u+h+$/, 'uh'],
  [/^a+h+$/, 'ah'],
  [/^o+h+$/, 'oh'],
  [/^e+r+m*$/, 'er'],
  [/^e+h+$/, 'eh'],
  [/^(?:h+m+|m+h*m+)$/, 'hm'],
  [/^a+w+$/, 'aw'],
  [/^hu+h+$/, 'huh'],
];
const FILLERS = new Set(['um', 'uh', 'ah', 'oh', 'er', 'eh', 'hm', 'aw', 'huh']);

/** Whether a word carries no words of the text: subtitles drop such words, transcripts differ in them. */
export const isFiller = (word: Pick<Word, 'text'>): boolean => FILLERS.has(word.text);

/**
 * The words of a text in the form that matching compares: case folded, NFKC, marks off letters,
 * contractions opened ("it's" as "it is", "gonna" as "going to"), numbers as digits whether they
 * were written in words or not. Offsets are those of the text as given, in UTF-16 units.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(TOKEN)) addToken(words, text, match[0], match.index);
  return joinNumbers(words);
}

function addToken(words: Word[], text: string, token: string, at: number): void {
  if (UNSPACED.test(token)) {
    let start = at;
    for (const character of token) {
      const folded = fold(character);
      if (/[\p{L}\p{N}]/u.test(folded)) words.push({ text: folded, start, end: start + character.length });
      start += character.length;
    }
    return;
  }
  let folded = fold(token).replace(APOSTROPHES, "'");
  let end = at + token.length;
  if (folded.endsWith("'")) {
    end -= 1;
    folded = folded.slice(0, -1);
    // "goin'" is "going"; after other words the mark closes a quotation.
    if (
      /^[a-z]{2,}in$/.test(folded) &&
      !/^(?:begin|again|captain|train|brain|plain|main|skin|chin|thin|certain|bargain|remain|explain)$/.test(
        folded,
      )
    )
      folded += 'g';
  }
  if (folded === '') return;
  const quoted = at > 0 && APOSTROPHES_BEFORE.test(text[at - 1]!) ? SPELLINGS.get(`'${folded}`) : undefined;
  const spelling = quoted ?? SPELLINGS.get(folded);
  if (spelling !== undefined) addSpelling(words, spelling, at, end);
  else addPlain(words, folded, at, end);
}

const APOSTROPHES_BEFORE = /['’‘ʼ`´]/;

function addSpelling(words: Word[], spelling: string, start: number, end: number): void {
  const [where, spoken] = spelling.includes(':') ? spelling.split(':') : [undefined, spelling];
  const parts = spoken!.split(' ');
  const middle = where === undefined ? end : start + where.indexOf('|');
  for (const [index, part] of parts.entries()) {
    const first = index === 0;
    const last = index === parts.length - 1;
    words.push({ text: part, start: first ? start : middle, end: last || !first ? end : middle });
  }
}

function addPlain(words: Word[], folded: string, start: number, end: number): void {
  const mark = folded.lastIndexOf("'");
  const sameLength = folded.length === end - start;
  const middle = sameLength && mark > 0 ? start + mark : end;
  if (mark > 0) {
    const head = folded.slice(0, mark);
    const tail = folded.slice(mark);
    if (tail === "'t" && head.endsWith('n') && head.length > 2) {
      const split = sameLength ? middle - 1 : end;
      words.push(
        { text: head.slice(0, -1), start, end: split },
        { text: 'not', start: sameLength ? split : start, end },
      );
      return;
    }
    const ending = tail === "'s" && IS_AFTER.has(head) ? 'is' : ENDINGS.get(tail);
    if (ending !== undefined && !head.includes("'")) {
      words.push(
        { text: head, start, end: middle },
        { text: ending, start: sameLength ? middle : start, end },
      );
      return;
    }
  }
  words.push({ text: canonical(folded.replaceAll("'", '')), start, end });
}

function canonical(word: string): string {
  if (word.length <= 12) for (const [shape, filler] of FILLER_SHAPES) if (shape.test(word)) return filler;
  // "nooooo" is "no": a letter three times or more is a drawl.
  return word.replace(/(\p{L})\1{2,}/gu, '$1');
}

/** Lower case, NFKC, without marks on letters; long hostile tokens are cut. */
const fold = (token: string): string =>
  token
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe');
