import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import {
  collectEvaluation,
  createProject,
  openProject,
  PACK_FORMATS,
  type Project,
  packCharacter,
  prepareEvaluation,
  runProject,
  scanProject,
  scoreAnswers,
} from '../../main/engine/index.ts';
import { loadTestSet } from '../../main/evaluation/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';

const signal = new AbortController().signal;
const home = mkdtempSync(join(tmpdir(), 'rolecall-evaluate-'));
const path = join(home, 'sample.rolecall');
const tests = join(home, 'tests');

beforeAll(async () => {
  const made = await createProject(path, sampleLibrary);
  await scanProject(made);
  await runProject(made, { signal, onProgress: () => {} });
  await prepareEvaluation(made, prepared(tests));
  made.close();
  return () => import('node:fs').then(({ rmSync }) => rmSync(home, { recursive: true, force: true }));
});

const prepared = (directory: string) => ({
  directory,
  series: null,
  heldOut: ['The Lamplighters S01E02'],
  characters: null,
  prompts: 6,
  acceptedOnly: false,
  seed: 'rolecall',
  signal,
  onProgress: () => {},
});

function sample(): Project {
  const project = openProject(path);
  onTestFinished(() => project.close());
  return project;
}

it('prepares prompts with their clips from the held-out episode, the same each time', async () => {
  const { testSet } = await loadTestSet(tests);
  expect(testSet.characters.length).toBeGreaterThanOrEqual(4);
  const clips = testSet.characters.flatMap(({ prompts, voice }) => [
    ...voice.map(({ audio }) => audio),
    ...prompts.flatMap(({ reference, context }) => [reference.audio, ...context.map(({ audio }) => audio)]),
  ]);
  for (const clip of clips) expect(existsSync(join(tests, clip))).toBe(true);
  const again = join(temporaryFolder(), 'again');
  await prepareEvaluation(sample(), prepared(again));
  expect(readFileSync(join(again, 'test-set.json'))).toEqual(readFileSync(join(tests, 'test-set.json')));
  for (const clip of clips) expect(readFileSync(join(again, clip))).toEqual(readFileSync(join(tests, clip)));
  await expect(prepareEvaluation(sample(), prepared(tests))).rejects.toThrow('not empty');
});

it('the real clips as answers reach the ceiling; a model with one voice for all lies far below', async () => {
  const { testSet } = await loadTestSet(tests);
  const echo = join(temporaryFolder(), 'echo');
  mkdirSync(echo);
  for (const { id, reference } of testSet.characters.flatMap(({ prompts }) => prompts)) {
    copyFileSync(join(tests, reference.audio), join(echo, `${id}.wav`));
    writeFileSync(join(echo, `${id}.txt`), reference.text);
  }
  const [first] = testSet.characters;
  const voice = readFileSync(join(tests, first?.prompts[0]?.reference.audio ?? ''));
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const message = {
        content: null,
        audio: { data: voice.toString('base64'), transcript: 'I am glad to help.' },
      };
      response.end(JSON.stringify({ choices: [{ message }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const collected = join(temporaryFolder(), 'one-voice');
  const { port } = server.address() as AddressInfo;
  const report = await collectEvaluation({
    tests,
    directory: collected,
    address: `http://127.0.0.1:${port}/v1`,
    allowRemote: false,
    model: 'stub',
    sendAudio: true,
    wantAudio: true,
    timeLimitSeconds: 10,
    attempts: 1,
    signal,
    onProgress: () => {},
  });
  expect(report.failed).toEqual([]);
  writeFileSync(join(collected, 'audio', 'stray.wav'), 'nothing');
  const out = join(temporaryFolder(), 'report');
  const { evaluation, files, warnings } = await scoreAnswers({
    tests,
    systems: [
      { folder: echo, name: null },
      { folder: collected, name: 'One voice <b>' },
    ],
    directory: out,
    signal,
    onProgress: () => {},
  });
  expect(warnings).toEqual([]);
  const [real, flat] = evaluation.systems;
  expect(real?.name).toBe('echo');
  expect(real?.overall.similarity?.mean).toBeCloseTo(
    evaluation.ceiling.overall.similarity?.mean ?? Number.NaN,
    6,
  );
  expect(real?.overall.similarity?.low).toBeGreaterThan(flat?.overall.similarity?.high ?? Number.NaN);
  expect(real?.overall.margin?.low).toBeGreaterThan(0);
  expect(evaluation.floor.overall.similarity?.high).toBeLessThan(real?.overall.similarity?.low ?? Number.NaN);
  for (const { quality } of flat?.characters ?? []) expect(quality.repeated).toBe(1);
  expect(JSON.parse(readFileSync(files[0] as string, 'utf8'))).toMatchObject({ kind: 'rolecall-evaluation' });
  const html = readFileSync(files[1] as string, 'utf8');
  expect(html).toContain('One voice &lt;b&gt;');
  expect(html).toContain('src="data:audio/wav;base64,');
  expect(html).not.toMatch(/<script|<b>|https?:/);
});

it('an answer that is no sound is passed over by name', async () => {
  const { testSet } = await loadTestSet(tests);
  const [one, two] = testSet.characters[0]?.prompts ?? [];
  const folder = join(temporaryFolder(), 'broken');
  mkdirSync(folder);
  writeFileSync(join(folder, `${one?.id}.wav`), 'RIFF\0\0\0\0WAVEnothing');
  copyFileSync(join(tests, two?.reference.audio ?? ''), join(folder, `${two?.id}.wav`));
  const { evaluation, warnings } = await scoreAnswers({
    tests,
    systems: [{ folder, name: 'broken' }],
    directory: join(temporaryFolder(), 'report'),
    signal,
    onProgress: () => {},
  });
  expect(warnings.join()).toContain(`${one?.id}.wav`);
  expect(evaluation.systems[0]?.characters[0]).toMatchObject({ answered: 2, quality: { spoken: 1 } });
});

it.each(PACK_FORMATS)(
  '%s: a pack of the project holds nothing of the test set, not even its clips',
  async (format) => {
    const directory = join(temporaryFolder(), 'pack');
    const result = await packCharacter(sample(), {
      directory,
      series: null,
      character: 'orla',
      format,
      tests,
      seed: 'rolecall',
      contextTurns: 8,
      acceptedOnly: false,
      signal,
      onProgress: () => {},
    });
    expect(result.targets).toBeGreaterThan(5);
    const clips = readdirSync(join(directory, 'audio'));
    expect(clips).toHaveLength(result.clips);
    const packed = clips.map((clip) => readFileSync(join(directory, 'audio', clip)));
    for (const clip of readdirSync(join(tests, 'clips'))) {
      const held = readFileSync(join(tests, 'clips', clip)).subarray(44);
      expect(packed.some((each) => each.includes(held.subarray(0, 8000)))).toBe(false);
    }
    const { testSet } = await loadTestSet(tests);
    const words = readdirSync(directory)
      .filter((name) => /\.jsonl?$/.test(name))
      .map((name) => readFileSync(join(directory, name), 'utf8'))
      .join('\n');
    for (const { reference } of testSet.characters.flatMap(({ prompts }) => prompts)) {
      if (reference.text.split(' ').length >= 5) expect(words).not.toContain(reference.text);
    }
  },
);

it('says who is there where nobody has the name', async () => {
  const options = {
    directory: join(temporaryFolder(), 'pack'),
    series: null,
    character: 'Nobody',
    format: 'ms-swift' as const,
    tests: null,
    seed: 'rolecall',
    contextTurns: 8,
    acceptedOnly: false,
    signal,
    onProgress: () => {},
  };
  await expect(packCharacter(sample(), options)).rejects.toMatchObject({
    remedy: expect.stringContaining('Orla'),
  });
  await expect(packCharacter(sample(), { ...options, series: 'Other' })).rejects.toThrow('no series');
});
