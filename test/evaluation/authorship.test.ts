import { expect, it } from 'vitest';
import { type CharacterLine, learnAuthorship, seededRandom } from '../../main/evaluation/index.ts';
import { styleFeatures, tokensOf } from '../../main/evaluation/style-features.ts';

const COMMON = ['the boat', 'my sister', 'that lamp', 'the letter', 'our dinner', 'the storm', 'his coat'];
const MANNERS: Readonly<Record<string, (thing: string) => string>> = {
  Orla: (thing) => `Frankly, I would rather examine ${thing} first.`,
  Rook: (thing) => `Arr! Blast ${thing}, I say!`,
  Wick: (thing) => `um… is it ${thing}? is it?`,
};

function linesOf(character: string, count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const manner = MANNERS[character] as (thing: string) => string;
  return Array.from({ length: count }, () => manner(COMMON[Math.floor(random() * COMMON.length)] as string));
}
const learnt: CharacterLine[] = Object.keys(MANNERS).flatMap((character) =>
  linesOf(character, 60, 1).map((text) => ({ character, text })),
);

it("scores a character's own words above everybody else's", () => {
  const model = learnAuthorship(learnt);
  expect(model?.characters).toEqual(['Orla', 'Rook', 'Wick']);
  for (const character of model?.characters ?? []) {
    for (const other of model?.characters ?? []) {
      const score = model?.score(character, linesOf(other, 5, 9)) ?? 0;
      if (other === character) expect(score).toBeGreaterThan(0.2);
      else expect(score).toBeLessThan(-0.1);
    }
  }
});

it('tells which words spoke for the character', () => {
  const [strongest] = learnAuthorship(learnt)?.explain('Rook', ['Arr! Blast the moon, I say!']) ?? [];
  expect(strongest?.weight).toBeGreaterThan(0);
  expect(strongest?.feature).toMatch(/arr|blast|say|!/);
});

it('nothing known speaks neither for nor against', () => {
  expect(learnAuthorship(learnt)?.score('Orla', ['', 'zzyzx'])).toBeCloseTo(0, 9);
});

it('is the same whatever order characters come in', () => {
  const turned = [...learnt].sort((a, b) => b.character.localeCompare(a.character));
  const words = linesOf('Wick', 3, 4);
  expect(learnAuthorship(turned)?.score('Wick', words)).toBe(learnAuthorship(learnt)?.score('Wick', words));
});

it.each([
  { title: 'no lines', lines: [] },
  { title: 'one voice only', lines: learnt.filter(({ character }) => character === 'Orla') },
  { title: 'too few lines each', lines: learnt.filter((_, at) => at % 3 === 0) },
])('learns nothing from $title', ({ lines }) => {
  expect(learnAuthorship(lines)).toBeNull();
});

it('characters with few lines are the rest of the world', () => {
  const few = learnt.filter(({ character }, at) => character === 'Orla' || at % 2 === 0);
  const model = learnAuthorship(few);
  expect(model?.characters).toEqual(['Orla']);
  expect(model?.score('Orla', linesOf('Orla', 5, 5))).toBeGreaterThan(
    model?.score('Orla', linesOf('Rook', 5, 5)) ?? 0,
  );
  expect(() => model?.score('Rook', ['Arr!'])).toThrow('Rook');
});

it.each([
  { line: 'I’m — so… OVER it!!', tokens: ["i'm", '—', 'so', '…', 'over', 'it', '!!'] },
  { line: 'Überraschung 42', tokens: ['überraschung', '42'] },
  { line: '你好', tokens: ['你', '好'] },
  { line: ' \n ', tokens: [] },
])('tokens of $line', ({ line, tokens }) => {
  expect(tokensOf(line)).toEqual(tokens);
});

it('features are words, neighbours and pairs with a gap, the ends included', () => {
  expect(styleFeatures('so happy')).toEqual([
    'so',
    'happy',
    '\u0002 so',
    'so happy',
    'happy \u0003',
    '\u0002 _ happy',
    'so _ \u0003',
  ]);
});

it('a line of a million characters costs no more than a long one', () => {
  expect(styleFeatures('ha '.repeat(400_000)).length).toBeLessThan(10_000);
});
