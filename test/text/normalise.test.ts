import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFiller, wordsOf } from '../../main/text/normalise.ts';

const plain = (text: string): string =>
  wordsOf(text)
    .map((word) => word.text)
    .join(' ');

describe('two ways of writing come to the same words', () => {
  test.each([
    ['it is', "It's", 'it is'],
    ['curly apostrophe', 'I’m', 'I am'],
    ['backtick apostrophe', 'I`m', 'I am'],
    ['going to', 'gonna go', 'going to go'],
    ['do not', "Don't!", 'do not'],
    ['will not', "won't", 'will not'],
    ['can not', "can't", 'cannot'],
    ['you have', "you've", 'you have'],
    ['you know', "y'know", 'you know'],
    ['because', "'cause", 'because'],
    ['them', "get 'em", 'get them'],
    ['going', 'goin’ home', 'going home'],
    ['all right', 'Alright', 'all right'],
    ['okay', 'OK.', 'okay'],
    ['three hundred', '300 guys', 'three hundred guys'],
    ['a year in words', '1989', 'nineteen eighty-nine'],
    ['thousands', '2500', 'two thousand five hundred'],
    ['with and', '105', 'one hundred and five'],
    ['millions', '2000000', 'two million'],
    ['digits and a scale', '2 million', 'two million'],
    ['ordinal', '3rd', 'third'],
    ['tens and ordinal', '21st', 'twenty-first'],
    ['percent', '20%', 'twenty percent'],
    ['ampersand', 'you & me', 'you and me'],
    ['full width', 'ＡＢＣ １２', 'abc 12'],
    ['accents', 'Café', 'cafe'],
    ['ligature', 'ﬁne', 'fine'],
    ['drawl', 'Nooooo', 'no'],
    ['long filler', 'Ummmm', 'um'],
    ['doctor', 'Dr. Finch', 'doctor finch'],
    ['missing apostrophe', 'thats', "that's"],
  ])('%s', (_, one, other) => expect(plain(one)).toBe(plain(other)));
});

describe('what must stay apart', () => {
  test.each([
    ['a possessive is not "is"', "Joey's room", 'joeys room'],
    ['counting is not one number', 'one two three', '1 2 3'],
    ['tens in a row', 'thirty forty', '30 40'],
    ['hyphens part words', 'I-I-I know', 'i i i know'],
    ['a quotation is not "goin\'"', "'begin'", 'begin'],
    ['Chinese by characters', '你好 world', '你 好 world'],
    ['nothing to say', '... — !', ''],
  ])('%s', (_, text, words) => expect(plain(text)).toBe(words));
});

test.each([
  ['um', true],
  ['Hmmmm', true],
  ['no', false],
  ['Mom', false],
])('%s as a filler: %s', (text, expected) => expect(isFiller(wordsOf(text)[0]!)).toBe(expected));

test('a contraction is parted where its second word begins', () => {
  expect(wordsOf(" It's gonna")).toEqual([
    { text: 'it', start: 1, end: 3 },
    { text: 'is', start: 3, end: 5 },
    { text: 'going', start: 6, end: 9 },
    { text: 'to', start: 9, end: 11 },
  ]);
});

test('offsets lie inside the text, in order, and cover letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      let last = 0;
      for (const word of wordsOf(text)) {
        expect(word.text).not.toBe('');
        expect(word.start).toBeGreaterThanOrEqual(last);
        expect(word.end).toBeGreaterThanOrEqual(word.start);
        expect(word.end).toBeLessThanOrEqual(text.length);
        last = word.start;
      }
    }),
  );
});
