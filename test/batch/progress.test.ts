import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../main/batch/glob.ts';
import { ProgressMeter } from '../../main/batch/progress.ts';

describe('the progress meter', () => {
  const waiting = [
    { episode: { id: 'a' }, size: 100 },
    { episode: { id: 'b' }, size: 300 },
  ];

  it('weighs episodes by size and counts what failed as gone by', () => {
    const meter = new ProgressMeter(waiting, [{ status: 'skipped' }], undefined);
    expect(meter.now()).toMatchObject({
      fraction: 0,
      total: 3,
      skipped: 1,
      secondsLeft: null,
      xRealtime: null,
    });
    meter.done('a', 60, 1);
    expect(meter.now()).toMatchObject({ fraction: 0.94 * 0.25, done: 1 });
    expect(meter.expectedSeconds(300)).toBe(3);
    meter.at('b', 'embedding', 0);
    expect(meter.now().fraction).toBeCloseTo(0.94 * (0.25 + 0.75 * 0.63), 5);
    meter.voices(0.5);
    expect(meter.now().fraction).toBeCloseTo(0.94 * (0.25 + 0.75 * 0.63) + 0.03, 5);
    meter.failed('b', { message: 'm', remedy: 'r', file: null, place: null });
    meter.finish();
    expect(meter.now()).toMatchObject({ running: false, fraction: 1, done: 1, failed: 1, active: [] });
  });
});

describe('globs', () => {
  it.each([
    ['The Lamplighters S01E01', '*s01*', true],
    ['The Lamplighters S01E01', 'S01', false],
    ['a.b', 'a?b', true],
    ['a+b', 'a+b', true],
    ['aab', 'a+b', false],
    ['line\nbreak', '*', true],
  ])('%j fits %j: %j', (text, pattern, fits) => {
    expect(matchesGlob(text, pattern)).toBe(fits);
  });
});
