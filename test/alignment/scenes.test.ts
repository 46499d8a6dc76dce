import { describe, expect, test } from 'vitest';
import { type AlignmentLine, alignScript } from '../../main/alignment/index.ts';
import { matchWords } from '../../main/alignment/match.ts';
import { orderScenes } from '../../main/alignment/scenes.ts';
import { supportOf } from '../../main/alignment/support.ts';
import { linesFrom, partsFrom, speakersOf } from './made-input.ts';

const SCENES = ['kitchen', 'tower', 'harbour', 'garden', 'attic'].map((place, s) =>
  Array.from({ length: 6 }, (_, i) => {
    const thing = `${'bdfgkm'[i]}${'aeiou'[s]}l${'aeiou'[(s + i) % 5]}${'nrst'[(s * i) % 4]}`;
    return `${i % 2 ? 'Ross' : 'Monica'}: Who put the ${thing} of the ${place} into my ${'aeiou'[s]}${thing} again?`;
  }),
);

function linesOf(order: readonly number[]): AlignmentLine[] {
  const lines = order.flatMap((scene, at) => linesFrom(SCENES[scene]!, at));
  return lines.map((line, i) => ({ ...line, ordinal: i + 1 }));
}
const partsOf = (order: readonly number[]) =>
  partsFrom(order.flatMap((scene) => SCENES[scene]!.map((line) => line.slice(line.indexOf(': ') + 2))));

function ordered(script: readonly number[], subtitles: readonly number[]): number[] | null {
  const lines = linesOf(script);
  const { track, anchors, chain } = matchWords(lines, partsOf(subtitles));
  const moved = orderScenes(lines, track.lineOf, anchors, chain);
  return moved && [...new Set(moved.map(({ scene }) => script[scene]!))];
}

describe('scenes in another order', () => {
  test.each([
    { title: 'the same order', script: [0, 1, 2, 3, 4], subtitles: [0, 1, 2, 3, 4], found: null },
    {
      title: 'two changed places',
      script: [0, 2, 1, 3, 4],
      subtitles: [0, 1, 2, 3, 4],
      found: [0, 1, 2, 3, 4],
    },
    {
      title: 'the last came first',
      script: [4, 0, 1, 2, 3],
      subtitles: [0, 1, 2, 3, 4],
      found: [0, 1, 2, 3, 4],
    },
    {
      title: 'all the other way round',
      script: [4, 3, 2, 1, 0],
      subtitles: [0, 1, 2, 3, 4],
      found: [0, 1, 2, 3, 4],
    },
    {
      title: 'a scene that is not spoken stays behind its neighbour',
      script: [0, 3, 2, 1],
      subtitles: [0, 1, 2],
      found: [0, 3, 1, 2],
    },
    { title: 'a scene missing from the script', script: [0, 1, 3], subtitles: [0, 1, 2, 3], found: null },
    { title: 'nothing in common', script: [0, 1], subtitles: [3, 4], found: null },
  ])('$title', ({ script, subtitles, found }) => {
    expect(ordered(script, subtitles)).toEqual(found);
  });

  test('every part is its speaker’s, and lines keep their ordinals', () => {
    const script = [4, 0, 2, 1, 3];
    const subtitles = [0, 1, 2, 3, 4];
    const aligned = alignScript({ lines: linesOf(script), parts: partsOf(subtitles) });
    expect(speakersOf(aligned)).toEqual(
      subtitles.flatMap((s) => SCENES[s]!.map((line) => line.split(':')[0])),
    );
    const ordinals = subtitles.flatMap((s) => SCENES[s]!.map((_, i) => [script.indexOf(s) * 6 + i + 1]));
    expect(aligned.parts.map(({ lines }) => lines)).toEqual(ordinals);
    expect(aligned.unmatchedLines).toEqual([]);
  });
});

describe('support of the script', () => {
  const evidence = (absent: number) => ({
    absent,
    information: 20,
    shares: new Map(),
    exact: 0,
    matched: [],
  });
  test.each([
    { title: 'nothing', of: [], expected: [] },
    {
      title: 'all found',
      of: Array.from({ length: 30 }, () => evidence(0)),
      expected: Array.from({ length: 30 }, () => 1),
    },
    {
      title: 'nothing found',
      of: Array.from({ length: 30 }, () => evidence(1)),
      expected: Array.from({ length: 30 }, () => 0),
    },
    { title: 'no words', of: [{ ...evidence(1), information: 0 }], expected: [0] },
  ])('$title', ({ of, expected }) => {
    expect([...supportOf(of)]).toEqual(expected);
  });

  test('one phrase found amid much that is not is hardly believed', () => {
    const support = supportOf(Array.from({ length: 41 }, (_, i) => evidence(i === 20 ? 0 : 1)));
    expect(support[20]).toBeGreaterThan(0);
    expect(support[20]).toBeLessThan(0.2);
    expect(support[0]).toBe(0);
  });
});
