import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlignmentInput, alignScript } from '../../main/alignment/index.ts';
import { alignTexts, inputFrom, linesFrom, partsFrom, speakersOf } from './made-input.ts';

const KITCHEN = [
  'Ross: The pipe under your sink has burst again this morning.',
  'Monica: Then call the plumber before my mother arrives for lunch.',
  'Ross: He will not come until somebody pays the old bill.',
  'Monica: I gave you that money on Tuesday!',
  'Ross: And I spent it on a very small fossil.',
];
const TOWER = [
  'Wick: The lantern went dark at half past nine.',
  'Pell: Nobody has climbed those steps since winter.',
  'Wick: Somebody did, the dust is full of boots.',
];
const textOf = (line: string): string => line.slice(line.indexOf(': ') + 2);
const speakerOf = (line: string): string => line.slice(0, line.indexOf(': '));
const kitchen = KITCHEN.map(textOf);
const tower = TOWER.map(textOf);

/** Forty lines of "Hey.", each answered by a line of its own. */
const greetings = Array.from({ length: 40 }, (_, i) => {
  const names = ['Ross', 'Monica', 'Joey'];
  const number = `${'abcdefgh'[i % 8]}${'aeiou'[i % 5]}${'klmnprst'[(i * 3) % 8]}`;
  return [
    `${names[i % 3]}: Hey.`,
    `${names[(i + 1) % 3]}: There is a ${number} in the ${i % 2 ? 'attic' : 'cellar'}.`,
  ];
}).flat();

interface Row {
  readonly title: string;
  readonly script: readonly string[];
  readonly cues: readonly string[];
  readonly speakers: readonly (string | null)[];
}
const rows: Row[] = [
  { title: 'the text agrees', script: KITCHEN, cues: kitchen, speakers: KITCHEN.map(speakerOf) },
  {
    title: '"Hey." forty times among other lines',
    script: greetings,
    cues: greetings.map(textOf),
    speakers: greetings.map(speakerOf),
  },
  {
    title: '"Hey." forty times in a row, by turns',
    script: [...KITCHEN, ...Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'Ross' : 'Monica'}: Hey.`)],
    cues: [...kitchen, ...Array.from({ length: 40 }, () => 'Hey.')],
    speakers: [
      ...KITCHEN.map(speakerOf),
      ...Array.from({ length: 40 }, (_, i) => (i % 2 ? 'Ross' : 'Monica')),
    ],
  },
  {
    title: 'condensed words',
    script: KITCHEN,
    cues: [
      'The pipe has burst again.',
      'Call plumber before my mother arrives.',
      "Won't come until somebody pays.",
      'I gave you money Tuesday!',
      'I spent it on a fossil.',
    ],
    speakers: KITCHEN.map(speakerOf),
  },
  {
    title: 'misspelt words',
    script: KITCHEN,
    cues: [
      'The pype under your sinc has bursted again.',
      'Then call the plummer before my mother arives.',
      ...kitchen.slice(2),
    ],
    speakers: KITCHEN.map(speakerOf),
  },
  {
    title: 'a scene that the script lacks is nobody’s',
    script: KITCHEN,
    cues: [...kitchen, ...tower],
    speakers: [...KITCHEN.map(speakerOf), null, null, null],
  },
  {
    title: 'a scene that is not spoken takes nothing away',
    script: [
      '[Scene: Kitchen]',
      ...KITCHEN,
      '[Scene: Tower]',
      ...TOWER,
      '[Scene: Quay]',
      'Ross: Is only the fish hungry?',
    ],
    cues: [...kitchen, 'Is only the fish hungry?'],
    speakers: [...KITCHEN.map(speakerOf), 'Ross'],
  },
  {
    title: 'scenes in another order',
    script: ['[Scene: Kitchen]', ...KITCHEN, '[Scene: Tower]', ...TOWER],
    cues: [...tower, ...kitchen],
    speakers: [...TOWER, ...KITCHEN].map(speakerOf),
  },
  {
    title: 'two speakers in one cue',
    script: KITCHEN,
    cues: [`- ${kitchen[0]}\n- ${kitchen[1]}`, ...kitchen.slice(2)],
    speakers: KITCHEN.map(speakerOf),
  },
  {
    title: 'one line over several cues',
    script: KITCHEN,
    cues: ['The pipe under your sink', 'has burst again this morning.', ...kitchen.slice(1)],
    speakers: ['Ross', ...KITCHEN.map(speakerOf)],
  },
  {
    title: 'a cue that spans two lines of one speaker',
    script: ['Ross: The pipe has burst.', 'Ross: The kitchen swims like a lake.', ...KITCHEN.slice(1)],
    cues: ['The pipe has burst. The kitchen swims like a lake.', ...kitchen.slice(1)],
    speakers: ['Ross', ...KITCHEN.slice(1).map(speakerOf)],
  },
  {
    title: 'another story’s script names nobody',
    script: KITCHEN,
    cues: tower,
    speakers: [null, null, null],
  },
  {
    title: 'music and sounds have no speaker, whatever their words',
    script: KITCHEN,
    cues: [`♪ ${kitchen[1]} ♪`, '[DOOR CREAKS]', ...kitchen],
    speakers: [null, null, ...KITCHEN.map(speakerOf)],
  },
  {
    title: 'the subtitle’s own label names what the script lacks',
    script: KITCHEN,
    cues: ['MONICA: Something wholly unheard of before.', ...kitchen],
    speakers: ['Monica', ...KITCHEN.map(speakerOf)],
  },
  {
    title: 'a group speaks as a group',
    script: [
      'Ross: We have a surprise for you in the garage.',
      'Ross and Chandler: Happy birthday dear Monica!',
      'Monica: You two should not have done this.',
      'All: Three cheers for the birthday girl!',
      'Chandler: And now the cake with the crooked candles.',
    ],
    cues: [
      'We have a surprise for you in the garage.',
      'Happy birthday dear Monica!',
      'You two should not have done this.',
      'Three cheers for the birthday girl!',
      'And now the cake with the crooked candles.',
    ],
    speakers: ['Ross', 'Ross and Chandler', 'Monica', 'All', 'Chandler'],
  },
];

describe('who speaks', () => {
  test.each(rows)('$title', ({ script, cues, speakers }) => {
    expect(speakersOf(alignTexts(script, cues))).toEqual(speakers);
  });
});

describe('what is told beside the speaker', () => {
  test('a matched part names the lines it was taken from', () => {
    const { parts } = alignTexts(
      ['Ross: The pipe has burst.', 'Ross: The kitchen swims like a lake.', ...KITCHEN.slice(1)],
      ['The pipe has burst. The kitchen swims like a lake.', ...kitchen.slice(1)],
    );
    expect(parts.map(({ lines }) => lines)).toEqual([[1, 2], [3], [4], [5], [6]]);
    expect(parts.every(({ state }) => state === 'matched')).toBe(true);
  });

  test('a cue over two speakers’ lines is the one’s who says most, and less sure', () => {
    const { parts } = alignTexts(KITCHEN, [`${kitchen[0]} Then call the plumber`, ...kitchen.slice(2)]);
    expect(parts[0]?.speaker).toBe('Ross');
    expect(parts[0]?.confidence).toBeLessThan(0.95);
    expect(parts[0]?.candidates.map(({ character }) => character)).toContain('Monica');
  });

  test('what the script lacks is spoken and not scripted', () => {
    const { parts } = alignTexts(KITCHEN, [...kitchen, ...tower]);
    const states = [...KITCHEN.map(() => 'matched'), ...TOWER.map(() => 'spoken-not-scripted')];
    expect(parts.map(({ state }) => state)).toEqual(states);
  });

  test('music and sounds are unusable', () => {
    const { parts } = alignTexts(KITCHEN, ['♪ La la la ♪', '[DOOR CREAKS]', ...kitchen]);
    expect(parts.slice(0, 2).map(({ state }) => state)).toEqual(['unusable', 'unusable']);
  });

  test('lines that are not spoken are told in the script’s order, with the cue before them', () => {
    const script = [
      '[Scene: Tower]',
      ...TOWER,
      '[Scene: Kitchen]',
      ...KITCHEN,
      '[Scene: Quay]',
      'Ross: Is only the fish hungry?',
    ];
    const { unmatchedLines } = alignTexts(script, kitchen);
    expect(unmatchedLines.map(({ line, speaker, afterCue }) => [line, speaker, afterCue])).toEqual([
      [1, 'Wick', 0],
      [2, 'Pell', 0],
      [3, 'Wick', 0],
      [9, 'Ross', 5],
    ]);
  });

  test('a label against the script is kept beside the script’s speaker, who is less sure', () => {
    const [plain, against] = [kitchen, [kitchen[0]!, `ROSS: ${kitchen[1]}`, ...kitchen.slice(2)]].map(
      (cues) => alignTexts(KITCHEN, cues).parts[1],
    );
    expect(against).toMatchObject({ speaker: 'Monica', subtitleLabel: 'ROSS' });
    expect(against!.confidence).toBeLessThan(plain!.confidence);
  });

  test('cues out of order in the file are aligned by time and answered in the file’s order', () => {
    const input = inputFrom(KITCHEN, kitchen);
    const shuffled = [3, 0, 4, 1, 2].map((index) => input.parts[index]!);
    const { parts } = alignScript({ ...input, parts: shuffled });
    expect(parts.map(({ cue, speaker }) => [cue, speaker])).toEqual([
      [4, 'Monica'],
      [1, 'Ross'],
      [5, 'Ross'],
      [2, 'Monica'],
      [3, 'Ross'],
    ]);
  });
});

describe('empty texts', () => {
  const none: AlignmentInput = { lines: [], parts: [] };
  test.each([
    { title: 'nothing at all', input: none, parts: 0, unmatched: 0 },
    { title: 'no script', input: { ...none, parts: partsFrom(kitchen) }, parts: 5, unmatched: 0 },
    { title: 'no cues', input: { ...none, lines: linesFrom(KITCHEN) }, parts: 0, unmatched: 5 },
    { title: 'parts without words', input: inputFrom(KITCHEN, ['...', '!']), parts: 2, unmatched: 5 },
    {
      title: 'lines without words',
      input: inputFrom(['Ross: ...', 'Monica: !'], ['Hello there.']),
      parts: 1,
      unmatched: 0,
    },
  ])('$title', ({ input, parts, unmatched }) => {
    const aligned = alignScript(input);
    expect(speakersOf(aligned)).toEqual(Array.from({ length: parts }, () => null));
    expect(aligned.unmatchedLines).toHaveLength(unmatched);
  });
});

const word = fc.constantFrom(
  'hey',
  'you',
  'no',
  'what',
  'pipe',
  'plumber',
  'mother',
  'fossil',
  'lantern',
  'boots',
  'bill',
);
const sentence = fc
  .tuple(fc.array(word, { maxLength: 7 }), fc.constantFrom('.', '?', '!', ''))
  .map(([words, mark]) => words.join(' ') + mark);
const script = fc.array(
  fc
    .tuple(fc.constantFrom('Ross', 'Monica', 'Joey and Chandler'), sentence)
    .map(([name, text]) => `${name}: ${text}`),
  { maxLength: 12 },
);
const anyInput = fc
  .tuple(script, fc.array(fc.oneof(sentence, fc.tuple(sentence, sentence)), { maxLength: 12 }))
  .map(([lines, cues]) => inputFrom(lines, cues));

describe('for any texts', () => {
  test('every part is answered once, in the order given, by nobody who is invented, with a probability', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { parts, unmatchedLines } = alignScript(input);
        expect(parts.map(({ cue, part, text }) => [cue, part, text])).toEqual(
          input.parts.map(({ cue, part, text }) => [cue, part, text]),
        );
        const known = new Set(input.lines.map(({ speaker }) => speaker));
        const ordinals = new Set(input.lines.map(({ ordinal }) => ordinal));
        const kept = new Set([
          ...parts.flatMap((part) => part.lines),
          ...unmatchedLines.map(({ line }) => line),
        ]);
        for (const { ordinal, words } of input.lines)
          expect(words.length === 0 || kept.has(ordinal)).toBe(true);
        for (const { speaker, confidence, candidates, lines, state } of parts) {
          expect(speaker === null || known.has(speaker)).toBe(true);
          expect(state).toBe(lines.length > 0 ? 'matched' : 'spoken-not-scripted');
          if (state === 'matched') expect(speaker).not.toBeNull();
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          expect(candidates.every(({ character }) => known.has(character))).toBe(true);
          expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThan(1 + 1e-9);
          expect(lines.every((line) => ordinals.has(line))).toBe(true);
        }
        expect(unmatchedLines.every(({ line }) => ordinals.has(line))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('the same texts get the same answer, in whatever order the parts stand', () => {
    const shuffled = anyInput.chain((input) =>
      fc
        .shuffledSubarray([...input.parts], { minLength: input.parts.length })
        .map((parts) => ({ input, other: { ...input, parts } })),
    );
    fc.assert(
      fc.property(shuffled, ({ input, other }) => {
        const key = ({ cue, part }: { cue: number; part: number }): string => `${cue}.${part}`;
        const first = new Map(alignScript(input).parts.map((part) => [key(part), part]));
        for (const part of alignScript(other).parts) expect(part).toEqual(first.get(key(part)));
      }),
      { numRuns: 60 },
    );
  });
});
