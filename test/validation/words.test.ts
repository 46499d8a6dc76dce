import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRecognition, syllablesOf } from '../../main/validation/index.ts';

const compare = (text: string, heard: string) => {
  const found = compareRecognition('r', text, heard);
  return [
    found?.wordErrorRate,
    found?.differences.map(({ kind, written, heard: said, at }) => `${kind}:${written}>${said}@${at}`),
  ];
};

describe('what was recognised beside the text', () => {
  it.each([
    ['the same words', "It's nine o'clock, Mr. Finch!", "it is nine o'clock mister finch", 0, []],
    ['numbers in words', 'Forty-two lives.', '42 lives', 0, []],
    ['fillers are nothing', 'Um, I know.', 'i know uh', 0, []],
    ['a word replaced', 'Mind the step.', 'mind a step', 0.3333, ['replaced:the>a@1']],
    ['the end missing', 'Mind the loose step.', 'mind the', 0.5, ['missing:loose step>@2']],
    ['a word before', 'Mind the step.', 'so mind the step', 0.3333, ['added:>so@0']],
    ['nothing heard', 'Mind the step.', '', 1, ['missing:mind the step>@0']],
  ])('%s', (_title, text, heard, rate, differences) => {
    expect(compare(text, heard)).toEqual([rate, differences]);
  });

  it('is not compared where the text has no words', () => {
    expect(compareRecognition('r', '...', 'hello')).toBeNull();
  });

  it('has no difference with itself, and as many errors as words at most where nothing is heard', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 20 }), (words) => {
        const text = words.join(' ');
        const same = compareRecognition('r', text, text);
        return same === null || (same.wordErrorRate === 0 && same.differences.length === 0);
      }),
    );
  });
});

describe('syllables of a text', () => {
  it.each([
    ['Nobody is signing anything tonight.', 'en', 11],
    ['The lamp lighted the whole table.', 'en', 9],
    ['Ich gehe lieber zu Fuß durch den Regen.', 'de', 11],
    ['Ya hemos hablado de esto cien veces.', 'es', 13],
    ['Non mi ascolti mai quando ti parlo.', 'it', 12],
    ['Ты никогда не слушаешь, когда я говорю.', 'ru', 15],
    ['これはなんですか', 'ja', 8],
  ])('%s', (text, language, expected) => {
    expect(Math.abs(syllablesOf(text, language) - expected)).toBeLessThanOrEqual(2);
  });
});
