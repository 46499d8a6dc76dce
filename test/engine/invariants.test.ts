import { expect, test } from 'vitest';
import { checkFacts, type EpisodeFacts } from '../../main/engine/invariants.ts';
import type { Episode, Utterance } from '../../main/model/index.ts';
import { makeUtterance } from '../helpers/project.ts';

const done: Episode = {
  id: 'e1',
  title: 'e1',
  series: 'Series',
  media: '/media/e1.mkv',
  subtitles: '/media/e1.srt',
  script: '/media/e1.txt',
  pairedBy: 'scan',
  status: 'done',
  warnings: [],
  failure: null,
  samples: 100_000,
  utterances: 1,
  reviewed: 0,
};
const problem = { message: 'm', remedy: 'r', file: null, place: null };
const sync = {
  belongs: true,
  pieces: [{ fromSubtitle: 0, offset: 100, rate: 1 }],
  evidence: { agreement: 1, agreementBefore: 1, score: 9 },
};

const facts = (
  utterances: readonly Utterance[],
  given: Partial<Omit<EpisodeFacts, 'episode'>> & { readonly episode?: Partial<Episode> } = {},
): EpisodeFacts => ({
  sync,
  stages: new Set(['audio', 'alignment', 'embedding']),
  scriptLines: new Set([1, 2, 3]),
  spokenLines: new Set(),
  edited: new Set(),
  utterances,
  ...given,
  episode: { ...done, utterances: utterances.length, ...given.episode },
});

const good = makeUtterance({ id: 'u1' });
const script = (lines: number[], character: string | null = 'Orla') => ({
  ...good.witnesses,
  script: { character, probability: 0.9, lines },
});
const silent = {
  ...good,
  state: 'scripted-not-spoken',
  start: 16_000,
  end: 16_000,
  cue: null,
  part: null,
} as const;
const voices = (...probabilities: number[]) => ({
  ...good.witnesses,
  voice: probabilities.map((probability, index) => ({ character: `c${index}`, probability })),
});

test.each<[string, Utterance]>([
  ['matched', good],
  ['scripted-not-spoken', silent],
  ['overlap', { ...good, state: 'overlap', reason: 'Two at once.' }],
  ['conflict', { ...good, state: 'conflict', mislabelProbability: 0.9, reason: 'The voice does not fit.' }],
  [
    'spoken-not-scripted',
    { ...good, state: 'spoken-not-scripted', speaker: null, witnesses: script([], null) },
  ],
  ['unusable', { ...good, state: 'unusable', reason: 'A sound.' }],
])('an utterance that is %s can be in order', (_, row) => {
  expect(checkFacts([facts([row])])).toEqual([]);
});

test.each<[string, Partial<Utterance>, RegExp]>([
  ['ends before it starts', { start: 5, end: 4 }, /ends before/],
  ['outside the media', { end: 100_001 }, /outside the media/],
  ['matched without a span', { end: 16_000 }, /no span/],
  ['matched without a speaker', { speaker: null }, /no speaker/],
  ['matched without a line', { witnesses: script([]) }, /no line of the script/],
  ['matched to a line that is not there', { witnesses: script([9]) }, /not there: 9/],
  ['matched to lines out of order', { witnesses: script([3, 2]) }, /out of order/],
  ['matched to another than its line says', { witnesses: script([3], 'Rook') }, /another speaker/],
  ['not spoken, with a span', { ...silent, end: 17_000 }, /has a span/],
  ['not spoken, with a cue', { ...silent, cue: 1, part: 0 }, /has a cue/],
  [
    'not scripted, with a speaker from nowhere',
    { state: 'spoken-not-scripted', witnesses: script([], null) },
    /neither/,
  ],
  [
    'not scripted, though the script names somebody',
    { state: 'spoken-not-scripted' },
    /script names its speaker/,
  ],
  ['in conflict with nobody', { state: 'conflict', reason: 'Who knows.' }, /single witness/],
  ['in conflict without a reason', { state: 'conflict', mislabelProbability: 0.9 }, /without a reason/],
  ['an overlap without a reason', { state: 'overlap' }, /without a reason/],
  ['accepted by nobody', { review: 'accepted' }, /no edit says by whom/],
  ['of a part of no cue', { cue: null }, /part without a cue/],
  ['a cue without text', { text: ' ' }, /no text/],
  ['heard with more than certainty', { witnesses: voices(0.9, 0.5) }, /more than certain/],
  ['heard in the wrong order', { witnesses: voices(0.2, 0.5) }, /out of order/],
  ['of another episode', { episode: 'e2' }, /of the episode e2/],
])('an utterance that is %s is found', (_, change, message) => {
  const faults = checkFacts([facts([{ ...good, ...change }])]);
  expect(faults.map((fault) => fault.message).join('; ')).toMatch(message);
  expect(faults.some(({ subject }) => subject === 'u1')).toBe(true);
});

test.each<[string, EpisodeFacts, RegExp]>([
  ['failed for no reason', facts([], { episode: { status: 'failed' } }), /without a reason/],
  ['done with a failure', facts([], { episode: { failure: problem } }), /has a failure/],
  ['done without a length', facts([], { episode: { samples: null } }), /no length/],
  ['done without a sync', facts([], { sync: null }), /no sync/],
  ['done without a stage', facts([], { stages: new Set(['audio', 'embedding']) }), /stages alignment/],
  ['one that lost a line', facts([good], { spokenLines: new Set([3, 4]) }), /lost the script lines 4/],
  ['one with another count', facts([], { episode: { utterances: 4 } }), /counts other/],
  ['one with an utterance twice', facts([good, good]), /more than once/],
  ['one with a part of a cue twice', facts([good, { ...good, id: 'u2' }]), /more than once/],
])('an episode that is %s is found', (_, wrong, message) => {
  expect(
    checkFacts([wrong])
      .map((fault) => fault.message)
      .join('; '),
  ).toMatch(message);
});

test('what a person decided need not fit its state, but an edit must say so', () => {
  const assigned: Utterance = { ...good, speaker: 'Rook', review: 'edited' };
  expect(checkFacts([facts([assigned], { edited: new Set(['u1']) })])).toEqual([]);
});
