import { describe, expect, it } from 'vitest';
import { envelope, loudestOf, pictureOf, verticalScale } from '../../renderer/waveform/peaks.ts';
import { rulerStep, rulerTicks } from '../../renderer/waveform/ruler.ts';
import { SPEECH_HOP, snapToSpeech } from '../../renderer/waveform/snap.ts';
import { spansBetween } from '../../renderer/waveform/spans.ts';
import { drawWave, extentBetween } from '../../renderer/waveform/wave.ts';

describe('peaks', () => {
  const peaks = Int8Array.from([-127, 127, -10, 20, 0, 0, -64, 32]);

  it.each([
    ['a whole stretch', 0, 0.02, -1, 1],
    ['one pair', 0.01, 0.02, -10 / 127, 20 / 127],
    ['less than a pair: on the line to the next one', 0.015, 0.016, -5 / 127, 10 / 127],
    ['the last pair', 0.035, 0.036, -64 / 127, 32 / 127],
    ['before the sound', -0.01, 0, 0, 0],
    ['beyond the sound', 0.04, 0.05, 0, 0],
  ])('reach between two moments: %s', (_title, from, to, low, high) => {
    const found = extentBetween(peaks, from, to);
    expect(found.low).toBeCloseTo(low, 5);
    expect(found.high).toBeCloseTo(high, 5);
  });

  it('of the lowest byte stay within 1', () =>
    expect(extentBetween(Int8Array.from([-128, 0]), 0, 0.01).low).toBe(-1));

  it('are drawn a column after the other, silence as a line', () => {
    const drawn: number[][] = [];
    const context = {
      canvas: { width: 5, height: 100 },
      fillRect: (...box: number[]) => drawn.push(box),
    } as unknown as CanvasRenderingContext2D;
    drawWave(context, peaks, 0, 0.01, 1);
    expect(drawn).toEqual([
      [0, 0, 1, 100],
      [1, 42, 1, 16 - 4],
      [2, 49, 1, 2],
      [3, 37, 1, 13 + 25],
      [4, 49, 1, 2],
    ]);
  });

  it.each([
    [1, [1]],
    [2, [1, 64 / 127]],
    [4, [1, 20 / 127, 0, 64 / 127]],
    [8, [1, 1, 20 / 127, 20 / 127, 0, 0, 64 / 127, 64 / 127]],
  ])('have their loudest in each of %d columns', (columns, expected) => {
    const heights = envelope(loudestOf(peaks, 1), columns);
    expect(heights.length).toBe(columns);
    for (const [index, value] of expected.entries()) expect(heights[index]).toBeCloseTo(value, 5);
  });

  it('of a long sound are looked through once, and no loudest is lost', () => {
    const long = new Int8Array(2 * 250_001);
    long[499_999] = -127;
    long[2 * 250_000] = -64;
    const { loudest } = pictureOf(long);
    expect(loudest.length).toBeLessThanOrEqual(100_000);
    const heights = envelope(loudest, 100);
    expect([heights[0], heights[98]?.toFixed(2), heights[99]]).toEqual([0, '0.00', 1]);
  });

  it.each([
    ['loud', [-127, 127], 121 / 127],
    ['quiet', [-2, 2], 8],
    ['silent', [0, 0], 1],
    ['middling', [-40, 60], 121 / 60],
  ])('of %s media are scaled by a sensible factor', (_title, values, scale) =>
    expect(verticalScale(Int8Array.from(values))).toBeCloseTo(scale, 5),
  );
});

describe('snapping to speech', () => {
  // Silence, speech in windows 10 to 19, silence.
  const speech = Uint8Array.from({ length: 40 }, (_, window) => (window >= 10 && window < 20 ? 255 : 0));
  const begins = 10 * SPEECH_HOP;
  const ends = 20 * SPEECH_HOP;

  it.each([
    ['a start before speech', begins - 900, 'start', begins],
    ['a start inside speech', begins + 900, 'start', begins],
    ['an end after speech', ends + 900, 'end', ends],
    ['a start near an end only', ends, 'start', ends],
    ['an edge far from any', begins - 4000, 'start', begins - 4000],
    ['an edge at the beginning', 0, 'start', 0],
    ['an edge beyond the end', 90_000, 'end', 90_000],
  ] as const)('moves %s', (_title, edge, side, expected) => {
    expect(Math.abs(snapToSpeech(edge, side, speech, 1280) - expected)).toBeLessThanOrEqual(1);
  });

  it('knows no edge where there is no speech at all', () =>
    expect(snapToSpeech(5000, 'start', new Uint8Array(0), 1280)).toBe(5000));
});

describe('ruler', () => {
  it.each([
    [800, 0.1],
    [90, 1],
    [4, 30],
    [0.001, 7200],
  ])('at %d pixels a second steps by %d s', (pixels, step) => expect(rulerStep(pixels)).toBe(step));

  it.each([
    [0, 3, 1, [0, 1, 2, 3]],
    [0.25, 0.5, 0.1, [0.3, 0.4, 0.5]],
    [9, 9.5, 2, []],
  ])('from %d to %d by %d', (from, to, step, ticks) => expect(rulerTicks(from, to, step)).toEqual(ticks));
});

describe('spans in view', () => {
  const spans = Array.from({ length: 1000 }, (_, index) => ({ start: index * 3, end: index * 3 + 2 }));
  it.each([
    [0, 1, [0]],
    [2.5, 2.8, []],
    [299, 305, [297 + 3, 303]],
    [5000, 6000, []],
  ])('between %d and %d', (from, to, starts) =>
    expect(spansBetween(spans, from, to).map(({ start }) => start)).toEqual(starts),
  );

  it('holds a long one that began before', () =>
    expect(
      spansBetween(
        [
          { start: 0, end: 50 },
          { start: 20, end: 21 },
        ],
        40,
        45,
      ),
    ).toEqual([{ start: 0, end: 50 }]));
});
