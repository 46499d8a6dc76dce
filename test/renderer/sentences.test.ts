import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSentence,
  SENTENCES,
  type SentenceCode,
  type SentenceWords,
  sentence,
  sentenceInWords,
} from '../../main/model/index.ts';
import { sentenceStrings } from '../../renderer/ui/strings/sentences.ts';

const CODES = Object.keys(SENTENCES) as SentenceCode[];
const parametersOf = (code: SentenceCode): string[] =>
  [...SENTENCES[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
const make = (code: SentenceCode, parameters: Readonly<Record<string, string>>): string =>
  (sentence as (code: SentenceCode, parameters: Readonly<Record<string, string>>) => string)(
    code,
    parameters,
  );
/** Parameters that no sentence of ours stands in. */
const plainParameters = (code: SentenceCode): Record<string, string> =>
  Object.fromEntries(parametersOf(code).map((name) => [name, name === 'count' ? '3' : `<${name}>`]));

/** A made-up language that shows which code and parameters it was given. */
const shouted = Object.fromEntries(
  CODES.map((code) => [
    code,
    (parameters: Readonly<Record<string, string>>) =>
      `${code.toUpperCase()}(${Object.values(parameters).join('|')})`,
  ]),
) as unknown as SentenceWords;

describe('the sentences that a project holds', () => {
  it.each(CODES)('finds out which one it has before it: %s', (code) => {
    const parameters = plainParameters(code);
    expect(readSentence(make(code, parameters))).toEqual({ code, parameters });
  });

  it.each(CODES)('has English words in the window that say the same: %s', (code) => {
    const words: SentenceWords = sentenceStrings.sentences;
    const text = make(code, plainParameters(code));
    expect(sentenceInWords(words, text)).toBe(text);
  });

  it('takes names of any kind, and never loses a letter of what it cannot take apart', () => {
    const words: SentenceWords = sentenceStrings.sentences;
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.string({ minLength: 1 }),
        (a, b) => {
          for (const text of [
            sentence('cast-merged', { from: a, to: b }),
            sentence('voice-is-like', { named: a, heard: b }),
            a,
          ])
            expect(sentenceInWords(words, text)).toBe(text);
        },
      ),
    );
  });

  it.each([
    ['Accepted 3 utterances', 'EDIT-ACCEPTED(WHAT-MANY(3))'],
    ['Accepted “Hello there.”', 'EDIT-ACCEPTED(“Hello there.”)'],
    ['Undone: Assigned an utterance without text to Orla', 'UNDONE(EDIT-ASSIGNED(WHAT-TEXTLESS()|Orla))'],
    ['Merged 2 utterances', 'EDIT-MERGED(2)'],
    ['Merged utterances into Vane', 'CAST-MERGED(utterances|Vane)'],
    ['Merged Dr. Vane into Vane', 'CAST-MERGED(Dr. Vane|Vane)'],
    ['Gave 12 utterances to Wick', 'CAST-GAVE-MANY(12|Wick)'],
    [
      'The text names somebody else; the voice is more like somebody whose voice is not known.',
      'VOICE-IS-LIKE(SOMEBODY-ELSE()|SOMEBODY-NEW())',
    ],
    [
      'No line of the script matches these words. The voice is most like Pell.',
      'AND-VOICE-IS-LIKE(NO-LINE()|Pell)',
    ],
    ['What an older version wrote here.', 'What an older version wrote here.'],
    [`Accepted ${'x'.repeat(5000)}`, `Accepted ${'x'.repeat(5000)}`],
  ])('says %j in another language', (text, wanted) => {
    expect(sentenceInWords(shouted, text)).toBe(wanted);
  });
});
