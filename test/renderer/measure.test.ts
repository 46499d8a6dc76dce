import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProcedureInput } from '../../main/contract/index.ts';

type Added = ProcedureInput<'measures.add'>;

const bridge = vi.hoisted(() => ({ call: vi.fn<(name: string, input: Added) => Promise<unknown>>() }));
vi.mock('../../renderer/engine-client/bridge.ts', () => bridge);

const { noteDecision, noteKeystroke, storeMeasures } = await import(
  '../../renderer/engine-client/measure.ts'
);

beforeEach(() => {
  bridge.call.mockReset().mockResolvedValue({});
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  await storeMeasures(true);
  vi.useRealTimers();
});

/** All that was sent to the engine so far, added up as the engine adds it. */
async function stored(): Promise<Added> {
  await storeMeasures();
  const sum: Added = { seconds: 0, keystrokes: 0, decisions: {}, timed: {} };
  for (const [name, added] of bridge.call.mock.calls) {
    expect(name).toBe('measures.add');
    sum.seconds += added.seconds;
    sum.keystrokes += added.keystrokes;
    for (const [kind, count] of Object.entries(added.decisions))
      sum.decisions[kind] = (sum.decisions[kind] ?? 0) + count;
    for (const [kind, { count, seconds }] of Object.entries(added.timed)) {
      const before = sum.timed[kind] ?? { count: 0, seconds: 0 };
      sum.timed[kind] = { count: before.count + count, seconds: before.seconds + seconds };
    }
  }
  return sum;
}

/** After so many seconds, a key and the decision that it makes. */
const decide = (afterSeconds: number, kind: string): void => {
  vi.advanceTimersByTime(afterSeconds * 1000);
  noteKeystroke();
  noteDecision(kind);
};

it('the time of each decision is the work since the one before, by kind', async () => {
  noteKeystroke();
  // Nobody saw when the work on the first decision began: it counts, but its time is not known.
  decide(5, 'accept');
  decide(4, 'accept');
  decide(2, 'accept');
  decide(20, 'retext');
  decide(10, 'assign');
  decide(4, 'accept');
  decide(15, 'retext');
  expect(await stored()).toEqual({
    seconds: 60,
    keystrokes: 8,
    decisions: { accept: 4, retext: 2, assign: 1 },
    timed: {
      accept: { count: 3, seconds: 10 },
      retext: { count: 2, seconds: 35 },
      assign: { count: 1, seconds: 10 },
    },
  });
});

it('of a pause only its first minute counts, and nothing of the time outside the review', async () => {
  noteKeystroke();
  decide(10, 'accept');
  decide(3600, 'accept');
  expect(await stored()).toMatchObject({ seconds: 70, timed: { accept: { count: 1, seconds: 60 } } });
  // The review is left, and come back to an hour later.
  await storeMeasures(true);
  vi.advanceTimersByTime(3_600_000);
  decide(0, 'reject');
  decide(6, 'reject');
  const { seconds, decisions, timed } = await stored();
  expect(seconds).toBe(76);
  expect(decisions).toEqual({ accept: 2, reject: 2 });
  expect(timed).toEqual({ accept: { count: 1, seconds: 60 }, reject: { count: 1, seconds: 6 } });
});

it('figures that are stored every few seconds add up to the same, over keys that decide nothing', async () => {
  noteKeystroke();
  decide(1, 'accept');
  for (let second = 0; second < 9; second += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    noteKeystroke();
  }
  decide(1, 'split');
  expect(bridge.call.mock.calls.length).toBeGreaterThan(2);
  expect(await stored()).toEqual({
    seconds: 11,
    keystrokes: 12,
    decisions: { accept: 1, split: 1 },
    timed: { split: { count: 1, seconds: 10 } },
  });
});
