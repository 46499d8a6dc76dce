import { expect, it } from 'vitest';
import { fitLogistic, logistic, logitOf } from '../../main/validation/logistic.ts';

it('rows that are told apart without a mistake keep their order, however few they are', () => {
  const rows = Array.from({ length: 30 }, (_, index) => ({
    features: [index % 3 === 0 ? 1.2 : 0.1, index % 3 === 0 ? -2 : 6],
    label: index % 3 === 0 ? (1 as const) : (0 as const),
    weight: 1,
  }));
  const weights = fitLogistic(rows, [-1.5, 2.5, -0.5], 4);
  const of = (features: number[]): number => logistic(logitOf(weights, features));
  expect(of([1.2, -2])).toBeGreaterThan(0.8);
  expect(of([0.1, 6])).toBeLessThan(0.2);
});
