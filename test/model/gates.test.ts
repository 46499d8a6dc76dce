import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GATE_NAMES,
  GATES,
  type GateName,
  type GateSettings,
  gateSettings,
  gatesFailed,
  PRESET_NAMES,
  PRESETS,
  presetOf,
  type Quality,
  sentenceOf,
  type TranscriptCheck,
  type Utterance,
} from '../../main/model/index.ts';
import { makeUtterance } from '../helpers/project.ts';
import { GOOD_QUALITY } from '../helpers/quality.ts';

const quality: Quality = GOOD_QUALITY;
const transcript: TranscriptCheck = {
  wrong: 0.05,
  syllables: 4,
  nuclei: 4,
  syllablesPerSecond: 4,
  usualSyllablesPerSecond: 4,
  soundFit: 2,
  recogniser: { name: 'r', text: 'mind the step', wordErrorRate: 0, differences: [] },
};
const good = (given: Partial<Utterance> = {}): Utterance =>
  makeUtterance({
    id: 'u',
    confidence: 0.99,
    mislabelProbability: 0.01,
    quality,
    language: { code: 'en', probability: 0.99, mixed: false, source: 'text' },
    transcript,
    ...given,
  });
const context = { languages: new Map([['e1', ['en', 'ga']]]) };
const heard = (wordErrorRate: number): TranscriptCheck => ({
  ...transcript,
  recogniser: { name: 'r', text: '', wordErrorRate, differences: [] },
});
const inLanguage = (code: string | null, mixed = false): Partial<Utterance> => ({
  language: { code, probability: 0.9, mixed, source: 'text' },
});

describe('a gate holds back what its strict preset names, and nothing else does', () => {
  const rows: [string, GateName, Partial<Utterance>][] = [
    ['an improbable character', 'confidence', { confidence: 0.6 }],
    ['another voice', 'mislabel', { mislabelProbability: 0.8 }],
    ['a wrong text', 'transcript', { transcript: { ...transcript, wrong: 0.9 } }],
    ['other words', 'word-error', { transcript: heard(0.5) }],
    ['another language', 'language', inLanguage('fr')],
    ['a mixed line', 'language', inLanguage('en', true)],
    ['noise', 'signal-to-noise', { quality: { ...quality, signalToNoise: 3 } }],
    ['music', 'music', { quality: { ...quality, music: 0.95 } }],
    ['a second voice', 'overlap', { quality: { ...quality, overlap: 0.9 } }],
    ['an echo', 'reverberation', { quality: { ...quality, reverberation: 2 } }],
    ['clipping', 'clipping', { quality: { ...quality, clipping: 0.02 } }],
    ['gaps', 'dropouts', { quality: { ...quality, dropouts: 0.1 } }],
    ['a cut word', 'cut-edges', { quality: { ...quality, cutEdges: 'start' } }],
    ['silence', 'speech-ratio', { quality: { ...quality, speechRatio: 0.1 } }],
    ['a short line', 'shortest', { start: 0, end: 8000 }],
    ['a long line', 'longest', { start: 0, end: 16_000 * 20 }],
  ];
  it.each(rows)('%s', (_title, gate, given) => {
    expect(gatesFailed(good(), PRESETS.strict, context)).toEqual([]);
    const failed = gatesFailed(good(given), PRESETS.strict, context);
    expect(failed.map((each) => each.gate)).toEqual([gate]);
    expect(failed.map(sentenceOf)).toEqual([GATES[gate].reason]);
    expect(gatesFailed(good(given), PRESETS.everything, context)).toEqual([]);
  });
});

describe('what no preset holds back', () => {
  const rows: [string, Partial<Utterance>][] = [
    ['a telephone', { quality: { ...quality, telephone: true, bandwidth: 3400 } }],
    ['the second expected language', inLanguage('ga')],
    ['a language that is not certain', inLanguage(null)],
    ['words that were never looked at', { language: null, transcript: null }],
    ['a voice that was never compared', { mislabelProbability: null }],
    ['an echo that could not be measured', { quality: { ...quality, reverberation: null } }],
  ];
  it.each(rows)('%s', (_title, given) => {
    for (const preset of PRESET_NAMES) expect(gatesFailed(good(given), PRESETS[preset], context)).toEqual([]);
  });
});

it('measures that an older project lacks keep a line out of the strict preset alone', () => {
  const older = { ...quality, music: null, overlap: null, dropouts: null, cutEdges: null };
  const failed = (preset: (typeof PRESET_NAMES)[number]) =>
    gatesFailed(good({ quality: older }), PRESETS[preset], context).map(({ gate }) => gate);
  expect(failed('strict')).toEqual(['music', 'overlap', 'dropouts', 'cut-edges']);
  expect(failed('balanced')).toEqual([]);
});

describe('the limits of a dial', () => {
  it.each(GATE_NAMES)('%s: the limit itself passes, a step beyond does not', (name) => {
    const gate = GATES[name];
    const value = gate.measure(good(), context);
    if (value === null) throw new Error('not measured');
    const beyond = gate.direction === 'least' ? value + gate.dial.step : value - gate.dial.step;
    const failed = (limit: number) => gatesFailed(good(), { [name]: { limit, unmeasured: 'out' } }, context);
    expect(failed(value)).toEqual([]);
    expect(failed(beyond)).toEqual([{ gate: name, value, limit: beyond }]);
  });

  it('what a person accepted is not asked again whose voice it is and what is said, but how it sounds', () => {
    const doubtful = good({
      review: 'accepted',
      confidence: 0,
      mislabelProbability: 1,
      transcript: { ...heard(1), wrong: 1 },
      quality: { ...quality, signalToNoise: 0 },
    });
    expect(gatesFailed(doubtful, PRESETS.strict, context).map(({ gate }) => gate)).toEqual([
      'signal-to-noise',
    ]);
  });

  it('the unmeasured stays out where that is asked for, and says so', () => {
    const failed = gatesFailed(good({ quality: null }), { music: { limit: 1, unmeasured: 'out' } });
    expect(failed).toEqual([{ gate: 'music', value: null, limit: 1 }]);
    expect(failed.map(sentenceOf)).toEqual(['music never looked for']);
    expect(gatesFailed(good({ quality: null }), { music: { limit: 0, unmeasured: 'pass' } })).toEqual([]);
  });

  it('of the presets lie within the dials', () => {
    for (const preset of PRESET_NAMES) {
      expect(presetOf(PRESETS[preset])).toBe(preset);
      for (const name of GATE_NAMES) {
        const { from, to } = GATES[name].dial;
        const limit = PRESETS[preset][name]?.limit ?? from;
        expect(limit >= from && limit <= to).toBe(true);
      }
    }
    expect(presetOf({ music: { limit: 0.123, unmeasured: 'out' } })).toBeNull();
    expect(gateSettings.safeParse({ 'no-such-gate': { limit: 1, unmeasured: 'out' } }).success).toBe(false);
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const maybe = <T>(kind: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(kind, { freq: 4 });
const anyUtterance = fc
  .record({
    review: fc.constantFrom('unreviewed', 'accepted', 'edited'),
    confidence: share,
    mislabelProbability: maybe(share),
    length: fc.integer({ min: 1, max: 400_000 }),
    wrong: maybe(share),
    wordErrorRate: maybe(share),
    code: maybe(fc.constantFrom('en', 'fr')),
    music: maybe(share),
    cutEdges: maybe(fc.constantFrom('none', 'start', 'both')),
    signalToNoise: fc.double({ min: -5, max: 60, noNaN: true }),
    measured: fc.boolean(),
  })
  .map(
    (given): Utterance => ({
      ...good(inLanguage(given.code)),
      start: 0,
      end: given.length,
      review: given.review as Utterance['review'],
      confidence: given.confidence,
      mislabelProbability: given.mislabelProbability,
      quality: given.measured
        ? {
            ...quality,
            signalToNoise: given.signalToNoise,
            music: given.music,
            cutEdges: given.cutEdges as Quality['cutEdges'],
          }
        : null,
      transcript: given.wrong === null ? null : { ...heard(given.wordErrorRate ?? 0), wrong: given.wrong },
    }),
  );
const anySettings: fc.Arbitrary<GateSettings> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...GATE_NAMES),
      fc.record({ at: share, unmeasured: fc.constantFrom('pass', 'out') }),
    ),
  )
  .map((pairs) =>
    gateSettings.parse(
      Object.fromEntries(
        pairs.map(([name, { at, unmeasured }]) => {
          const { from, to } = GATES[name].dial;
          return [name, { limit: from + at * (to - from), unmeasured }];
        }),
      ),
    ),
  );

it('property: loosening a dial, or taking it away, never holds back more; others are not touched', () => {
  fc.assert(
    fc.property(
      anyUtterance,
      anySettings,
      fc.constantFrom(...GATE_NAMES),
      fc.double({ min: 0, max: 50, noNaN: true }),
      (utterance, settings, name, by) => {
        const failing = (given: GateSettings) =>
          gatesFailed(utterance, given, context).map(({ gate }) => gate);
        const before = failing(settings);
        const { [name]: dial, ...without } = settings;
        expect(failing(without)).toEqual(before.filter((gate) => gate !== name));
        if (dial === undefined) return;
        const limit = GATES[name].direction === 'least' ? dial.limit - by : dial.limit + by;
        const after = failing({ ...settings, [name]: { ...dial, limit } });
        expect(before).toEqual(expect.arrayContaining(after));
        expect(after.filter((gate) => gate !== name)).toEqual(before.filter((gate) => gate !== name));
      },
    ),
  );
});
