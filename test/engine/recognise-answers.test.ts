import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AnswerRecogniser } from '../../main/engine/recognise-answers.ts';
import { scoreAnswers } from '../../main/engine/score-answers.ts';
import { wavFile } from '../../main/media/index.ts';
import type { RecogniserSettings } from '../../main/recognition/index.ts';
import { rolecall } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { int16, noise } from '../helpers/sound.ts';

const { signal } = new AbortController();
const REAL = ['We sail at dawn.', 'Read the letter again.', 'Nobody asked the cook.'];
const PROMPTS = REAL.map((_, at) => `p-00000000000${at}`);

/** A sound whose first sample says which of the words the fake recogniser hears. */
function soundOf(word: number): Buffer {
  const samples = int16(noise(16_000, 0.1, word + 1));
  samples[0] = word;
  return wavFile(samples);
}

/** A program that hears `words` by the number at the start of each file; `before` runs first. */
function fakeRecogniser(words: readonly string[], before = '') {
  const file = join(temporaryFolder(), 'fake-recogniser.mjs');
  writeFileSync(
    file,
    `import { readFileSync } from 'node:fs';
const files = process.argv.slice(2);
${before}
const words = ${JSON.stringify(words)};
const results = files.map((file) => ({ file, text: words[readFileSync(file).readInt16LE(44)] }));
console.log(JSON.stringify({ results }));`,
  );
  return { kind: 'command' as const, command: [process.execPath, file] };
}

function testSetFolder(): string {
  const folder = temporaryFolder();
  const clip = (audio: string, text: string) => ({ utterance: audio, audio, text, seconds: 1 });
  writeFileSync(
    join(folder, 'test-set.json'),
    JSON.stringify({
      kind: 'rolecall-test-set',
      version: 1,
      series: 'The Lamplighters',
      seed: 's',
      heldOut: ['e1'],
      characters: [
        {
          name: 'Orla',
          prompts: PROMPTS.map((id, at) => ({
            id,
            episode: 'e1',
            context: [{ speaker: 'Rook', text: 'Well?', audio: 'voice.wav' }],
            reference: clip(`real-${at}.wav`, REAL[at] ?? ''),
          })),
          voice: [clip('voice.wav', 'A line that no answer is asked for.')],
        },
      ],
      lines: [],
    }),
  );
  for (const at of REAL.keys()) writeFileSync(join(folder, `real-${at}.wav`), soundOf(at));
  // The fake recogniser knows no word 99 and would fail on it: the voice must not be given to it.
  writeFileSync(join(folder, 'voice.wav'), soundOf(99));
  return folder;
}

function answersFolder(texts: readonly (string | null)[]): string {
  const folder = join(temporaryFolder(), 'answers');
  mkdirSync(folder);
  for (const [at, text] of texts.entries()) {
    writeFileSync(join(folder, `${PROMPTS[at]}.wav`), soundOf(at));
    if (text !== null) writeFileSync(join(folder, `${PROMPTS[at]}.txt`), text);
  }
  return folder;
}

const scored = (recogniser: RecogniserSettings | null, texts: readonly (string | null)[]) =>
  scoreAnswers({
    tests: testSetFolder(),
    systems: [{ folder: answersFolder(texts), name: 'trained' }],
    recogniser,
    directory: join(temporaryFolder(), 'report'),
    signal,
    onProgress: () => {},
  });

it('a recogniser gives the word error rate of every answer against its own text', async () => {
  // Of the answers' texts the first is heard as it is, the second with one word of four replaced.
  const { evaluation, files, warnings } = await scored(fakeRecogniser(REAL), [
    "We'll sail at dawn",
    'Read that letter again',
    null,
  ]);
  expect(warnings).toEqual([]);
  expect(evaluation.recogniser).toEqual({
    name: 'fake-recogniser.mjs',
    failure: null,
    spoken: 6,
    measured: 5,
    withoutText: 1,
  });
  const [system] = evaluation.systems;
  const rates = evaluation.answers.filter((each) => each.system === 'trained').map((each) => each.recognised);
  // "we will sail at dawn" is five words.
  expect(rates.map((each) => each?.wordErrorRate ?? null)).toEqual([0.2, 0.25, null]);
  expect(rates[1]?.heard).toBe('Read the letter again.');
  expect(system?.characters[0]?.quality.wordErrorRate?.mean).toBeCloseTo(0.225, 9);
  expect(system?.characters[0]?.quality.wordErrorRate).toMatchObject({ low: 0.2, high: 0.25, count: 2 });
  expect(system?.overall.wordErrorRate).toMatchObject({ low: 0.2, high: 0.25, count: 2 });
  expect(evaluation.ceiling.overall.wordErrorRate).toEqual({ mean: 0, low: 0, high: 0, count: 3 });
  expect(evaluation.floor.overall.wordErrorRate).toBeNull();
  expect(JSON.parse(readFileSync(files[0] as string, 'utf8'))).toMatchObject({
    systems: [{ overall: { wordErrorRate: { count: 2 } } }],
    recogniser: { measured: 5 },
  });
  const html = readFileSync(files[1] as string, 'utf8');
  expect(html).toContain('5 of 6 spoken answers were measured. Not measured: 1 without a text');
  expect(html).toContain('recogniser heard: <bdi>Read the letter again.</bdi>, word error rate 0.25');
  expect(html).not.toContain('Warning');
});

it.each<[string, () => RecogniserSettings, string]>([
  [
    'fails',
    () => fakeRecogniser(REAL, `console.error('no <model> here'); process.exit(3);`),
    'no &lt;model&gt; here',
  ],
  ['is not there', () => ({ kind: 'command', command: ['/no/such/recogniser'] }), '/no/such/recogniser'],
  ['has no model', () => ({ kind: 'sherpa', folder: '/no/such/model' }), '/no/such/model'],
])('a recogniser that %s is a warning in the report, and the rest is scored', async (_title, made, said) => {
  const { evaluation, files, warnings } = await scored(made(), REAL);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^Intelligibility is not measured in full/);
  expect(evaluation.recogniser).toMatchObject({ spoken: 6, measured: 0, failure: expect.any(String) });
  expect(evaluation.systems[0]?.overall.wordErrorRate).toBeNull();
  expect(evaluation.systems[0]?.characters[0]?.quality.silence?.count).toBe(3);
  const html = readFileSync(files[1] as string, 'utf8');
  expect(html).toContain('Warning: the recogniser stopped working');
  expect(html).toContain(said);
});

it('what was recognised before a failure stays, and a broken recogniser is not asked again', async () => {
  const log = join(temporaryFolder(), 'calls.txt');
  const settings = fakeRecogniser(
    ['aye aye'],
    `const { appendFileSync } = await import('node:fs'); appendFileSync(${JSON.stringify(log)}, files.length + ' ');
if (files.length < 32) process.exit(1);`,
  );
  const recogniser = new AnswerRecogniser(settings, signal);
  const found: number[] = [];
  const add = (text: string, samples = new Int16Array(100)) =>
    recogniser.add(samples, text, ({ wordErrorRate }) => found.push(wordErrorRate));
  await add('…');
  await add('nothing is said', new Int16Array(0));
  for (let at = 0; at < 33; at += 1) await add('aye no');
  expect((await recogniser.finish()).failure).toContain('ended with 1');
  await add('aye aye');
  await recogniser.finish();
  await recogniser.close();
  expect(found).toEqual([1, ...new Array<number>(32).fill(0.5)]);
  expect(readFileSync(log, 'utf8')).toBe('32 1 ');
});

it('the command line takes a recogniser as `run` does', async () => {
  const { command } = fakeRecogniser(REAL);
  const score = (spec: string) =>
    rolecall(
      ...['evaluate', 'score', testSetFolder(), answersFolder(REAL)],
      ...['--report', join(temporaryFolder(), 'report'), '--recogniser', spec],
    );
  const { code, stdout } = await score(`command:${JSON.stringify(command)}`);
  expect(code).toBe(0);
  expect(stdout).toContain('word errors');
  expect(stdout).toContain('6 of 6 spoken answers measured, 0 without text');
  expect(await score('shout:loudly')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no recogniser'),
  });
  expect(await score('http://192.0.2.1/v1')).toMatchObject({ code: 2 });
});
