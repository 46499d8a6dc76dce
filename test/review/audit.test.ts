import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Audit, auditResult, drawSample, wilsonInterval } from '../../main/review/index.ts';

const ids = Array.from({ length: 50 }, (_, at) => `u${at}`);

describe('the sample', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(drawSample(ids, 10, 7)).toEqual(drawSample(ids, 10, 7));
    expect(drawSample(ids, 10, 7)).not.toEqual(drawSample(ids, 10, 8));
  });
  it('holds no utterance twice and none from elsewhere', () =>
    fc.assert(
      fc.property(fc.nat(80), fc.nat(), (size, seed) => {
        const drawn = drawSample(ids, size, seed);
        expect(new Set(drawn).size).toBe(Math.min(size, ids.length));
        expect(drawn.every((id) => ids.includes(id))).toBe(true);
      }),
    ));
  it('draws everybody about equally often', () => {
    const drawn = Array.from({ length: 4000 }, (_, seed) => drawSample(['a', 'b', 'c', 'd'], 1, seed)[0]);
    for (const id of ['a', 'b', 'c', 'd'])
      expect(drawn.filter((each) => each === id).length / 4000).toBeCloseTo(0.25, 1);
  });
});

describe("Wilson's interval", () => {
  // Published values: E. B. Wilson 1927; Newcombe 1998, table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [0, 0, 0, 1],
  ])('of %i in %i is %f to %f', (hits, count, low, high) => {
    const interval = wilsonInterval(hits, count);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });
});

it('counts wrong labels among the judged only', () => {
  const item = (
    utterance: string,
    label: string,
    heard: string | null,
    unsure = false,
  ): Audit['items'][number] => ({
    utterance,
    episode: 'e1',
    start: 0,
    end: 16_000,
    text: utterance,
    label,
    answer: { character: heard, unsure },
  });
  const result = auditResult({
    id: 1,
    series: null,
    seed: 3,
    population: 100,
    startedAt: '',
    finishedAt: '',
    items: [
      item('a', 'Orla', 'Orla'),
      item('b', 'Orla', 'Piet'),
      item('c', 'Piet', null, true),
      { ...item('d', 'Piet', null), answer: null },
    ],
  });
  expect(result).toMatchObject({ judged: 2, unsure: 1, errors: 1, rate: 0.5 });
  expect(result.wrong.map(({ utterance, heard }) => [utterance, heard])).toEqual([['b', 'Piet']]);
});
