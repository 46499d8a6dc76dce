import { describe, expect, it } from 'vitest';
import { CHARACTER_COLOURS, coloursOfCast, NOBODY_COLOUR, withOpacity } from '../../renderer/ui/palette.ts';

type Triple = [number, number, number];

const linear = (colour: string): Triple =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;

const multiply = (matrix: readonly Triple[], [a, b, c]: Triple): Triple =>
  matrix.map((row) => row[0] * a + row[1] * b + row[2] * c) as Triple;

/** Complete dichromacy as Machado, Oliveira and Fernandes (2009) model it, on linear RGB. */
const SIGHTS: Record<string, readonly Triple[]> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** CIE L*a*b* under D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = multiply(
    [
      [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
      [0.2126, 0.7152, 0.0722],
      [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
    ],
    rgb.map((value) => Math.min(1, Math.max(0, value))) as Triple,
  ).map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const difference = (a: string, b: string, sight: readonly Triple[]): number => {
  const [first, second] = [a, b].map((colour) => lab(multiply(sight, linear(colour)))) as [Triple, Triple];
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
};

const luminance = (colour: string): number => {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

describe('character colours', () => {
  describe.each(Object.entries(SIGHTS))('under %s', (_name, sight) => {
    it('tells the first six apart by a wide margin, and all twelve at all', () => {
      const pairs = CHARACTER_COLOURS.flatMap((a, i) =>
        CHARACTER_COLOURS.slice(0, i).map((b, j) => ({
          a,
          b,
          apart: difference(a, b, sight),
          first: i < 6 && j < 6,
        })),
      );
      expect(pairs.filter(({ apart, first }) => apart < (first ? 25 : 12))).toEqual([]);
    });
  });

  it.each([
    ['light', '#ffffff'],
    ['dark', '#1b1e23'],
  ])('stand out from the %s surface by 3:1', (_theme, surface) => {
    const all = [...CHARACTER_COLOURS, NOBODY_COLOUR];
    expect(all.filter((colour) => contrast(colour, surface) < 3)).toEqual([]);
  });

  it('belong to the number key, whatever order the cast comes in', () => {
    const ross = { name: 'Ross', key: 2 };
    const first = coloursOfCast([{ name: 'Monica', key: 1 }, ross]);
    const later = coloursOfCast([{ name: 'Guest', key: null }, ross, { name: 'Monica', key: 1 }]);
    expect(later.get('Ross')).toBe(first.get('Ross'));
    expect(later.get('Ross')).toBe(CHARACTER_COLOURS[1]);
    expect(later.get('Guest')).toBe(CHARACTER_COLOURS[9]);
  });

  it('begin again after twelve', () => {
    const cast = Array.from({ length: 30 }, (_, index) => ({ name: `c${index}`, key: null }));
    const colours = coloursOfCast(cast);
    expect(colours.size).toBe(30);
    expect(colours.get('c0')).toBe(colours.get('c12'));
  });

  it.each([
    [0, '#0f9e7700'],
    [0.2, '#0f9e7733'],
    [1, '#0f9e77ff'],
  ])('with opacity %d become %s', (opacity, expected) =>
    expect(withOpacity('#0f9e77', opacity)).toBe(expected),
  );
});
