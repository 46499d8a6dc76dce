import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupIsOf,
  groupOf,
  SPLIT_GROUPS,
  SPLITS,
  type SplitPlan,
  seasonOf,
  splitOf,
} from '../../main/export/splits.ts';

const plan: SplitPlan = { by: 'episode', seed: '0', shares: { train: 0.8, validation: 0.1, test: 0.1 } };
const row = { series: 'Show', episode: 'e1', episodeTitle: 'Show S02E07', character: 'Orla', scene: 3 };

describe('the season of a title', () => {
  const rows: [string, number | null][] = [
    ['Show S02E07 The Stairs', 2],
    ['show.s2e7.mkv', 2],
    ['Show 3x11', 3],
    ['Show Season 4 Part 1', 4],
    ['Show', null],
    ['1080x720', null],
    ['S2 alone', null],
  ];
  it.each(rows)('%s', (title, season) => expect(seasonOf(title)).toBe(season));
});

it.each(SPLIT_GROUPS)('the group by %s is that of its row and not of another', (by) => {
  const group = groupOf(row, by);
  expect(groupIsOf(group, row, by)).toBe(true);
  if (by !== 'season') {
    expect(groupIsOf(group, { episode: 'e2', character: 'Bram' }, by)).toBe(false);
    expect(groupOf({ ...row, episode: 'e2', character: 'Bram', scene: 4 }, by)).not.toBe(group);
  } else expect(groupOf({ ...row, episode: 'e2' }, by)).toBe(group);
  expect(groupOf({ ...row, series: 'Other' }, by)).not.toBe(group);
});

describe('the split of a group', () => {
  it('is drawn by the shares', () => {
    const drawn = Array.from({ length: 5000 }, (_, at) => splitOf(`group ${at}`, plan));
    const share = (split: string): number => drawn.filter((each) => each === split).length / drawn.length;
    expect(share('train')).toBeCloseTo(0.8, 1);
    expect(share('validation')).toBeCloseTo(0.1, 1);
    expect(share('test')).toBeCloseTo(0.1, 1);
  });
  it('is the same whatever else there is, today and tomorrow', () => {
    // Written down once: a change here moves every published split.
    expect(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((group) => splitOf(group, plan)),
    ).toMatchInlineSnapshot(`
      [
        "train",
        "train",
        "train",
        "train",
        "train",
        "test",
        "train",
        "train",
      ]
    `);
  });
  it('is drawn anew by another seed', () => {
    const drawn = (seed: string): string =>
      Array.from({ length: 60 }, (_, at) => splitOf(`${at}`, { ...plan, seed })).join();
    expect(drawn('1')).not.toBe(drawn('2'));
  });
  it('is never one without a share', () => {
    fc.assert(
      fc.property(fc.string(), (group) => {
        expect(splitOf(group, { ...plan, shares: { train: 0, validation: 0.5, test: 0.5 } })).not.toBe(
          'train',
        );
        expect(SPLITS).toContain(splitOf(group, plan));
      }),
    );
  });
});
