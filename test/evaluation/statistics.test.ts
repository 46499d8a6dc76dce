import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  areaUnderCurve,
  bootstrapGroups,
  bootstrapMean,
  comparePaired,
  groupOfValues,
  seededRandom,
} from '../../main/evaluation/index.ts';

it('an interval holds its mean, and repeats', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (values) => {
        const estimate = bootstrapMean(values);
        expect(estimate).toEqual(bootstrapMean(values));
        expect(estimate?.low).toBeLessThanOrEqual((estimate?.mean ?? 0) + 1e-9);
        expect(estimate?.high).toBeGreaterThanOrEqual((estimate?.mean ?? 0) - 1e-9);
      },
    ),
    { numRuns: 20 },
  );
});

it('95% intervals of means of normal samples hold the truth about 95 times in 100', () => {
  const random = seededRandom(3);
  let held = 0;
  for (let trial = 0; trial < 200; trial += 1) {
    const values = Array.from({ length: 40 }, () => random() + random() + random() - 1.5);
    const estimate = bootstrapMean(values);
    if (estimate !== null && estimate.low <= 0 && estimate.high >= 0) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(180);
  expect(held).toBeLessThanOrEqual(198);
});

it('groups count the same however many items they have', () => {
  const estimate = bootstrapGroups([groupOfValues([0, 0, 0, 0, 0, 0, 0, 0]), groupOfValues([1])]);
  expect(estimate).toMatchObject({ mean: 0.5, low: 0.5, high: 0.5, count: 9 });
});

it('nothing has no estimate', () => {
  expect(bootstrapMean([])).toBeNull();
  expect(bootstrapGroups([])).toBeNull();
  expect(comparePaired(new Map([['a', 1]]), new Map([['b', 1]]))).toBeNull();
});

it('pairs are compared on what both answered', () => {
  const items = Array.from({ length: 12 }, (_, at) => `p${at}`);
  const low = new Map(items.map((item, at) => [item, at / 10]));
  const high = new Map([
    ...items.map((item, at) => [item, at / 10 + 0.2] as const),
    ['only here', -9] as const,
  ]);
  const comparison = comparePaired(high, low);
  expect(comparison?.difference.mean).toBeCloseTo(0.2);
  expect(comparison?.difference.count).toBe(12);
  expect(comparison?.probability).toBeLessThan(0.01);
  expect(comparePaired(low, low)?.probability).toBe(1);
});

it.each([
  { title: 'all above', positives: [2, 3], negatives: [0, 1], area: 1 },
  { title: 'all below', positives: [0], negatives: [1], area: 0 },
  { title: 'ties are half', positives: [1, 1], negatives: [1, 1], area: 0.5 },
  { title: 'one of four pairs wrong', positives: [1, 3], negatives: [0, 2], area: 0.75 },
])('area under the curve: $title', ({ positives, negatives, area }) => {
  expect(areaUnderCurve(positives, negatives)).toBe(area);
});
