import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../main/model/index.ts';
import { mergeInPlace, mergeOutcome } from '../../renderer/engine-client/queries.ts';
import { keptOrder, worstFirst } from '../../renderer/screens/review/listing.ts';
import { spansAfter } from '../../renderer/screens/review/use-spans.ts';
import { utteranceAt } from './utterances.ts';

const utterance = (at: number, change: Partial<Utterance> = {}): Utterance =>
  utteranceAt(at, { speaker: at % 2 === 0 ? 'Orla' : 'Tam', ...change });
const listOf = (length: number): Utterance[] => Array.from({ length }, (_, at) => utterance(at));
const byTime = (a: Utterance, b: Utterance): number => a.start - b.start || a.end - b.end;
const nothing = { utterances: [], colours: new Map<string, string>(), each: [], spans: [] };
const colours = new Map([['Orla', '#123456']]);

/** A change of a few utterances, new ones among them, and removals. */
const outcomes = fc.record({
  changed: fc.uniqueArray(
    fc
      .tuple(fc.nat(14), fc.nat(20), fc.constantFrom('accepted', 'edited'))
      .map(([at, second, review]) =>
        utterance(at, { start: second * 16_000, end: second * 16_000 + 5, review: review as 'edited' }),
      ),
    { selector: ({ id }) => id },
  ),
  gone: fc.uniqueArray(fc.nat(9).map((at) => `u${at}`)),
});

describe('what a decision changes', () => {
  it('is in the list as if the list were made anew, by time', () => {
    fc.assert(
      fc.property(outcomes, ({ changed, gone }) => {
        const removed = gone.filter((id) => !changed.some((each) => each.id === id));
        const list = listOf(10);
        const kept = list.filter(({ id }) => !removed.includes(id) && !changed.some((now) => now.id === id));
        const ids = (rows: readonly Utterance[]) => rows.map(({ id }) => id).sort();
        const merged = mergeOutcome(list, { changed, removed });
        expect(ids(merged)).toEqual(ids([...kept, ...changed]));
        expect([...merged].sort(byTime)).toEqual(merged);
        for (const now of changed) expect(merged).toContainEqual(now);
        expect(list).toEqual(listOf(10));
        const inPlace = mergeInPlace(list, { changed, removed });
        expect(inPlace.map(({ id }) => id)).toEqual(
          list.map(({ id }) => id).filter((id) => !removed.includes(id)),
        );
      }),
    );
  });

  it('leaves the list the same list where it says what is known', () => {
    const list = listOf(5);
    expect(mergeOutcome(list, { changed: [utterance(3)], removed: ['elsewhere'] })).toBe(list);
    expect(mergeInPlace(list, { changed: [utterance(3), utterance(9)], removed: [] })).toBe(list);
  });
});

describe('spans of the waveform', () => {
  it('stay the same list after an accept, and all but one the same after another name', () => {
    const list = listOf(6);
    const first = spansAfter(nothing, list, colours);
    expect(first.spans.map(({ label, start }) => [label, start]).slice(0, 2)).toEqual([
      ['Orla', 0],
      ['Tam', 1],
    ]);
    const accepted = list.with(2, utterance(2, { review: 'accepted' }));
    const second = spansAfter(first, accepted, colours);
    expect(second.spans).toBe(first.spans);
    const third = spansAfter(second, accepted.with(4, utterance(4, { speaker: 'Tam' })), colours);
    expect(third.spans.filter((span, at) => span !== first.spans[at]).map(({ id }) => id)).toEqual(['u4']);
  });

  it('follow splits, merges, lost lengths and new colours', () => {
    const list = listOf(4);
    const first = spansAfter(nothing, list, colours);
    const split = spansAfter(first, list.toSpliced(1, 1, utterance(7), utterance(8)), colours);
    expect(split.spans.map(({ id }) => id)).toEqual(['u0', 'u7', 'u8', 'u2', 'u3']);
    expect(split.spans[4]).toBe(first.spans[3]);
    const empty = spansAfter(first, list.with(0, utterance(0, { end: 0 })), colours);
    expect(empty.spans.map(({ id }) => id)).toEqual(['u1', 'u2', 'u3']);
    const recoloured = spansAfter(first, list, new Map([['Orla', '#abcdef']]));
    expect(recoloured.spans[0]?.colour).toBe('#abcdef');
    expect(recoloured.spans[1]).toBe(first.spans[1]);
  });
});

it('the order by worth is kept through decisions, and made anew for other utterances', () => {
  const worth = ({ confidence }: Utterance): number => 1 - confidence;
  const list = listOf(5).map((each, at) => ({ ...each, confidence: [0.5, 0.9, 0.1, 0.7, 0.3][at] ?? 0 }));
  const order = keptOrder();
  expect(order(list, worth)).toEqual(worstFirst(list, worth));
  const decided = list.with(2, { ...(list[2] as Utterance), confidence: 1 });
  // A row that is decided stays where it was.
  expect(order(decided, worth).map(({ id }) => id)).toEqual(['u2', 'u4', 'u0', 'u3', 'u1']);
  expect(order(decided, worth)[0]?.confidence).toBe(1);
  const others = decided.slice(1);
  expect(order(others, worth)).toEqual(worstFirst(others, worth));
});
