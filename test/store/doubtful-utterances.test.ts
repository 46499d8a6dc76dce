import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNMEASURED, UTTERANCE_STATES, type Utterance, worthOf } from '../../main/model/index.ts';
import { doubtfulUtterances } from '../../main/store/index.ts';
import { databaseWith, makeUtterance } from '../helpers/project.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

const qualityOf = (speechRatio: number): Utterance['quality'] => ({
  loudness: -20,
  signalToNoise: 20,
  clipping: 0,
  bandwidth: 7000,
  speechRatio,
  ...UNMEASURED,
});

const transcriptOf = (wrong: number): Utterance['transcript'] => ({
  wrong,
  syllables: 4,
  nuclei: 4,
  syllablesPerSecond: 4,
  usualSyllablesPerSecond: 4,
  soundFit: null,
  recogniser: null,
});

const doubts = fc.record({
  state: fc.constantFrom(...UTTERANCE_STATES),
  review: fc.constantFrom('unreviewed' as const, 'unreviewed' as const, 'accepted' as const),
  speaker: fc.constantFrom(null, 'Orla', 'Wick'),
  confidence: share,
  mislabelProbability: fc.option(share),
  quality: fc.option(share.map(qualityOf)),
  transcript: fc.option(share.map(transcriptOf)),
});

describe('the queue of a series', () => {
  it('has the order of worthOf, and nothing that was judged or never spoken', () => {
    fc.assert(
      fc.property(fc.array(doubts, { maxLength: 40 }), (all) => {
        const rows = all.map((doubt, index) => makeUtterance({ id: `u${100 + index}`, ...doubt }));
        const found = doubtfulUtterances(databaseWith(rows), null, 1000);
        const wanted = rows
          .filter(({ review, state }) => review === 'unreviewed' && state !== 'scripted-not-spoken')
          .sort((a, b) => worthOf(b) - worthOf(a));
        expect(found.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
        found.forEach((row, at) => {
          expect(worthOf(row)).toBeCloseTo(worthOf(wanted[at]!), 9);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('keeps a sure line with a wrong text and one with bad edges before many that are a little unsure', () => {
    const unsure = Array.from({ length: 60 }, (_, index) =>
      makeUtterance({ id: `unsure-${index}`, confidence: 0.8 }),
    );
    const found = doubtfulUtterances(
      databaseWith([
        ...unsure.map((row) => ({ ...row, review: 'unreviewed' as const })),
        makeUtterance({ id: 'text', confidence: 0.99, transcript: transcriptOf(0.9) }),
        makeUtterance({ id: 'well', confidence: 0.99 }),
        makeUtterance({ id: 'edges', confidence: 0.99, quality: qualityOf(0.1) }),
      ]),
      null,
      62,
    ).map(({ id }) => id);
    expect(found[0]).toBe('text');
    expect(found.at(-1)).toBe('edges');
    expect(found).not.toContain('well');
  });

  it('reads its index and not the utterances', () => {
    const database = databaseWith([]);
    const prepare = database.prepare.bind(database);
    let asked = '';
    database.prepare = ((sql: string) => {
      if (sql.includes('LIMIT')) asked = sql;
      return prepare(sql);
    }) as typeof database.prepare;
    doubtfulUtterances(database, 'series', 10);
    const plan = prepare(`EXPLAIN QUERY PLAN ${asked}`).all({ series: 'series', limit: 10 }) as {
      detail: string;
    }[];
    expect(plan.map(({ detail }) => detail).join('\n')).toContain('utterance_by_worth');
  });
});
