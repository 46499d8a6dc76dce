import { expect, it } from 'vitest';
import { colourParts, hopFor } from '../../renderer/waveform/spectrogram.ts';

it.each([
  ['#ffffff', [255, 255, 255]],
  ['#fff', [255, 255, 255]],
  ['#1d0f45', [29, 15, 69]],
  ['#a0f', [170, 0, 255]],
  ['nonsense', [128, 128, 128]],
])('%s is a colour of three numbers', (hex, expected) => {
  expect(colourParts(hex)).toEqual(expected);
});

it.each([
  [800, 16],
  [90, 128],
  [4, 4000],
])('at %d pixels a second no pixel is without a column of its own', (pixelsPerSecond, most) => {
  const hop = hopFor(pixelsPerSecond);
  expect(hop).toBeLessThanOrEqual(Math.max(16, 16_000 / pixelsPerSecond));
  expect(hop).toBeLessThanOrEqual(most);
  expect(hop * 2).toBeGreaterThan(Math.min(most, 16_000 / pixelsPerSecond) / 2);
});
