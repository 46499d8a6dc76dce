import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewEdit, Utterance } from '../../main/model/index.ts';
import { applyEdit, redo, undo } from '../../main/review/index.ts';
import { getUtterance, listHistory, listUtterances, type WritableDatabase } from '../../main/store/index.ts';
import { addEpisode, databaseWith, makeUtterance } from '../helpers/project.ts';

const three = (): Utterance[] => [
  makeUtterance({ id: 'a', start: 0, end: 1000, text: 'One two.' }),
  makeUtterance({ id: 'b', start: 1000, end: 2000, text: 'Three.' }),
  makeUtterance({ id: 'c', start: 2000, end: 3000, text: 'Four five.' }),
];

const apply = (database: WritableDatabase, edit: ReviewEdit) => applyEdit(database, 'e1', edit, 'tester');

describe('each edit', () => {
  it.each<[string, ReviewEdit, Partial<Utterance>]>([
    ['accept', { kind: 'accept', utterances: ['a'] }, { review: 'accepted', speaker: 'Orla' }],
    ['reject', { kind: 'reject', utterances: ['a'] }, { review: 'rejected' }],
    [
      'assign',
      { kind: 'assign', utterances: ['a'], character: 'Wick' },
      { review: 'edited', speaker: 'Wick' },
    ],
    [
      'assign nobody',
      { kind: 'assign', utterances: ['a'], character: null },
      { review: 'edited', speaker: null },
    ],
    [
      'retime',
      { kind: 'retime', utterance: 'a', start: 5, end: 900 },
      { review: 'edited', start: 5, end: 900 },
    ],
    [
      'retext',
      { kind: 'retext', utterance: 'a', text: ' One, two. ' },
      { review: 'edited', text: 'One, two.' },
    ],
  ])('%s', (_title, edit, expected) => {
    const database = databaseWith(three());
    const outcome = apply(database, edit);
    expect(outcome.changed).toHaveLength(1);
    expect(getUtterance(database, 'a')).toMatchObject(expected);
    expect(getUtterance(database, 'b')).toEqual(three()[1]);
  });

  it('split cuts span and text, under a new id each time', () => {
    const database = databaseWith(three());
    apply(database, { kind: 'split', utterance: 'a', at: 400, textAt: 3 });
    apply(database, { kind: 'split', utterance: 'a', at: 200, textAt: 1 });
    expect(listUtterances(database, 'e1').map(({ id, start, end, text }) => [id, start, end, text])).toEqual([
      ['a', 0, 200, 'O'],
      ['a~3', 200, 400, 'ne'],
      ['a~2', 400, 1000, 'two.'],
      ['b', 1000, 2000, 'Three.'],
      ['c', 2000, 3000, 'Four five.'],
    ]);
  });

  it('merge joins in spoken order and removes the rest', () => {
    const database = databaseWith(three());
    const outcome = apply(database, { kind: 'merge', utterances: ['c', 'b'] });
    expect(outcome.removed).toEqual(['c']);
    expect(getUtterance(database, 'b')).toMatchObject({ start: 1000, end: 3000, text: 'Three. Four five.' });
  });
});

describe('an edit that does not fit', () => {
  it.each<[string, ReviewEdit]>([
    ['names nothing that is there', { kind: 'accept', utterances: ['zzz'] }],
    ['ends before it starts', { kind: 'retime', utterance: 'a', start: 10, end: 10 }],
    ['cuts outside the utterance', { kind: 'split', utterance: 'a', at: 1000, textAt: 1 }],
    ['merges one with itself', { kind: 'merge', utterances: ['a', 'a'] }],
  ])('%s: is refused and changes nothing', (_title, edit) => {
    const database = databaseWith(three());
    expect(() => apply(database, edit)).toThrow();
    expect(listUtterances(database, 'e1')).toEqual(three());
    expect(listHistory(database, 'e1')).toEqual([]);
  });

  it('belongs to another episode', () => {
    const database = databaseWith(three());
    addEpisode(database, 'e2');
    expect(() => applyEdit(database, 'e2', { kind: 'accept', utterances: ['a'] }, 'me')).toThrow(
      'no utterance a',
    );
  });
});

describe('undo and redo', () => {
  it('say in words what they did', () => {
    const database = databaseWith(three());
    apply(database, { kind: 'assign', utterances: ['b'], character: 'Wick' });
    expect(undo(database, 'e1')?.sentence).toBe('Undone: Assigned “Three.” to Wick');
    expect(redo(database, 'e1')?.sentence).toBe('Redone: Assigned “Three.” to Wick');
    expect(redo(database, 'e1')).toBeNull();
  });

  it('a new edit ends what could be redone', () => {
    const database = databaseWith(three());
    apply(database, { kind: 'accept', utterances: ['a'] });
    undo(database, 'e1');
    const outcome = apply(database, { kind: 'reject', utterances: ['a'] });
    expect(outcome).toMatchObject({ canUndo: true, canRedo: false });
    expect(listHistory(database, 'e1').map((entry) => entry.sentence)).toEqual(['Rejected “One two.”']);
  });

  it('100 random edits undone give the first state, redone the last', () => {
    const choice = fc.record({ kind: fc.nat(6), pick: fc.nat(50), other: fc.nat(50), number: fc.nat(900) });
    fc.assert(
      fc.property(fc.array(choice, { minLength: 100, maxLength: 100 }), (choices) => {
        const database = databaseWith(three());
        let done = 0;
        for (const each of choices) {
          try {
            apply(database, randomEdit(listUtterances(database, 'e1'), each));
            done += 1;
          } catch {
            // An edit that does not fit is refused; refusals are tested above.
          }
        }
        const last = listUtterances(database, 'e1');
        for (let i = 0; i < done; i += 1) expect(undo(database, 'e1')).not.toBeNull();
        expect(undo(database, 'e1')).toBeNull();
        expect(listUtterances(database, 'e1')).toEqual(three());
        for (let i = 0; i < done; i += 1) redo(database, 'e1');
        expect(listUtterances(database, 'e1')).toEqual(last);
      }),
      { numRuns: 3, seed: 7 },
    );
  });
});

function randomEdit(
  rows: readonly Utterance[],
  { kind, pick, other, number }: { kind: number; pick: number; other: number; number: number },
): ReviewEdit {
  const one = (rows[pick % rows.length] as Utterance).id;
  const two = (rows[other % rows.length] as Utterance).id;
  const edits: ReviewEdit[] = [
    { kind: 'accept', utterances: [one, two] },
    { kind: 'reject', utterances: [one] },
    { kind: 'assign', utterances: [one], character: number % 2 ? 'Wick' : null },
    { kind: 'retime', utterance: one, start: number, end: number + 100 },
    { kind: 'retext', utterance: one, text: `text ${number}` },
    { kind: 'split', utterance: one, at: number, textAt: 1 },
    { kind: 'merge', utterances: [one, two] },
  ];
  return edits[kind] as ReviewEdit;
}
