import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Anchor, chainAnchors, findAnchors } from '../../main/alignment/anchors.ts';
import { CORRIDOR_DEFAULTS, findCorridor, type Unit } from '../../main/alignment/corridor.ts';

const ids = (text: string): Int32Array => Int32Array.from(text, (letter) => letter.charCodeAt(0));
const unitsOf = (lengths: readonly number[]): Unit[] => {
  let from = 0;
  return lengths.map((length, part) => {
    from += length;
    return { part, from: from - length, to: from, gap: 0, follows: 'cue' };
  });
};
const anyUnits = fc.array(fc.nat(12), { minLength: 1, maxLength: 40 }).map(unitsOf);

describe('anchors', () => {
  test.each([
    {
      title: 'a run that stands once on both sides',
      cue: 'abcd',
      script: 'xabcdy',
      found: [{ cue: 0, script: 1, length: 4 }],
    },
    { title: 'no run that stands twice', cue: 'ababab', script: 'abab', found: [] },
    { title: 'nothing in common', cue: 'abc', script: 'xyz', found: [] },
    { title: 'nothing in nothing', cue: '', script: '', found: [] },
  ])('$title', ({ cue, script, found }) => {
    expect(findAnchors(ids(cue), ids(script))).toEqual(found);
  });

  test('the chain is the heaviest that runs forward', () => {
    const anchors: Anchor[] = [
      { cue: 0, script: 50, length: 4 },
      { cue: 4, script: 0, length: 3 },
      { cue: 8, script: 4, length: 3 },
      { cue: 12, script: 60, length: 2 },
    ];
    expect(chainAnchors(anchors).map(({ cue }) => cue)).toEqual([4, 8, 12]);
  });

  test('any chain runs forward in both texts', () => {
    const letters = fc.array(fc.constantFrom(...'abcdef'), { maxLength: 60 }).map((all) => ids(all.join('')));
    fc.assert(
      fc.property(letters, letters, (cue, script) => {
        const anchors = findAnchors(cue, script);
        for (const { cue: i, script: j, length } of anchors)
          expect(cue.slice(i, i + length)).toEqual(script.slice(j, j + length));
        const chain = chainAnchors(anchors);
        chain.forEach((anchor, k) => {
          if (k === 0) return;
          expect(anchor.cue).toBeGreaterThan(chain[k - 1]!.cue);
          expect(anchor.script).toBeGreaterThan(chain[k - 1]!.script);
        });
      }),
    );
  });
});

describe('corridor', () => {
  test('without anchors it is the whole script', () => {
    const { low, high } = findCorridor(unitsOf([5, 5]), [], 30);
    expect([...low, ...high]).toEqual([0, 0, 30, 30]);
  });

  test('any corridor goes forward, lies inside the script and keeps neighbours joined', () => {
    fc.assert(
      fc.property(
        anyUnits,
        fc.nat(500),
        fc.integer({ min: 500, max: 50_000 }),
        (units, length, cellBudget) => {
          const { low, high } = findCorridor(units, [], length, { ...CORRIDOR_DEFAULTS, cellBudget });
          units.forEach((_, i) => {
            expect(low[i]).toBeGreaterThanOrEqual(0);
            expect(high[i]).toBeLessThanOrEqual(length);
            expect(low[i]).toBeLessThanOrEqual(high[i]!);
            if (i === 0) return;
            expect(low[i]).toBeGreaterThanOrEqual(low[i - 1]!);
            expect(high[i]).toBeGreaterThanOrEqual(high[i - 1]!);
          });
        },
      ),
    );
  });

  test('no budget is exceeded by texts without anchors', () => {
    const units = unitsOf(Array.from({ length: 2_000 }, () => 8));
    const { low, high } = findCorridor(units, [], 16_000, { ...CORRIDOR_DEFAULTS, cellBudget: 4_000_000 });
    const cells = units.reduce(
      (sum, unit, i) => sum + (unit.to - unit.from + 2) * (high[i]! - low[i]! + 1),
      0,
    );
    expect(cells).toBeLessThan(4_400_000);
  });

  test('some wrong anchors do not hide the right place', () => {
    const units = unitsOf(Array.from({ length: 100 }, () => 5));
    const chain = Array.from({ length: 100 }, (_, i) => ({
      cue: i * 5,
      script: i * 5 + (i === 50 ? 4 : 0),
      length: 3,
    }));
    const { low, high } = findCorridor(units, chain, 500);
    units.forEach(({ from, to }, i) => {
      expect(low[i]).toBeLessThanOrEqual(from);
      expect(high[i]).toBeGreaterThanOrEqual(to);
    });
    expect(high[50]! - low[50]!).toBeLessThan(250);
  });
});
