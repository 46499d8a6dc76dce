import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../main/batch/glob.ts';
import { ProgressMeter } from '../../main/batch/progress.ts';
import { SeriesWork } from '../../main/batch/series-work.ts';
import { makespan, StageCosts, USUAL_COSTS, workOf } from '../../main/batch/stage-costs.ts';
import { WorkClock } from '../../main/batch/work-clock.ts';

const problem = { message: 'm', remedy: 'r', file: null, place: null };

describe('the progress meter', () => {
  const meterOf = (past: number | null = null) =>
    new ProgressMeter({
      waiting: [
        { id: 'a', size: 100, audioSeconds: null, hasSound: false },
        { id: 'b', size: 300, audioSeconds: null, hasSound: false },
      ],
      skipped: 1,
      failed: 0,
      jobs: 1,
      past,
    });

  it('weighs episodes by size where no length is known, and counts what failed as gone by', () => {
    const meter = meterOf();
    expect(meter.now()).toMatchObject({
      fraction: 0,
      total: 3,
      skipped: 1,
      secondsLeft: null,
      xRealtime: null,
      waiting: ['a', 'b'],
      phase: 'episodes',
    });
    meter.at('a', 'audio', 0);
    meter.done('a', 60);
    // The voices are compared at the end.
    const series = (250 + 0.008 * 240 + 30 + 0.015 * 240) / 240;
    expect(meter.now().fraction).toBeCloseTo(0.25 / (1 + series), 2);
    expect(meter.now()).toMatchObject({ done: 1, waiting: ['b'] });
    meter.failed('b', problem);
    meter.compared(2);
    meter.finish();
    expect(meter.now()).toMatchObject({ running: false, fraction: 1, done: 1, failed: 1, active: [] });
  });

  it('tells of each stage how much is done over the whole run', () => {
    const meter = meterOf();
    meter.learnLength('a', 100);
    meter.learnLength('b', 300);
    meter.at('b', 'audio', 0.5);
    const share = (stage: string) => meter.now().stages.find((each) => each.stage === stage)?.fraction;
    expect(share('audio')).toBeCloseTo(0.375, 6);
    meter.at('b', 'embedding', 0.5);
    expect([share('audio'), share('alignment'), share('embedding')]).toEqual([0.75, 0.75, 0.375]);
    expect([share('voice'), share('words')]).toEqual([0, 0]);
    meter.compared(1);
    expect([share('voice'), share('words')]).toEqual([1, 0]);
  });

  it('expects of an episode what earlier runs needed, until something was measured', () => {
    const meter = meterOf(0.02);
    meter.learnLength('a', 100);
    expect(meter.expectedSeconds('a')).toBeCloseTo(2, 6);
    expect(meter.expectedSeconds('b')).toBeCloseTo(6, 6);
    expect(meter.expectedSeconds('unknown')).toBe(0);
  });

  it('takes the length of time that is spent paused for no work', async () => {
    const meter = meterOf();
    meter.pause();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(meter.now().paused).toBe(true);
    meter.resume();
    meter.at('a', 'audio', 0.9);
    meter.done('a', 60);
    expect(meter.now().paused).toBe(false);
    expect(meter.now().xRealtime).toBeGreaterThan(60 / 0.06);
  });

  it('follows the order of the queue', () => {
    const meter = meterOf();
    meter.setOrder(['b', 'a']);
    expect(meter.now().waiting).toEqual(['b', 'a']);
  });
});

describe('what stages cost', () => {
  it('is unknown until something was measured', () => expect(new StageCosts().known()).toBeNull());

  it('is guessed for a stage that nothing passed from those that something has', () => {
    const costs = new StageCosts();
    costs.add('audio', 66, 1000);
    expect(costs.known()?.audio).toBeCloseTo(0.066, 6);
    expect(costs.known()?.embedding).toBeCloseTo(0.03, 6);
  });

  it('is believed the more the more of it was measured', () => {
    const costs = new StageCosts();
    costs.add('audio', 660, 10_000);
    const dear = (audioSeconds: number) =>
      costs.known([{ stage: 'embedding', seconds: 0.3 * audioSeconds, audioSeconds }])?.embedding ?? 0;
    // The first batch of lines takes ten times what is usual.
    expect(dear(12)).toBeLessThan(0.04);
    expect(dear(600)).toBeGreaterThan(0.15);
    expect(dear(100_000)).toBeCloseTo(0.3, 2);
  });

  it('leaves the sound out where it is made already', () => {
    const whole = workOf({ audioSeconds: 100, hasSound: false }, USUAL_COSTS, null);
    const rest = workOf({ audioSeconds: 100, hasSound: true }, USUAL_COSTS, null);
    expect(whole.left).toBeCloseTo(100, 6);
    expect(rest.left).toBeCloseTo(34, 6);
  });
});

describe('comparing the series at the end', () => {
  const seconds = { now: 0 };
  const workOfTwoSeries = () =>
    new SeriesWork(2, Object.assign(new WorkClock(), { seconds: () => seconds.now }));

  it('takes a part for each series and one for its audio', () => {
    const [one, two] = [new SeriesWork(1, new WorkClock()), new SeriesWork(2, new WorkClock())];
    expect(one.seconds(10_000, 0.01)).toBeCloseTo(0.01 * (280 + 230), 6);
    expect(two.seconds(10_000, 0.01)).toBeCloseTo(0.01 * (560 + 230), 6);
  });

  it('counts down while a step goes on, and learns from the steps before', () => {
    const work = workOfTwoSeries();
    work.passed(0, 0, 0.01);
    expect(work.secondsLeft()).toBeCloseTo(5.6, 6);
    seconds.now = 1;
    expect(work.secondsLeft()).toBeCloseTo(4.6, 6);
    seconds.now = 100;
    expect(work.secondsLeft()).toBeCloseTo(3.1, 6);
    // The first step was to take 2.5 s and took 5.
    seconds.now = 5;
    work.passed(1, 0, 0.01);
    expect(work.secondsLeft()).toBeCloseTo(2 * 3.1, 6);
    expect([work.share('voice'), work.share('words'), work.fraction()]).toEqual([0.5, 0, 0.25]);
    work.passed(4, 0, 0.01);
    expect([work.secondsLeft(), work.fraction()]).toEqual([0, 1]);
  });
});

describe('jobs side by side', () => {
  it.each<[string, number[], number[], number, number]>([
    ['nothing to do', [], [], 2, 0],
    ['one after the other', [5], [1, 2], 1, 8],
    ['the next goes to who is free first', [5], [1, 2], 2, 5],
    ['a long one at the end leaves the others idle', [1, 1], [1, 10], 2, 11],
  ])('%s', (_title, active, queue, jobs, seconds) => {
    expect(makespan(active, queue, jobs)).toBe(seconds);
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
