import { describe, expect, it } from 'vitest';
import { UNMEASURED, type Utterance } from '../../main/model/index.ts';
import { applyEdit } from '../../main/review/index.ts';
import {
  countBySpeaker,
  countByState,
  getUtterance,
  listUtterances,
  putUtterances,
  putWords,
  replaceMachineUtterances,
} from '../../main/store/index.ts';
import { databaseWith, makeUtterance } from '../helpers/project.ts';
import { PLAIN_QUALITY } from '../helpers/quality.ts';

const WORDS: Pick<Utterance, 'language' | 'transcript'> = {
  language: { code: 'fr', probability: 0.75, mixed: false, source: 'script' },
  transcript: {
    wrong: 0.5,
    syllables: 4,
    nuclei: 3,
    syllablesPerSecond: 4.5,
    usualSyllablesPerSecond: null,
    soundFit: -1.5,
    recogniser: {
      name: 'command',
      text: 'mind a step',
      wordErrorRate: 0.25,
      differences: [{ kind: 'replaced', written: 'the', heard: 'a', at: 1 }],
    },
  },
};

describe('utterances', () => {
  it('come back as they were stored', () => {
    const given = makeUtterance({
      id: 'e1-c1-0',
      text: '“Æ” <b>\u202e</b>\n=cmd',
      witnesses: {
        script: { character: 'Orla', probability: 0.5, lines: [1, 2] },
        subtitle: { label: 'ORLA', character: null },
        voice: [{ character: 'Orla', probability: 0.25 }],
      },
      quality: PLAIN_QUALITY,
      mislabelProbability: 0.125,
      ...WORDS,
    });
    const database = databaseWith([given]);
    expect(getUtterance(database, 'e1-c1-0')).toEqual(given);
  });

  it('of older projects lack the newer measures', () => {
    const database = databaseWith([makeUtterance({ id: 'old' })]);
    const old = { loudness: -20, signalToNoise: 30, clipping: 0, bandwidth: 7000, speechRatio: 0.9 };
    database.prepare('UPDATE utterance SET quality = ?').run(JSON.stringify(old));
    expect(getUtterance(database, 'old')?.quality).toEqual({ ...old, ...UNMEASURED });
  });

  it('take evidence about their words, reviewed or not, while text and span are those it was made of', () => {
    const rows = [
      makeUtterance({ id: 'same' }),
      makeUtterance({ id: 'accepted', review: 'accepted' }),
      makeUtterance({ id: 'retimed', start: 16_001 }),
      makeUtterance({ id: 'other words', text: 'Mind the stairs.' }),
    ];
    const database = databaseWith(rows);
    putWords(
      database,
      rows.map(({ id }) => ({ ...makeUtterance({ id }), ...WORDS })),
    );
    const found = listUtterances(database, 'e1').map(({ id, language, transcript }) => [
      id,
      language !== null && transcript !== null,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      same: true,
      accepted: true,
      retimed: false,
      'other words': false,
    });
  });

  it('are listed as they are spoken', () => {
    const database = databaseWith([
      makeUtterance({ id: 'late', start: 500, end: 600, cue: 2 }),
      makeUtterance({ id: 'same-b', start: 100, end: 300, cue: 1, part: 1 }),
      makeUtterance({ id: 'same-a', start: 100, end: 200, cue: 1, part: 0 }),
    ]);
    expect(listUtterances(database, 'e1').map((each) => each.id)).toEqual(['same-a', 'same-b', 'late']);
  });

  it('with an end before the start are refused by the database', () => {
    const database = databaseWith([]);
    expect(() => putUtterances(database, [makeUtterance({ id: 'x', start: 2, end: 1 })])).toThrow(/CHECK/);
  });

  it('are counted by state and by speaker', () => {
    const database = databaseWith([
      makeUtterance({ id: 'a' }),
      makeUtterance({ id: 'b', review: 'accepted' }),
      makeUtterance({ id: 'c', speaker: 'Wick', state: 'conflict' }),
      makeUtterance({ id: 'd', start: 5, end: 5, state: 'scripted-not-spoken' }),
    ]);
    expect(countByState(database).map(({ state, count }) => [state, count])).toEqual([
      ['conflict', 1],
      ['matched', 2],
      ['scripted-not-spoken', 1],
    ]);
    expect(countBySpeaker(database)).toMatchObject([
      { speaker: 'Orla', count: 2, seconds: 4, accepted: 1 },
      { speaker: 'Wick', count: 1 },
    ]);
  });
});

describe('a machine that runs again', () => {
  it('replaces what nobody reviewed and keeps what a person decided', () => {
    const database = databaseWith([
      makeUtterance({ id: 'a' }),
      makeUtterance({ id: 'b' }),
      makeUtterance({ id: 'c' }),
    ]);
    applyEdit(database, 'e1', { kind: 'assign', utterances: ['a'], character: 'Wick' }, 'me');
    replaceMachineUtterances(database, 'e1', [
      makeUtterance({ id: 'a', speaker: 'Rook' }),
      makeUtterance({ id: 'b', speaker: 'Rook' }),
    ]);
    expect(listUtterances(database, 'e1').map(({ id, speaker }) => [id, speaker])).toEqual([
      ['a', 'Wick'],
      ['b', 'Rook'],
    ]);
  });

  it('does not bring back what a merge took away', () => {
    const first = makeUtterance({ id: 'a', start: 0, end: 100 });
    const second = makeUtterance({ id: 'b', start: 120, end: 200 });
    const database = databaseWith([first, second]);
    applyEdit(database, 'e1', { kind: 'merge', utterances: ['a', 'b'] }, 'me');
    replaceMachineUtterances(database, 'e1', [first, second]);
    expect(listUtterances(database, 'e1').map(({ id }) => id)).toEqual(['a']);
  });
});
