import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GateTable } from '../../main/engine/gate-table.ts';
import { reasonsToLeaveOut, type Selection } from '../../main/export/index.ts';
import { surveyLeftOut } from '../../main/export/survey.ts';
import { PRESETS, type Utterance } from '../../main/model/index.ts';
import { listUtterances, putSetting, putUtterances } from '../../main/store/index.ts';
import { addEpisode, makeUtterance, temporaryDatabase } from '../helpers/project.ts';
import { seededRandom } from '../helpers/sound.ts';

/** Two episodes of all kinds of utterances. */
function madeUp(count = 300) {
  const database = temporaryDatabase();
  const random = seededRandom(5);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  for (const episode of ['e1', 'e2']) {
    addEpisode(database, episode);
    putSetting(database, 'languages', JSON.stringify({ expected: { Series: ['en'] }, found: {} }));
    const rows = Array.from({ length: count }, (_, at): Utterance => {
      const start = at * 50_000;
      return makeUtterance({
        id: `${episode}-${at}`,
        episode,
        start,
        end: start + Math.floor(random() * 48_000),
        speaker: one(['Orla', 'Bram', 'Ines', null]),
        text: one(['A line.', 'Another.', ' ']),
        state: one(['matched', 'matched', 'matched', 'conflict', 'scripted-not-spoken']),
        review: one(['unreviewed', 'unreviewed', 'accepted', 'edited', 'rejected']),
        confidence: random(),
        mislabelProbability: one([random(), null]),
        language: one([
          { code: 'en', probability: 0.9, mixed: false, source: 'text' as const },
          {
            code: one(['en', 'fr', null]),
            probability: 0.9,
            mixed: random() < 0.3,
            source: 'text' as const,
          },
          null,
        ]),
        quality: one([
          null,
          {
            loudness: -20,
            signalToNoise: random() * 40,
            clipping: random() * 0.02,
            bandwidth: 4000,
            speechRatio: random(),
            music: one([null, random()]),
            overlap: null,
            dropouts: null,
            telephone: one([null, true, false]),
            reverberation: null,
            cutEdges: one([null, 'none' as const, 'both' as const]),
          },
        ]),
      });
    });
    database.transaction(() => putUtterances(database, rows))();
  }
  const episodes = ['e1', 'e2'].map((id) => ({
    episode: { id },
    scenes: new Map(),
    utterances: listUtterances(database, id),
  }));
  return { database, episodes: episodes as unknown as Parameters<typeof surveyLeftOut>[0] & typeof episodes };
}

const context = {
  languages: new Map([
    ['e1', ['en']],
    ['e2', ['en']],
  ] as const),
};
const selections: [string, Omit<Selection, 'context'>][] = [
  ['without gates', { acceptedOnly: false }],
  ['strict', { acceptedOnly: false, gates: PRESETS.strict }],
  ['balanced, of two', { acceptedOnly: false, gates: PRESETS.balanced, characters: ['Orla', 'Ines'] }],
  ['accepted only', { acceptedOnly: true, gates: PRESETS.balanced }],
  ['one dial', { acceptedOnly: false, gates: { music: { limit: 0.5, unmeasured: 'out' } } }],
];

it('counts what the export leaves out, whatever was counted before', async () => {
  const { database, episodes } = madeUp();
  const table = new GateTable(database);
  for (const [, selection] of [...selections, ...selections.toReversed()]) {
    const { gates, counts } = surveyLeftOut(episodes, { ...selection, context });
    const report = await table.count(selection);
    expect(report).toEqual(gates);
    const out = report.considered.utterances - report.included.utterances;
    const ruled = report.rules.reduce((sum, { utterances }) => sum + utterances, 0);
    expect(out + ruled).toBe([...counts.values()].reduce((sum, each) => sum + each, 0));
  }
});

it('a change is seen once its episode is forgotten, and a change of another program by itself', async () => {
  const { database } = madeUp(20);
  const table = new GateTable(database);
  const before = await table.count({ acceptedOnly: false });
  const [first] = listUtterances(database, 'e1').filter(
    ({ review, state, speaker, text, start, end }) =>
      review === 'unreviewed' && state === 'matched' && speaker !== null && text !== ' ' && end > start,
  );
  putUtterances(database, [{ ...(first as Utterance), review: 'rejected' }]);
  table.forget('e1');
  const after = await table.count({ acceptedOnly: false });
  expect(after.included.utterances).toBe(before.included.utterances - 1);
});

it.each(selections)(
  'a sample, %s, holds only what is held back, each with its reasons',
  async (_title, selection) => {
    const { database } = madeUp();
    const table = new GateTable(database);
    const { considered, included, gates } = await table.count(selection);
    const options = { reason: null, size: 12, seed: 3 };
    const drawn = await table.sample(selection, options);
    expect(drawn.length).toBe(Math.min(12, considered.utterances - included.utterances));
    expect(await table.sample(selection, options)).toEqual(drawn);
    const all = new Map(
      ['e1', 'e2'].flatMap((id) => listUtterances(database, id)).map((each) => [each.id, each]),
    );
    for (const { id, reasons } of drawn) {
      expect(reasons).toEqual(reasonsToLeaveOut(all.get(id) as Utterance, { ...selection, context }));
      expect(reasons.length).toBeGreaterThan(0);
    }
    for (const { gate, alone } of gates) {
      const some = await table.sample(selection, { ...options, reason: gate });
      expect(some.length).toBe(Math.min(12, alone.utterances));
      for (const { reasons } of some) expect(reasons.map((each) => each.gate)).toContain(gate);
    }
    const ruled = await table.sample(selection, { ...options, reason: 'no known character' });
    for (const { reasons } of ruled) expect(reasons[0]?.sentence).toBe('no known character');
  },
);

it('property: each held-back utterance is drawn about as often as any other', async () => {
  const { database } = madeUp(60);
  const table = new GateTable(database);
  const selection = { acceptedOnly: false, gates: PRESETS.strict };
  const { considered, included } = await table.count(selection);
  const of = considered.utterances - included.utterances;
  const times = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
      const drawn = await table.sample(selection, { reason: null, size: 5, seed });
      for (const { id } of drawn) times.set(id, (times.get(id) ?? 0) + 1);
    }),
    { numRuns: 400, seed: 1, endOnFailure: true },
  );
  expect(times.size).toBe(of);
  const expected = (400 * 5) / of;
  expect(Math.max(...times.values())).toBeLessThan(expected * 2.5);
});
