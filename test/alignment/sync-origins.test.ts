import { expect, test } from 'vitest';
import { CUT, FRESH, PathOrigins } from '../../main/alignment/sync-origins.ts';

test('gives back every move and the code of every cut', () => {
  const origins = new PathOrigins(2, 6);
  const told = [CUT, CUT, -8, CUT, FRESH, CUT];
  const codes = [7, 7, 0, 0, 0, 2_000_000_000];
  told.forEach((move, lag) => {
    if (move === CUT) origins.cutFrom(1, lag, codes[lag] as number);
    origins.moves[6 + lag] = move;
  });
  expect([...origins.moves.subarray(6)]).toEqual(told);
  for (const lag of [0, 1, 3, 5]) expect(origins.codeAt(1, lag), `lag ${lag}`).toBe(codes[lag]);
});

test('codes of one window say nothing of another', () => {
  const origins = new PathOrigins(2, 3);
  origins.cutFrom(0, 2, 5);
  origins.cutFrom(1, 0, 9);
  expect([origins.codeAt(0, 2), origins.codeAt(1, 2)]).toEqual([5, 9]);
});
