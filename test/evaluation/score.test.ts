import { expect, it } from 'vitest';
import { escapeHtml } from '../../main/evaluation/escape.ts';
import {
  type HeardAnswer,
  type HeardClip,
  prepareTestSet,
  reportHtml,
  type ScoredSystem,
  scoreEvaluation,
  seededRandom,
} from '../../main/evaluation/index.ts';

const MANNERS: Readonly<Record<string, (n: number) => string>> = {
  Orla: (n) => `Frankly, I would rather examine exhibit ${n} first.`,
  Rook: (n) => `Arr! Blast number ${n}, I say!`,
};
const DIRECTIONS: Readonly<Record<string, number>> = { Orla: 0, Rook: Math.PI / 2 };
const lines = ['e1', 'e2'].flatMap((episode) =>
  Array.from({ length: 120 }, (_, at) => {
    const character = at % 2 === 0 ? 'Orla' : 'Rook';
    return {
      id: `${episode}-${at}`,
      episode,
      character,
      text: MANNERS[character]?.(at % 9) ?? '',
      start: at * 48_000,
      end: at * 48_000 + 32_000,
      scene: Math.floor(at / 20),
    };
  }),
);
const { testSet } = prepareTestSet(lines, {
  series: 'The <Lamplighters>',
  seed: 's',
  heldOut: ['e2'],
  prompts: 10,
});

const random = seededRandom(1);
/** A clip of a voice: a direction with some spread. */
function clipTowards(angle: number): HeardClip {
  const here = angle + (random() - 0.5) * 0.4;
  return {
    embedding: Float32Array.of(Math.cos(here), Math.sin(here)),
    fluency: { seconds: 2, speechRate: 3, silence: 0.1, longestPauseSeconds: 0.2, clipping: 0, level: -20 },
  };
}
const clips = new Map(
  testSet.characters.flatMap(({ name, prompts, voice }) =>
    [...voice, ...prompts.map(({ reference }) => reference)].map(
      ({ audio }) => [audio, clipTowards(DIRECTIONS[name] ?? 0)] as const,
    ),
  ),
);
const systemOf = (name: string, answer: (character: string, at: number) => HeardAnswer): ScoredSystem => ({
  name,
  answers: new Map(
    testSet.characters.flatMap(({ name: character, prompts }) =>
      prompts.map(({ id }, at) => [id, answer(character, at)] as const),
    ),
  ),
});
const trained = systemOf('trained', (character, at) => ({
  text: MANNERS[character]?.(at + 20) ?? null,
  sound: clipTowards((DIRECTIONS[character] ?? 0) + 0.3),
}));
const untrained = systemOf('untrained', (_character, at) => ({
  text: `As an assistant I am glad to help with question ${at}.`,
  sound: clipTowards(-2.2),
}));
const evaluation = scoreEvaluation({ testSet, clips, systems: [trained, untrained] });

it("puts real answers on top, others' at the bottom, and systems where they belong", () => {
  const [first, second] = evaluation.systems;
  const similarity = (system: typeof first): number => system?.overall.similarity?.mean ?? Number.NaN;
  expect(similarity(evaluation.ceiling)).toBeGreaterThan(similarity(first));
  expect(similarity(first)).toBeGreaterThan(similarity(evaluation.floor));
  expect(first?.overall.content?.low).toBeGreaterThan(second?.overall.content?.high ?? 0);
  expect(evaluation.ceiling.overall.margin?.low).toBeGreaterThan(0);
  expect(evaluation.floor.overall.margin?.high).toBeLessThan(0);
});

it('says where a system lies between floor and ceiling', () => {
  for (const { acoustic, content } of evaluation.systems[0]?.characters ?? []) {
    expect(acoustic.position).toBeGreaterThan(0.5);
    expect(acoustic.position).toBeLessThan(1.1);
    expect(content.position).toBeGreaterThan(0.5);
  }
});

it('compares systems on the same prompts', () => {
  expect(evaluation.comparisons.map(({ measure, first, second }) => [measure, first, second])).toEqual([
    ['similarity', 'trained', 'untrained'],
    ['words', 'trained', 'untrained'],
  ]);
  for (const { difference, probability } of evaluation.comparisons) {
    expect(difference.low).toBeGreaterThan(0);
    expect(difference.count).toBe(20);
    expect(probability).toBeLessThan(0.01);
  }
});

it('answers without sound or words are counted and scored for what they have', () => {
  const [mute] = scoreEvaluation({
    testSet,
    clips,
    systems: [systemOf('mute', (_c, at) => ({ text: at < 3 ? 'Arr! Blast it, I say!' : null, sound: null }))],
  }).systems;
  for (const { acoustic, content, quality, answered } of mute?.characters ?? []) {
    expect(answered).toBe(10);
    expect(acoustic).toMatchObject({ similarity: null, margin: null, position: null, nearest: null });
    expect(content.words).toBe(3);
    expect(quality).toMatchObject({ spoken: 0, speechRate: null, repeated: 1 });
  }
});

it('scores the same answers the same', () => {
  expect(scoreEvaluation({ testSet, clips, systems: [trained, untrained] })).toEqual(evaluation);
});

it('a report of hostile text shows it and obeys none of it', () => {
  const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202etxt.\0';
  const evil = scoreEvaluation({
    testSet: {
      ...testSet,
      series: hostile,
      characters: testSet.characters.map((each) => ({
        ...each,
        name: each.name === 'Rook' ? hostile : each.name,
      })),
    },
    clips,
    systems: [systemOf(hostile, () => ({ text: hostile, sound: null }))],
  });
  const html = reportHtml(evil, (_prompt, system) =>
    system === null ? { type: 'audio/wav"><script>', base64: 'UklGRg==' } : null,
  );
  expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>|\u202e|\0/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain(`default-src 'none'`);
  expect(html).not.toMatch(/https?:\/\/|<link|<iframe|@import|url\(/);
  expect(html.match(/<audio controls preload="none" src="data:/g)?.length).toBeGreaterThan(0);
});

it('what a judge said stands in the report with its rubric', () => {
  const judge = {
    model: 'judge <i>',
    rubric: 'Rate & be fair.',
    systems: [
      {
        name: 'the real answers',
        character: { mean: 4, low: 3, high: 5, count: 9 },
        fit: null,
        judged: 9,
        failed: 1,
      },
    ],
  };
  const html = reportHtml(scoreEvaluation({ testSet, clips, systems: [trained], judge }), () => null);
  expect(html).toContain('judge &lt;i&gt; rated');
  expect(html).toContain('Rate &amp; be fair.');
  expect(html).toContain('no rating for 1');
});

it('the report names what stands beside it as not comparable', () => {
  const html = reportHtml(evaluation, () => null);
  expect(html).toContain('2509.23435');
  expect(html).toContain('not comparable');
  expect(html.match(/<svg /g)).toHaveLength(3);
});

it.each([
  { text: 'a & b', html: 'a &amp; b' },
  { text: `'"\``, html: '&#39;&quot;&#96;' },
  { text: 'a\nb', html: 'a b' },
  { text: 'a\x1bb\ud800', html: 'a\ufffdb\ufffd' },
])('escaped: $text', ({ text, html }) => {
  expect(escapeHtml(text)).toBe(html);
});
