import { describe, expect, test } from 'vitest';
import { chooseSpeakers } from '../../main/alignment/decide.ts';

const best = (...probabilities: (number | null)[]) =>
  probabilities.map((probability) => (probability === null ? null : { character: 'Ross', probability }));
const sure = Array.from({ length: 60 }, () => 1);
const named = (speakers: readonly (string | null)[]): boolean[] =>
  speakers.map((speaker) => speaker !== null);

describe('who is given', () => {
  test.each([
    { title: 'nothing', given: best(), options: {}, expected: [] },
    { title: 'no candidate is nobody', given: best(null, 1, 1), options: {}, expected: [false, true, true] },
    {
      title: 'a torn script: only what is sure',
      given: best(0.95, 0.5, 0.7, 0.75),
      options: {},
      expected: [true, false, false, true],
    },
    {
      title: 'a threshold that is given counts',
      given: best(0.95, 0.5, 0.7),
      options: { threshold: 0.6 },
      expected: [true, false, true],
    },
    {
      title: 'exactly the threshold is given',
      given: best(0.6),
      options: { threshold: 0.6 },
      expected: [true],
    },
    {
      title: 'a threshold of one gives only certainty',
      given: best(0.999, 1),
      options: { threshold: 1 },
      expected: [false, true],
    },
  ])('$title', ({ given, options, expected }) => {
    expect(named(chooseSpeakers(given, options))).toEqual(expected);
  });

  test('amid a whole script a doubtful line is named too, but not a hopeless one', () => {
    const speakers = chooseSpeakers(best(...sure, 0.4, 0.1));
    expect(named(speakers).slice(60)).toEqual([true, false]);
  });

  test('what stands nowhere in a whole script needs one who is likelier than not', () => {
    const speakers = chooseSpeakers(best(...sure, 0.4, 0.6), {}, (index) => index < 60);
    expect(named(speakers).slice(60)).toEqual([false, true]);
  });

  test('the same doubtful line in a torn script is not', () => {
    expect(chooseSpeakers(best(...sure, 0.4, ...Array.from({ length: 30 }, () => 0.5)))[60]).toBeNull();
  });
});
