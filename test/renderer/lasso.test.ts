import { describe, expect, it } from 'vitest';
import { isInside, nearest } from '../../renderer/screens/characters/lasso.ts';
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

it.each([
  ['Accept and go on', 'acc', true],
  ['Accept and go on', 'on go', true],
  ['Épisode eins', 'episode', true],
  ['Accept and go on', 'reject', false],
  ['anything', '', true],
])('in the palette, %s fits “%s”: %s', (label, typed, expected) =>
  expect(fitsWords(label, typed)).toBe(expected),
);
