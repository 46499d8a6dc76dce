import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BoundaryItem } from '../../main/alignment/boundaries.ts';
import { refineBoundaries } from '../../main/alignment/boundaries.ts';
import type { Span } from '../../main/model/index.ts';
import { seeded } from '../benchmark/sync/random.ts';
import { activityOf, makeEpisode } from './made-activity.ts';

/** Refines items given in ms against speech given in ms; answers in ms. */
function refine(
  speech: readonly [number, number][],
  items: readonly (readonly number[])[],
  length = 20_000,
): Span[] {
  const spans = speech.map(([start, end]) => ({ start, end }));
  const made = activityOf(spans, length, seeded(7));
  const cues = items.map(
    ([start, end, cue, part, text], i): BoundaryItem => ({
      start: start! * 16,
      end: end! * 16,
      cue: cue ?? i + 1,
      part: part ?? 0,
      ...(text === undefined ? {} : { length: text }),
    }),
  );
  const refined = refineBoundaries(cues, made.speech, made.energy);
  return refined.map(({ start, end }) => ({ start: start / 16, end: end / 16 }));
}

describe('refineBoundaries sets boundaries where speech begins and ends', () => {
  test.each<[string, [number, number][], number[][], [number, number][]]>([
    ['a cue that is right stays', [[2000, 4000]], [[2000, 4000]], [[2000, 4000]]],
    ['early by 150 ms', [[2000, 4000]], [[1850, 3850]], [[2000, 4000]]],
    ['late by 150 ms', [[2000, 4000]], [[2150, 4150]], [[2000, 4000]]],
    ['lingers for a second', [[2000, 4000]], [[2000, 5000]], [[2000, 4000]]],
    ['comes half a second before', [[2000, 4000]], [[1500, 4000]], [[2000, 4000]]],
    [
      'holds two segments',
      [
        [2000, 3000],
        [3400, 5000],
      ],
      [[1900, 5100]],
      [[2000, 5000]],
    ],
    [
      'lingers into speech that nobody cued',
      [
        [2000, 4000],
        [4600, 6000],
      ],
      [[2000, 4800]],
      [[2000, 4000]],
    ],
    [
      'neighbours with a short pause each keep their own',
      [
        [2000, 4000],
        [4150, 6000],
      ],
      [
        [2050, 4100],
        [4050, 6100],
      ],
      [
        [2000, 4000],
        [4150, 6000],
      ],
    ],
    [
      'neighbours whose cues overlap by jitter do not',
      [
        [2000, 4000],
        [4200, 6000],
      ],
      [
        [2100, 4250],
        [4050, 5900],
      ],
      [
        [2000, 4000],
        [4200, 6000],
      ],
    ],
    [
      'two speakers in one cue part at the long pause, not at the short one',
      [
        [2000, 2900],
        [3000, 3700],
        [4100, 6000],
      ],
      [
        [2000, 6000, 1, 0, 20],
        [2000, 6000, 1, 1, 24],
      ],
      [
        [2000, 3700],
        [4100, 6000],
      ],
    ],
    [
      'the text tells which pause',
      [
        [2000, 3000],
        [3300, 4300],
        [4600, 8000],
      ],
      [
        [2000, 8000, 1, 0, 10],
        [2000, 8000, 1, 1, 45],
      ],
      [
        [2000, 3000],
        [3300, 8000],
      ],
    ],
    [
      'three speakers in one cue',
      [
        [2000, 3000],
        [3300, 4300],
        [4600, 5600],
      ],
      [
        [2000, 5600, 1, 0, 10],
        [2000, 5600, 1, 1, 10],
        [2000, 5600, 1, 2, 10],
      ],
      [
        [2000, 3000],
        [3300, 4300],
        [4600, 5600],
      ],
    ],
    ['nothing sounds: it stays', [], [[5000, 6500]], [[5000, 6500]]],
    ['speech is far: it stays', [[12_000, 14_000]], [[5000, 6500]], [[5000, 6500]]],
  ])('%s', (_, speech, items, expected) => {
    const refined = refine(speech, items);
    for (const [index, [start, end]] of expected.entries()) {
      expect(Math.abs(refined[index]!.start - start)).toBeLessThanOrEqual(30);
      expect(Math.abs(refined[index]!.end - end)).toBeLessThanOrEqual(30);
    }
  });

  test('cues that overlap on purpose still do', () => {
    const [first, second] = refine(
      [[2000, 6000]],
      [
        [2000, 6000],
        [3000, 5000],
      ],
    );
    expect(first!.end).toBeGreaterThan(second!.start);
  });

  test('after the end of the media: inside and not empty', () => {
    const [span] = refine([[2000, 4000]], [[30_000, 32_000]]);
    expect(span!.start).toBeGreaterThanOrEqual(0);
    expect(span!.end).toBeLessThanOrEqual(20_000);
    expect(span!.end).toBeGreaterThan(span!.start);
  });

  test('no items', () => {
    expect(refine([[2000, 4000]], [])).toEqual([]);
  });

  test('answers come in the order of the items', () => {
    const [late, early] = refine(
      [
        [2000, 4000],
        [8000, 9000],
      ],
      [
        [8100, 9100],
        [1900, 3900],
      ],
    );
    expect([early!.start, late!.start]).toEqual([2000, 8000]);
  });
});

describe('refineBoundaries keeps what is soft of a word', () => {
  /** Speech from 2 to 4 s, with a level for some frames of 10 ms; the cue is a little short on both sides. */
  function refineWith(level: number, from: number, to: number): { start: number; end: number } {
    const made = activityOf([{ start: 2000, end: 4000 }], 10_000, seeded(7));
    made.energy.decibels.fill(level, from / 10, to / 10);
    const item = { start: 2050 * 16, end: 3950 * 16, cue: 1, part: 0 };
    const [span] = refineBoundaries([item], made.speech, made.energy);
    return { start: span!.start / 16, end: span!.end / 16 };
  }

  test.each([
    ['a soft first sound that the VAD does not hear', -52, 1880, 2000, 1880, 4000],
    ['a soft last sound', -52, 4000, 4150, 2000, 4150],
    ['a first sound as strong as speech', -24, 1850, 2000, 1850, 4000],
    ['a soft middle: no pause', -50, 2100, 2200, 2000, 4000],
    ['noise is no soft sound', -59, 4000, 4150, 2000, 4000],
  ])('%s', (_, level, from, to, start, end) => {
    const span = refineWith(level, from, to);
    expect(Math.abs(span.start - start)).toBeLessThanOrEqual(30);
    expect(Math.abs(span.end - end)).toBeLessThanOrEqual(30);
  });
});

test('a jittered episode comes within 40 ms in the median and never cuts a phrase', () => {
  const random = seeded(21);
  const { spans, speech, energy } = makeEpisode(600_000, random);
  const items = spans.map(({ start, end }, cue) => ({
    start: Math.round(16 * (start + random.between(-150, 150))),
    end: Math.round(16 * (end + random.between(-150, 150))),
    cue,
    part: 0,
  }));
  const refined = refineBoundaries(items, speech, energy);
  const errors = refined
    .flatMap((span, i) => [span.start / 16 - spans[i]!.start, span.end / 16 - spans[i]!.end])
    .map(Math.abs)
    .sort((a, b) => a - b);
  expect(errors[errors.length >> 1]!).toBeLessThan(40);
  expect(errors[Math.floor(errors.length * 0.9)]!).toBeLessThan(150);
  for (const at of refined.flatMap(({ start, end }) => [start / 16, end / 16])) {
    expect(spans.some(({ start, end }) => at > start + 80 && at < end - 80)).toBe(false);
  }
});

test('whatever the items: inside the media, never empty, in order, apart unless the cues overlap', () => {
  const media = 60_000;
  const { speech, energy } = makeEpisode(media, seeded(5));
  const item = fc.record({
    start: fc.integer({ min: -2000, max: 70_000 }),
    length: fc.integer({ min: -100, max: 9000 }),
  });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 30 }), (drawn) => {
      const sorted = drawn.sort((a, b) => a.start - b.start);
      const items = sorted.map(({ start, length }, cue) => ({
        start: start * 16,
        end: (start + length) * 16,
        cue,
        part: 0,
      }));
      const refined = refineBoundaries(items, speech, energy);
      expect(refined).toHaveLength(items.length);
      for (const [i, span] of refined.entries()) {
        expect(Number.isInteger(span.start) && Number.isInteger(span.end)).toBe(true);
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThan(span.start);
        expect(span.end).toBeLessThanOrEqual(media * 16);
        const apart = i > 0 && items[i - 1]!.end <= items[i]!.start && items[i]!.end <= media * 16;
        if (apart) expect(span.start).toBeGreaterThanOrEqual(Math.min(refined[i - 1]!.end, media * 16 - 1));
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});
