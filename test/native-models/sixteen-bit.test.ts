import { expect, test } from 'vitest';
import { fromSixteenBit, toSixteenBit } from '../../native-models/sixteen-bit.ts';

test('every number of 16 bits comes back the same', () => {
  const all = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
  expect(toSixteenBit(fromSixteenBit(all))).toEqual(all);
});

test.each([
  [
    [0.00001, -0.00002, 0.5],
    [0, -1, 16_384],
  ],
  [
    [1, -1, 7, -7],
    [32_767, -32_768, 32_767, -32_768],
  ],
  [[0.5, Number.NaN], []],
  [[Number.POSITIVE_INFINITY, 0], []],
])('%j becomes %j', (samples, numbers) => {
  expect([...toSixteenBit(Float32Array.from(samples))]).toEqual(numbers);
});
