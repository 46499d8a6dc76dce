import { describe, expect, test } from 'vitest';
import { type DraftInput, draftUtterances, subtract } from '../../main/engine/episode-utterances.ts';
import type { AlignedPart, Script, Span, Utterance } from '../../main/model/index.ts';

const part = (given: Partial<AlignedPart> & Pick<AlignedPart, 'cue'>): AlignedPart => ({
  part: 0,
  start: 0,
  end: 0,
  text: 'Mind the step.',
  speaker: 'Orla',
  confidence: 0.9,
  state: 'matched',
  lines: [1],
  candidates: [],
  subtitleLabel: null,
  ...given,
});

const script: Script = {
  format: 'plain',
  encoding: 'utf-8',
  title: null,
  lines: [1, 2, 3].map((ordinal) => ({
    ordinal,
    speakerLabel: 'ORLA',
    text: 'Mind the step.',
    directions: [],
    scene: ordinal - 1,
    place: { line: ordinal },
  })),
  scenes: [],
  warnings: [],
};

const drafts = (parts: AlignedPart[], spans: Span[], rest: Partial<DraftInput> = {}) =>
  draftUtterances({
    episode: 'e1',
    alignment: { parts, unmatchedLines: [] },
    script,
    spans,
    segments: [],
    isGroup: (name) => name === 'All',
    subtitleCharacter: () => 'Rook',
    languages: [],
    ...rest,
  });
const rows = (...input: Parameters<typeof drafts>): Utterance[] =>
  drafts(...input).map(({ utterance }) => utterance);

const second = (from: number, to: number): Span => ({ start: from * 16_000, end: to * 16_000 });

describe('the state of what a cue holds', () => {
  test.each<[string, AlignedPart, Span, Partial<Utterance>]>([
    ['matched', part({ cue: 1 }), second(1, 2), { state: 'matched', speaker: 'Orla', reason: null }],
    [
      'unscripted',
      part({ cue: 1, state: 'spoken-not-scripted', speaker: null, lines: [] }),
      second(1, 2),
      { state: 'spoken-not-scripted', speaker: null, reason: expect.stringMatching(/No line/) },
    ],
    [
      'a sound',
      part({ cue: 1, state: 'unusable', speaker: null, lines: [] }),
      second(1, 2),
      { state: 'unusable', reason: expect.stringMatching(/sound or music/) },
    ],
    [
      'several together',
      part({ cue: 1, speaker: 'All' }),
      second(1, 2),
      { state: 'overlap', speaker: 'All', reason: expect.stringMatching(/Several people/) },
    ],
    [
      'outside the media',
      part({ cue: 1 }),
      { start: 31_999, end: 32_000 },
      { state: 'unusable', speaker: 'Orla', reason: expect.stringMatching(/outside the media/) },
    ],
  ])('%s', (_, given, span, wanted) => {
    expect(rows([given], [span])).toMatchObject([{ id: 'e1-c1-0', ...span, ...wanted }]);
  });

  test('two at once are an overlap each, and enrol nobody; a touch is none', () => {
    const found = drafts(
      [part({ cue: 1 }), part({ cue: 2 }), part({ cue: 3 })],
      [second(1, 3), second(2, 4), second(3.9, 6)],
    );
    expect(found.map(({ utterance, overlapped }) => [utterance.state, overlapped])).toEqual([
      ['overlap', true],
      ['overlap', true],
      ['matched', false],
    ]);
  });

  test('a label of the subtitle is a witness of its own', () => {
    const [row] = rows([part({ cue: 1, subtitleLabel: 'CAPT. ROOK' })], [second(1, 2)]);
    expect(row?.witnesses).toMatchObject({
      script: { character: 'Orla', probability: 0.9, lines: [1] },
      subtitle: { label: 'CAPT. ROOK', character: 'Rook' },
      voice: [],
    });
  });

  test('what no line matches stays in the scene that is going on', () => {
    const parts = [part({ cue: 1, lines: [2] }), part({ cue: 2, lines: [] })];
    expect(rows(parts, [second(1, 2), second(2, 3)]).map(({ scene }) => scene)).toEqual([1, 1]);
  });
});

test('a line that nobody speaks stands, without length, after the cue before it', () => {
  const alignment = {
    parts: [part({ cue: 1 })],
    unmatchedLines: [{ line: 3, speaker: 'Rook', text: 'Not said.', afterCue: 1 }],
  };
  expect(rows(alignment.parts, [second(1, 2)], { alignment })[1]).toMatchObject({
    id: 'e1-l3',
    state: 'scripted-not-spoken',
    start: 32_000,
    end: 32_000,
    speaker: 'Rook',
    scene: 2,
    cue: null,
  });
});

test('speech that no cue covers is kept without words, from half a second on', () => {
  const segments = [second(0, 1.2), second(5, 6), second(8, 8.4)];
  const found = rows([part({ cue: 1 })], [second(1, 2)], { segments }).slice(1);
  expect(found.map(({ state, text, start, end }) => ({ state, text, start, end }))).toEqual([
    { state: 'spoken-not-scripted', text: '', ...second(0, 1) },
    { state: 'spoken-not-scripted', text: '', ...second(5, 6) },
  ]);
});

test.each<[Span[], Span[], Span[]]>([
  [[second(0, 10)], [], [second(0, 10)]],
  [[second(0, 10)], [second(2, 3), second(5, 6)], [second(0, 2), second(3, 5), second(6, 10)]],
  [[second(0, 10)], [second(5, 12), second(0, 1)], [second(1, 5)]],
  [[second(0, 1), second(2, 3)], [second(0, 3)], []],
  [[second(2, 4)], [second(0, 3), second(1, 3.5)], [second(3.5, 4)]],
])('%j without %j is %j', (spans, covered, rest) => {
  expect(subtract(spans, covered)).toEqual(rest);
});
