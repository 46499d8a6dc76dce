import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  edgeDoubts,
  type Recognition,
  type TranscriptCheck,
  UNMEASURED,
  type Utterance,
} from '../../main/model/index.ts';
import { foreseen } from '../../renderer/screens/review/foreseen.ts';
import {
  filterUtterances,
  frozen,
  idsBetween,
  NO_FILTERS,
  NOBODY,
  worstFirst,
} from '../../renderer/screens/review/listing.ts';
import { matchCharacters } from '../../renderer/screens/review/matching.ts';
import { mendedEdge } from '../../renderer/screens/review/mend-edge.ts';
import { cutOfSpan, nearestCut, wordStarts } from '../../renderer/screens/review/splitting.ts';
import { concernOf, reasonOf, worthOf } from '../../renderer/screens/review/worth.ts';
import { utteranceAt } from './utterances.ts';

let next = 0;
const utterance = (change: Partial<Utterance> = {}): Utterance => utteranceAt(next++, change);
const check = (change: Partial<TranscriptCheck>): TranscriptCheck => ({
  wrong: 0.9,
  syllables: 10,
  nuclei: 9,
  syllablesPerSecond: 5,
  usualSyllablesPerSecond: 5,
  soundFit: -1,
  recogniser: null,
  ...change,
});
const recognised = (
  differences: Recognition['differences'],
  wordErrorRate: number,
): Partial<TranscriptCheck> => ({ recogniser: { name: 'r', text: 'x', wordErrorRate, differences } });

describe('a text that is probably wrong', () => {
  it.each([
    ['other words are heard', recognised([], 0.9), 'Other words are heard'],
    ['it is too long', { syllablesPerSecond: 9 }, 'More text than'],
    ['it is too short', { syllablesPerSecond: 1 }, 'More speech than'],
    ['its sounds do not fit', {}, 'The sound does not fit'],
  ])('says why: %s', (_title, change, start) => {
    expect(reasonOf(utterance({ transcript: check(change) }))).toMatch(start);
  });

  it.each([
    ['missing', 0, 'start-late'],
    ['added', 0, 'start-early'],
    ['missing', 1, 'end-early'],
    ['added', 2, 'end-late'],
  ] as const)('words %s after %i others speak for another edge: %s', (kind, at, edge) => {
    const written = kind === 'missing' ? 'there' : '';
    const difference = { kind, written, heard: kind === 'added' ? 'so' : '', at };
    const given = utterance({ transcript: check(recognised([difference], 0.5)) });
    expect(edgeDoubts(given)).toEqual([edge]);
  });

  it.each([
    // Words as they are compared: fillers are none, "1234" are six.
    ['a filler stands in it', 'Um, mind the step', 'missing', 2, 1 / 3, ['end-early']],
    ['a number stands before', '1234 people came here', 'missing', 6, 1 / 9, []],
  ] as const)('the end is told where %s', (_title, text, kind, at, rate, edges) => {
    const difference = { kind, written: 'step', heard: '', at };
    expect(edgeDoubts(utterance({ text, transcript: check(recognised([difference], rate)) }))).toEqual(edges);
  });
});

describe('an edge that the words speak against', () => {
  // 32 ms a place: two words of 640 ms with a pause of 320 ms, then a third.
  const speech = Uint8Array.from({ length: 100 }, (_, at) =>
    (at >= 10 && at < 30) || (at >= 40 && at < 60) || (at >= 70 && at < 90) ? 255 : 0,
  );
  const at = (place: number): number => place * 512;
  const span = { start: at(40), end: at(60) };
  const free = { from: 0, to: at(100) };

  it.each([
    ['start-late', at(10)],
    ['end-early', at(90)],
  ] as const)('%s goes out to where the next speech begins or ends', (edge, wanted) => {
    expect(Math.abs((mendedEdge(edge, span, speech, free) ?? 0) - wanted)).toBeLessThan(512);
  });

  it.each([
    ['start-early', at(40)],
    ['end-late', at(60)],
  ] as const)('%s comes in to where the next speech begins or ends', (edge, wanted) => {
    expect(
      Math.abs((mendedEdge(edge, { start: at(12), end: at(88) }, speech, free) ?? 0) - wanted),
    ).toBeLessThan(512);
  });

  it('stays where the neighbour begins, where nothing is spoken near, or half of the line would go', () => {
    expect(mendedEdge('start-late', span, speech, { ...free, from: at(35) })).toBeNull();
    expect(mendedEdge('end-early', span, speech, { ...free, to: at(65) })).toBeNull();
    expect(mendedEdge('start-late', span, new Uint8Array(100), free)).toBeNull();
    expect(mendedEdge('start-early', { start: at(12), end: at(62) }, speech, free)).toBeNull();
  });
});

const ids = (list: readonly Utterance[]): string[] => list.map(({ id }) => id);

describe('worst first', () => {
  const inOrder: [string, Utterance][] = [
    ['a conflict', utterance({ state: 'conflict', confidence: 0.5, mislabelProbability: 0.6 })],
    ['a probable label error', utterance({ mislabelProbability: 0.7 })],
    ['a less probable one', utterance({ mislabelProbability: 0.3 })],
    ['a text that is probably wrong', utterance({ transcript: check({ wrong: 0.95 }) })],
    ['nobody known', utterance({ speaker: null, confidence: 0.3, mislabelProbability: null })],
    ['overlap', utterance({ state: 'overlap' })],
    ['an unsure one', utterance({ confidence: 0.6 })],
    [
      'a doubtful span',
      utterance({
        quality: {
          loudness: -20,
          signalToNoise: 20,
          clipping: 0,
          bandwidth: 7000,
          speechRatio: 0.2,
          ...UNMEASURED,
        },
      }),
    ],
    ['what is not in the script', utterance({ state: 'spoken-not-scripted' })],
    ['what is unusable', utterance({ state: 'unusable', speaker: null })],
    ['what is well', utterance({ confidence: 0.99 })],
    ['a conflict that was judged', utterance({ state: 'conflict', review: 'accepted' })],
    ['what is well and was judged', utterance({ review: 'accepted' })],
  ];

  it.each(
    inOrder
      .slice(1)
      .map(([title, after], index) => [inOrder[index]![0], title, inOrder[index]![1], after] as const),
  )('puts %s before %s', (_first, _second, before, after) =>
    expect(worthOf(before)).toBeGreaterThan(worthOf(after)),
  );

  it('puts what was never spoken behind all that needs a look', () =>
    expect(worthOf(utterance({ state: 'scripted-not-spoken' }))).toBeLessThan(worthOf(inOrder[9]![1])));

  it('keeps the order of speaking among equals', () => {
    const list = [utterance(), utterance(), utterance()];
    expect(ids(worstFirst([list[2]!, list[0]!, list[1]!], () => 1))).toEqual(ids(list));
  });

  it('does not move a row when it is decided about', () => {
    const worth = frozen(worthOf);
    const list = [utterance(), utterance({ state: 'conflict' }), utterance({ confidence: 0.6 })];
    const before = ids(worstFirst(list, worth));
    const decided = list.map((one) => ({ ...one, review: 'accepted' as const }));
    expect(ids(worstFirst(decided, worth))).toEqual(before);
  });
});

/** A voice that two characters are this probable to have, the rest being nobody known. */
const heardBy = (...probabilities: number[]): Utterance['witnesses'] => ({
  script: null,
  subtitle: null,
  voice: probabilities.map((probability, index) => ({ character: `Character ${index}`, probability })),
});

describe('the reason in plain words', () => {
  it.each([
    [{ state: 'conflict' as const }, 'The witnesses name different characters'],
    [{ mislabelProbability: 0.44 }, 'Probably the wrong character (44%)'],
    [{ confidence: 0.6 }, 'Only 60% sure'],
    [{ state: 'unusable' as const, reason: 'Music louder than the voice' }, 'Music louder than the voice'],
    [{ speaker: null }, 'No character known'],
    [{ speaker: null, witnesses: heardBy(0.3, 0.19) }, 'A voice that is none of the known characters’'],
    [{ speaker: null, witnesses: heardBy(0.3, 0.2) }, 'No character known'],
    [{}, null],
  ])('of %o is %s', (change, reason) => expect(reasonOf(utterance(change))).toBe(reason));

  it('is none for what was never spoken', () =>
    expect(concernOf(utterance({ state: 'scripted-not-spoken', confidence: 0.1 }))).toBeNull());
});

describe('filters', () => {
  const list = [
    utterance({ text: 'The Café is closed.' }),
    utterance({ speaker: null, state: 'conflict' }),
    utterance({ speaker: 'Piet', review: 'accepted' }),
  ];
  it.each([
    ['nothing', {}, [0, 1, 2]],
    ['a state', { state: 'conflict' as const }, [1]],
    ['a review', { review: 'accepted' as const }, [2]],
    ['a character', { character: 'Piet' }, [2]],
    ['nobody', { character: NOBODY }, [1]],
    ['words in any order, without accents and case', { text: 'CLOSED cafe' }, [0]],
    ['a name', { text: 'piet' }, [2]],
    ['what is nowhere', { text: 'zebra' }, []],
  ])('by %s', (_title, change, expected) =>
    expect(ids(filterUtterances(list, { ...NO_FILTERS, ...change }))).toEqual(
      expected.map((at) => list[at]!.id),
    ),
  );

  it('ranges hold both ends, whichever way round', () => {
    expect(idsBetween(list, list[2]!.id, list[1]!.id)).toEqual([list[1]!.id, list[2]!.id]);
    expect(idsBetween(list, 'gone', list[1]!.id)).toEqual([list[1]!.id]);
  });
});

describe('splitting', () => {
  it.each([
    ['I hear the wind', 0.5, 'I hear '],
    ['I hear the wind', 0, 'I '],
    ['I hear the wind', 1, 'I hear the '],
    ['Nobody', 0.5, 'Nob'],
  ])('cuts “%s” at %d after “%s”', (text, share, first) =>
    expect(text.slice(0, nearestCut(text, share))).toBe(first),
  );

  it('knows where words begin', () => expect(wordStarts('a  bc d ')).toEqual([3, 6]));

  it.each([
    [0, 16_000, 5000, 5000],
    [0, 16_000, 100, 8000],
    [0, 16_000, 90_000, 8000],
  ])('cuts the span %d to %d with the cursor at %d at %d', (start, end, cursor, cut) =>
    expect(cutOfSpan(start, end, cursor)).toBe(cut),
  );

  it('always leaves sound on both sides', () =>
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1600, max: 1e6 }), fc.nat(3e6), (start, length, cursor) => {
        const cut = cutOfSpan(start, start + length, cursor);
        expect(cut).toBeGreaterThan(start);
        expect(cut).toBeLessThan(start + length);
      }),
    ));
});

describe('finding a character', () => {
  const cast = [
    { name: 'Captain Brandt', aliases: ['The Old Man'] },
    { name: 'Old Piet', aliases: [] },
    { name: 'Harold', aliases: [] },
  ];
  it.each([
    ['', ['Captain Brandt', 'Old Piet', 'Harold']],
    ['old', ['Old Piet', 'Captain Brandt', 'Harold']],
    ['BRA', ['Captain Brandt']],
    ['xyz', []],
  ])('by “%s”', (typed, names) =>
    expect(matchCharacters(cast, typed).map(({ name }) => name)).toEqual(names),
  );
});

describe('what an edit will show at once', () => {
  const one = utterance();
  it.each([
    [{ kind: 'accept', utterances: [one.id] }, { review: 'accepted' }],
    [{ kind: 'reject', utterances: [one.id] }, { review: 'rejected' }],
    [
      { kind: 'assign', utterances: [one.id], character: 'Piet' },
      { speaker: 'Piet', review: 'edited' },
    ],
    [
      { kind: 'assign', utterances: [one.id], character: 'Orla' },
      { speaker: 'Orla', review: 'accepted' },
    ],
    [
      { kind: 'retime', utterance: one.id, start: 5, end: 9 },
      { start: 5, end: 9, review: 'edited' },
    ],
    [
      { kind: 'retext', utterance: one.id, text: 'Hi.' },
      { text: 'Hi.', review: 'edited' },
    ],
  ] as const)('%o', (edit, change) =>
    expect(
      foreseen('utterances' in edit ? { ...edit, utterances: [...edit.utterances] } : edit, [
        one,
        utterance(),
      ]),
    ).toEqual([{ ...one, ...change }]),
  );
});
