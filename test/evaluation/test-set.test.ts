import { expect, it } from 'vitest';
import { heldOutEpisodes } from '../../main/evaluation/held-out.ts';
import { type EvaluationLine, insidePath, prepareTestSet, testSet } from '../../main/evaluation/test-set.ts';

const episodes = Array.from({ length: 10 }, (_, at) => `e${at}`);

function series(count = 10): EvaluationLine[] {
  return episodes.slice(0, count).flatMap((episode) =>
    Array.from({ length: 60 }, (_, at) => ({
      id: `${episode}-${at}`,
      episode,
      character: at % 2 === 0 ? 'Orla' : 'Rook',
      text: `This is line ${at} of ${episode}.`,
      start: at * 48_000,
      end: at * 48_000 + 32_000,
      scene: Math.floor(at / 12),
    })),
  );
}
const options = { series: 'S', seed: 'rolecall', heldOut: ['e2', 'e7'], prompts: 8 };

it('prompts, references and what is learnt share no episode and no clip', () => {
  const { testSet: made, clips } = prepareTestSet(series(), options);
  expect(testSet.parse(made)).toEqual(made);
  expect(made.characters.map(({ name, prompts, voice }) => [name, prompts.length, voice.length])).toEqual([
    ['Orla', 8, 8],
    ['Rook', 8, 8],
  ]);
  for (const { prompts, voice } of made.characters) {
    const asked = new Set(prompts.map(({ reference }) => reference.utterance));
    for (const { utterance } of voice) expect(asked.has(utterance)).toBe(false);
    for (const { episode, reference, context } of prompts) {
      expect(options.heldOut).toContain(episode);
      expect(context.at(-1)?.text).not.toBe(reference.text);
    }
  }
  expect(clips.every(({ episode }) => options.heldOut.includes(episode))).toBe(true);
  expect(made.lines).toHaveLength(8 * 60);
  expect(made.lines.some(({ text }) => text.includes('e2') || text.includes('e7'))).toBe(false);
});

it('context stays inside the scene', () => {
  const { testSet: made } = prepareTestSet(series(), options);
  for (const { reference, context } of made.characters.flatMap(({ prompts }) => prompts)) {
    const place = Number(reference.utterance.split('-')[1]);
    const scene = Math.floor(place / 12);
    for (const { text } of context) expect(Math.floor(Number(/line (\d+)/.exec(text)?.[1]) / 12)).toBe(scene);
  }
});

it('more episodes of other stories change no prompt', () => {
  const one = prepareTestSet(series(8), options).testSet.characters;
  expect(prepareTestSet(series(10), options).testSet.characters).toEqual(one);
});

it('a character with too few lines is left out and named', () => {
  const lines = [
    ...series(),
    {
      ...(series()[0] as EvaluationLine),
      id: 'x',
      episode: 'e2',
      character: 'Wick',
      start: 1e8,
      end: 1e8 + 32_000,
    },
  ];
  expect(prepareTestSet(lines, options).leftOut).toEqual([
    { character: 'Wick', reason: 'too few lines with something said before them' },
  ]);
});

it('says what to do where nobody can be tested', () => {
  expect(() => prepareTestSet(series(), { ...options, heldOut: [] })).toThrow('at least two');
  expect(() => prepareTestSet(series(), { ...options, characters: ['Nobody'] })).toThrow('No character');
});

it.each([
  { title: 'none', count: 0, held: 0 },
  { title: 'one episode is never held out', count: 1, held: 0 },
  { title: 'of two, one', count: 2, held: 1 },
])('held out: $title', ({ count, held }) => {
  expect(heldOutEpisodes('S', episodes.slice(0, count))).toHaveLength(held);
});

it('about a fifth is held out, and what is held out stays so as the library grows', () => {
  const many = Array.from({ length: 500 }, (_, at) => `e${at}`);
  const held = heldOutEpisodes('S', many);
  expect(held.length).toBeGreaterThan(70);
  expect(held.length).toBeLessThan(130);
  const early = heldOutEpisodes('S', many.slice(0, 100));
  expect(held.filter((each) => many.indexOf(each) < 100)).toEqual(early);
});

it.each(['../x.wav', '/etc/passwd', 'a/../b', 'C:\\x', 'a//b', '.hidden', '', 'a\0b'])(
  'refuses the path %j',
  (path) => {
    expect(insidePath.safeParse(path).success).toBe(false);
  },
);
