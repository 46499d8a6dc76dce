import { describe, expect, it } from 'vitest';
import { crowdInside, isInside, nearest } from '../../renderer/screens/characters/lasso.ts';
import { fitsWords } from '../../renderer/ui/actions.ts';

const square = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];
const horseshoe = [
  ...square.slice(0, 2),
  { x: 10, y: 10 },
  { x: 7, y: 10 },
  { x: 7, y: 3 },
  { x: 3, y: 3 },
  { x: 3, y: 10 },
  { x: 0, y: 10 },
];

describe('the lasso', () => {
  it.each([
    ['the middle', square, 5, 5, true],
    ['beside it', square, 11, 5, false],
    ['above it', square, 5, -1, false],
    ['an arm of a horseshoe', horseshoe, 1, 8, true],
    ['between the arms', horseshoe, 5, 8, false],
    ['no line at all', [], 0, 0, false],
  ])('%s', (_title, line, x, y, expected) => expect(isInside({ x, y }, line)).toBe(expected));

  it.each([
    ['the nearest', 1, 1, 0],
    ['none that is too far', 5, 5, -1],
    ['the later of two as near', 10, 10, 2],
  ])('points at %s', (_title, x, y, expected) =>
    expect(
      nearest(
        [
          { x: 0, y: 0 },
          { x: 10, y: 10 },
          { x: 10, y: 10 },
        ],
        { x, y },
        4,
      ),
    ).toBe(expected),
  );
});

describe('a lasso around what is not drawn', () => {
  const COUNT = 5000;
  // On a diagonal of the map from -1 to 1; even ones are Orla's, every tenth is nobody's.
  const crowd = {
    utterances: Array.from({ length: COUNT }, (_, at) => `u${at}`),
    speakers: ['Orla', 'Piet', null],
    speaker: Int32Array.from({ length: COUNT }, (_, at) => (at % 10 === 0 ? 2 : at % 2)),
    places: Float32Array.from({ length: 2 * COUNT }, (_, at) => (Math.floor(at / 2) / COUNT) * 2 - 1),
  };
  const toPicture = ({ x, y }: { x: number; y: number }) => ({ x: 5 + 5 * x, y: 5 + 5 * y });

  it.each([
    ['all', square.map(({ x, y }) => ({ x: 3 * x - 9, y: 3 * y - 9 })), () => true, COUNT],
    ['its quarter', square.map(({ x, y }) => ({ x: x / 4, y: y / 4 })), () => true, COUNT / 4],
    ['one speaker', square, (speaker: string | null) => speaker === 'Piet', COUNT / 2],
    ['nobody’s', square, (speaker: string | null) => speaker === null, COUNT / 10],
    ['nothing', [], () => true, 0],
  ])('takes %s', (_title, line, mayTake, expected) => {
    const taken = crowdInside(crowd, line, toPicture, mayTake);
    expect(Math.abs(taken.length - expected)).toBeLessThanOrEqual(2);
    expect(new Set(taken).size).toBe(taken.length);
  });
});

it.each([
  ['Accept and go on', 'acc', true],
  ['Accept and go on', 'on go', true],
  ['Épisode eins', 'episode', true],
  ['Accept and go on', 'reject', false],
  ['anything', '', true],
])('in the palette, %s fits “%s”: %s', (label, typed, expected) =>
  expect(fitsWords(label, typed)).toBe(expected),
);
