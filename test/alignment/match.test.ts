import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchWords } from '../../main/alignment/match.ts';
import { linesFrom, partsFrom } from './made-input.ts';

const SCRIPT = [
  'Ross: The pipe under your sink has burst again.',
  'Monica: Then call the plumber before my mother arrives.',
  'Ross: Hey.',
];
const match = (script: readonly string[], cues: readonly string[]) =>
  matchWords(linesFrom(script), partsFrom(cues)).evidence;

describe('evidence of the words', () => {
  test('the same words are found word for word', () => {
    const [first, second] = match(
      SCRIPT,
      SCRIPT.map((line) => line.slice(line.indexOf(': ') + 2)),
    );
    expect(first!.matched).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(second!.matched).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
    expect(first!.absent).toBeLessThan(0.001);
    expect(first!.exact).toBeGreaterThan(0.99);
  });

  test.each([
    { title: 'other words', cue: 'Nobody climbed those steps.', absent: 0.9 },
    { title: 'no words', cue: '...', absent: 1 },
  ])('$title stand nowhere', ({ cue, absent }) => {
    const [found] = match(SCRIPT, [cue]);
    expect(found!.absent).toBeGreaterThanOrEqual(absent);
    expect(found!.matched).toEqual([]);
  });

  test('a rare word weighs more than a common one', () => {
    const [, rare, common] = match(
      [...SCRIPT, 'Ross: you you you you you you'],
      ['you you you you you', 'plumber', 'you'],
    );
    expect(rare!.information).toBeGreaterThan(common!.information);
  });

  test('sounds and music have no words to match', () => {
    const parts = partsFrom(['Then call the plumber before my mother arrives.']);
    const { evidence } = matchWords(
      linesFrom(SCRIPT),
      parts.map((part) => ({ ...part, kind: 'music' as const })),
    );
    expect(evidence[0]).toMatchObject({ absent: 1, information: 0, matched: [] });
  });

  test('a part of a thousand words is matched in stretches', () => {
    const text = Array.from({ length: 1000 }, (_, i) => `w${i}`).join(' ');
    const [found] = match([`Ross: ${text}`], [text]);
    expect(found!.matched).toHaveLength(1000);
    expect(found!.shares.get(0)).toBeCloseTo(1, 2);
  });

  const text = fc.array(fc.constantFrom('hey', 'you', 'no', 'pipe', 'plumber', 'mother'), { maxLength: 8 });
  test('any evidence is a probability, and matched words run forward', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 10 }), fc.array(text, { maxLength: 10 }), (script, cues) => {
        const evidence = match(
          script.map((words) => `Ross: ${words.join(' ')}`),
          cues.map((words) => words.join(' ')),
        );
        expect(evidence).toHaveLength(cues.length);
        const matched = evidence.flatMap((each) => each.matched);
        expect(matched).toEqual([...new Set(matched)].sort((a, b) => a - b));
        for (const { absent, exact, shares } of evidence) {
          const sum = [...shares.values()].reduce((total, share) => total + share, 0);
          expect(absent).toBeGreaterThanOrEqual(0);
          expect(absent + sum).toBeLessThan(1 + 1e-9);
          expect(exact).toBeLessThanOrEqual(sum + 1e-9);
        }
      }),
    );
  });
});
