import { expect, it } from 'vitest';
import { applyEdit, replaceName, restoreName, undo } from '../../main/review/index.ts';
import { listHistory, listUtterances } from '../../main/store/index.ts';
import { databaseWith, makeUtterance } from '../helpers/project.ts';

const voices = (...pairs: [string, number][]) => ({
  script: { character: 'Orla', probability: 0.9, lines: [1] },
  subtitle: { label: 'ORLA', character: 'Orla' },
  voice: pairs.map(([character, probability]) => ({ character, probability })),
});

const cast = () =>
  databaseWith([
    makeUtterance({ id: 'a', speaker: 'Orla', witnesses: voices(['Orla', 0.6], ['Dr Finch', 0.3]) }),
    makeUtterance({ id: 'b', speaker: 'Dr Finch', review: 'accepted' }),
    makeUtterance({ id: 'c', speaker: 'Piet', witnesses: { script: null, subtitle: null, voice: [] } }),
  ]);

it('makes two people one, with the answers of the voice added up and the reviews as they were', () => {
  const database = cast();
  replaceName(database, 'Series', 'Orla', 'Dr Finch');
  const [a, b, c] = listUtterances(database, 'e1');
  expect([a?.speaker, b?.speaker, c?.speaker]).toEqual(['Dr Finch', 'Dr Finch', 'Piet']);
  expect(a?.witnesses.script?.character).toBe('Dr Finch');
  expect(a?.witnesses.subtitle?.character).toBe('Dr Finch');
  expect(a?.witnesses.voice).toEqual([{ character: 'Dr Finch', probability: expect.closeTo(0.9, 6) }]);
  expect(b?.review).toBe('accepted');
});

it('is taken back exactly', () => {
  const database = cast();
  applyEdit(database, 'e1', { kind: 'assign', utterances: ['c'], character: 'Orla' }, 'me');
  const before = listUtterances(database, 'e1');
  restoreName(database, 'Series', replaceName(database, 'Series', 'Orla', 'Dr Finch'));
  expect(listUtterances(database, 'e1')).toEqual(before);
});

it('keeps what was decided since, when it is taken back', () => {
  const database = cast();
  const replaced = replaceName(database, 'Series', 'Orla', 'Dr Finch');
  applyEdit(database, 'e1', { kind: 'assign', utterances: ['a'], character: 'Piet' }, 'me');
  restoreName(database, 'Series', replaced);
  expect(listUtterances(database, 'e1').find(({ id }) => id === 'a')?.speaker).toBe('Piet');
});

it('leaves no old name for a later undo to bring back', () => {
  const database = cast();
  applyEdit(database, 'e1', { kind: 'assign', utterances: ['a'], character: 'Piet' }, 'me');
  replaceName(database, 'Series', 'Orla', 'Dr Finch');
  undo(database, 'e1');
  expect(listUtterances(database, 'e1').find(({ id }) => id === 'a')?.speaker).toBe('Dr Finch');
  expect(listHistory(database, 'e1')).toHaveLength(1);
});

it('touches no other series and no name that merely contains the old one', () => {
  const database = cast();
  replaceName(database, 'Other', 'Orla', 'Dr Finch');
  replaceName(database, 'Series', 'Pie', 'X');
  expect(listUtterances(database, 'e1').map(({ speaker }) => speaker)).toEqual(['Orla', 'Dr Finch', 'Piet']);
});
