import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNMEASURED } from '../../main/model/index.ts';
import { enrol, readBank, scoreUtterances, type VoiceUtterance } from '../../main/voice/index.ts';
import { seededRandom, shuffled } from '../benchmark/voice/random.ts';
import { labelled, madeVoices, relabelled } from './made-voices.ts';

const utterancesOf = (made: ReturnType<typeof madeVoices>) => made.map(({ utterance }) => utterance);
const member = (bank: ReturnType<typeof enrol>, id: string) => bank.members[id]?.[2] ?? 0;

describe('enrolment', () => {
  test('names every voice of a clean series', () => {
    const made = madeVoices();
    const bank = enrol(utterancesOf(made));
    const scores = scoreUtterances(utterancesOf(made), bank);
    for (const { truth, utterance } of made)
      expect(scores.get(utterance.id)?.voice[0]?.character).toBe(truth);
  });

  test('trims labels that do not fit their voice', () => {
    const made = madeVoices();
    const wrong = new Set([made[3]!.utterance.id, made[25]!.utterance.id]);
    const utterances = utterancesOf(made).map((own) =>
      wrong.has(own.id) ? relabelled(own, 'Voice D') : own,
    );
    const bank = enrol(utterances);
    for (const id of wrong) expect(member(bank, id)).toBe(0);
    expect(bank.characters.find(({ name }) => name === 'Voice D')?.trimmed).toBe(2);
    expect(bank.calibration.labelNoise).toBeGreaterThan(0.01);
  });

  test('never trims what a person accepted, and lets it weigh more', () => {
    const made = madeVoices();
    const [strange, usual] = [made[3]!.utterance, made[65]!.utterance];
    const accepted = (own: VoiceUtterance): VoiceUtterance => ({
      ...relabelled(own, 'Voice D'),
      review: { character: 'Voice D', state: 'accepted' },
    });
    const before = enrol(utterancesOf(made));
    const bank = enrol(
      utterancesOf(made).map((own) => (own === strange || own === usual ? accepted(own) : own)),
    );
    expect(member(bank, strange.id)).toBeGreaterThan(0);
    expect(member(bank, usual.id)).toBeGreaterThan(2 * member(before, usual.id));
  });

  test.each<[string, Partial<VoiceUtterance>]>([
    ['overlapped speech', { overlapped: true }],
    ['speech under a second', { durationSamples: 15_000 }],
    ['a label that the alignment does not believe', { script: { character: 'Voice A', probability: 0.4 } }],
    ['a rejected utterance', { review: { character: 'Voice A', state: 'rejected' } }],
    ['a clip without an embedding', { embedding: null }],
    ['a zero embedding', { embedding: new Float32Array(48) }],
    ['an embedding that is not finite', { embedding: new Float32Array(48).fill(Number.NaN) }],
  ])('%s does not enrol', (_, change) => {
    const utterances = utterancesOf(madeVoices());
    const [first, ...rest] = utterances as [VoiceUtterance, ...VoiceUtterance[]];
    expect(member(enrol(utterances), first.id)).toBeGreaterThan(0);
    expect(member(enrol([{ ...first, ...change }, ...rest]), first.id)).toBe(0);
  });

  test('poor sound enrols with less weight', () => {
    const utterances = utterancesOf(madeVoices());
    const quality = {
      loudness: -20,
      signalToNoise: 3,
      clipping: 0,
      bandwidth: 8000,
      speechRatio: 0.9,
      ...UNMEASURED,
    };
    const bank = enrol(utterances);
    const noisy = enrol(utterances.map((own, at) => (at === 0 ? { ...own, quality } : own)));
    const id = utterances[0]!.id;
    expect(member(noisy, id)).toBeLessThan(0.5 * member(bank, id));
  });

  test.each([
    ['a second voice', { overlap: 0.9 }],
    ['music', { music: 0.8 }],
  ])('speech under %s does not enrol, unless a character has no other', (_, covering) => {
    const utterances = utterancesOf(madeVoices());
    const clean = {
      loudness: -20,
      signalToNoise: 30,
      clipping: 0,
      bandwidth: 8000,
      speechRatio: 0.9,
      ...UNMEASURED,
    };
    const covered = { ...clean, ...covering };
    const id = utterances[0]!.id;
    const label = utterances[0]!.script.character;
    const one = enrol(utterances.map((own, at) => ({ ...own, quality: at === 0 ? covered : clean })));
    expect(member(one, id)).toBe(0);
    const all = enrol(
      utterances.map((own) => ({ ...own, quality: own.script.character === label ? covered : clean })),
    );
    expect(member(all, id)).toBeGreaterThan(0);
  });

  test('a character whose lines are all short enrols with them, unsurely', () => {
    const made = madeVoices({ voices: 3 });
    const guest = madeVoices({ voices: 4, seed: 1 })
      .filter(({ truth }) => truth === 'Voice D')
      .slice(0, 2);
    const short = guest.map(({ utterance }) => ({ ...utterance, durationSamples: 9_000 }));
    const bank = enrol([...utterancesOf(made), ...short]);
    const found = bank.characters.find(({ name }) => name === 'Voice D');
    expect(found?.utterances).toBe(2);
    const main = bank.characters.find(({ name }) => name === 'Voice A');
    expect(found!.prototypes[0]!.precision).toBeLessThan(0.2 * main!.prototypes[0]!.precision);
  });

  test('a voice with two manners gets two prototypes where that helps', () => {
    const made = madeVoices({ voices: 6, each: 30, noise: 0.7 });
    // Voices A and B are one person's two manners, C and D another's.
    const person: Record<string, string> = {
      'Voice A': 'Ann',
      'Voice B': 'Ann',
      'Voice C': 'Bob',
      'Voice D': 'Bob',
      'Voice E': 'Cid',
      'Voice F': 'Dot',
    };
    const bank = enrol(made.map(({ truth, utterance }) => relabelled(utterance, person[truth]!)));
    const count = (name: string) => bank.characters.find((own) => own.name === name)?.prototypes.length;
    expect([count('Ann'), count('Bob')]).toEqual([2, 2]);
  });

  test('learns the adaptation only where it helps on held-out labels', () => {
    const utterances = utterancesOf(madeVoices());
    expect(enrol(utterances, { adaptation: 'off' }).transform).toBeNull();
    const isotropic = enrol(utterances).report.adaptation;
    if (!isotropic.used) expect(isotropic.with - isotropic.without).toBeLessThan(isotropic.standardError);
    // The first dimensions are all mood and no voice: adaptation has something to find.
    const random = seededRandom(5);
    const moody = madeVoices({ each: 40, noise: 0.8 }).map(({ utterance }) => ({
      ...utterance,
      embedding: utterance.embedding!.map((value, d) => value + (d < 4 ? random() - 0.5 : 0)),
    }));
    const { adaptation } = enrol(moody).report;
    expect(adaptation.used).toBe(true);
    expect(adaptation.with).toBeGreaterThan(adaptation.without);
  });

  test('survives being written and read', () => {
    const utterances = utterancesOf(madeVoices());
    const bank = enrol(utterances);
    const again = readBank(JSON.parse(JSON.stringify(bank)));
    expect(again).toEqual(bank);
    expect(scoreUtterances(utterances, again!)).toEqual(scoreUtterances(utterances, bank));
  });

  test.each<[string, (bank: Record<string, unknown>) => unknown]>([
    ['null', () => null],
    ['another version', (bank) => ({ ...bank, version: 2 })],
    ['a mean of another length', (bank) => ({ ...bank, mean: [1] })],
    ['too few priors', (bank) => ({ ...bank, priors: [0.5] })],
    ['a damaged transform', (bank) => ({ ...bank, transform: [1, 2, 3] })],
  ])('%s is no bank', (_, damage) => {
    expect(readBank(damage({ ...enrol(utterancesOf(madeVoices())) }))).toBeNull();
  });

  test('embeddings of different encoders are refused with a remedy', () => {
    const utterances = [
      labelled('a', new Float32Array(4).fill(1), 'A'),
      labelled('b', new Float32Array(5).fill(1), 'B'),
    ];
    expect(() => enrol(utterances)).toThrow(/b of e1 has an embedding of 5 numbers where others have 4/);
  });

  test('the order of the utterances changes nothing', () => {
    const utterances = utterancesOf(madeVoices({ each: 9 }));
    const bank = enrol(utterances);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(enrol(shuffled(utterances, seededRandom(seed)))).toEqual(bank);
      }),
      { numRuns: 5 },
    );
  });

  const degenerate: [string, VoiceUtterance[]][] = [
    ['nothing', []],
    ['one utterance', [labelled('a', Float32Array.of(1, 0, 0), 'A')]],
    ['no labels', utterancesOf(madeVoices()).map((own) => relabelled(own, null))],
    ['one character', utterancesOf(madeVoices({ voices: 1, each: 40 }))],
    ['all the same label', utterancesOf(madeVoices()).map((own) => relabelled(own, 'A'))],
    [
      'every line another character',
      utterancesOf(madeVoices({ each: 10 })).map((own) => relabelled(own, own.id)),
    ],
    [
      'identical embeddings',
      utterancesOf(madeVoices()).map((own) => ({ ...own, embedding: new Float32Array(48).fill(1) })),
    ],
    [
      'only zero embeddings',
      utterancesOf(madeVoices()).map((own) => ({ ...own, embedding: new Float32Array(48) })),
    ],
    ['clips of no length', utterancesOf(madeVoices()).map((own) => ({ ...own, durationSamples: 0 }))],
    [
      'opposite vectors',
      ['A', 'B'].flatMap((name, at) =>
        [1, 2, 3].map((n) => labelled(name + n, Float32Array.of(at ? -1 : 1, 0), name)),
      ),
    ],
  ];
  test.each(degenerate)('gives finite probabilities for %s', (_, utterances) => {
    for (const adaptation of ['off', 'on'] as const) {
      const bank = enrol(utterances, { adaptation });
      expect(readBank(JSON.parse(JSON.stringify(bank)))).toEqual(bank);
      for (const { probabilities, margin } of scoreUtterances(utterances, bank).values()) {
        expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
        expect(margin).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('arbitrary vectors and labels give finite probabilities', () => {
    const vector = fc.float32Array({ minLength: 6, maxLength: 6 });
    const character = fc.constantFrom('A', 'B', 'C', null);
    fc.assert(
      fc.property(fc.array(fc.tuple(vector, character, fc.nat(200_000)), { maxLength: 40 }), (rows) => {
        const utterances = rows.map(([embedding, name, durationSamples], at) =>
          labelled(`u${at}`, embedding, name, { durationSamples }),
        );
        for (const { probabilities } of scoreUtterances(utterances, enrol(utterances)).values()) {
          expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
