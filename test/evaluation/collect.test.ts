import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  type CollectOptions,
  collectAnswers,
  isLoopback,
  loadAnswers,
  loadTestSet,
  modelAddress,
  prepareTestSet,
} from '../../main/evaluation/index.ts';
import { wavFile } from '../../main/media/index.ts';
import { temporaryFolder } from '../helpers/project.ts';

const sound = wavFile(Int16Array.from({ length: 16_000 }, (_, at) => 8000 * Math.sin(at / 20)));

/** A test set of two characters with four prompts each, its clips on disk. */
function testFolder(): string {
  const folder = temporaryFolder();
  const { testSet, clips } = prepareTestSet(
    ['e1', 'e2'].flatMap((episode) =>
      Array.from({ length: 40 }, (_, at) => ({
        id: `${episode}-${at}`,
        episode,
        character: at % 2 === 0 ? 'Orla' : 'Rook',
        text: `This is line ${at} of ${episode}.`,
        start: at * 48_000,
        end: at * 48_000 + 32_000,
        scene: 0,
      })),
    ),
    { series: 'The Lamplighters', seed: 's', heldOut: ['e2'], prompts: 4 },
  );
  mkdirSync(join(folder, 'clips'));
  writeFileSync(join(folder, 'test-set.json'), JSON.stringify(testSet));
  for (const { file } of clips) writeFileSync(join(folder, file), sound);
  return folder;
}

interface Asked {
  readonly path: string;
  readonly body: {
    model: string;
    messages: { role: string; content: string | { type: string; input_audio?: { data: string } }[] }[];
  };
}
type Reply = (response: ServerResponse, asked: Asked, count: number) => void;

/** A model server that answers as the test says; closed with the test. */
async function stubServer(reply: Reply): Promise<{ address: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const each = { path: request.url ?? '', body: JSON.parse(Buffer.concat(parts).toString()) } as Asked;
      asked.push(each);
      reply(response, each, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

const say = (response: ServerResponse, message: unknown, type = 'application/json'): void => {
  response.writeHead(200, { 'content-type': type });
  response.end(JSON.stringify({ choices: [{ message }] }));
};
const spoken = { content: null, audio: { data: sound.toString('base64'), transcript: 'Mind the step.' } };

async function collect(
  address: string,
  given: Partial<CollectOptions> & { folder?: string; tests?: string } = {},
): ReturnType<typeof collectAnswers> {
  const { tests = testFolder(), ...options } = given;
  return collectAnswers({
    test: await loadTestSet(tests),
    folder: join(temporaryFolder(), 'answers'),
    address: modelAddress(address, { allowRemote: false }),
    model: 'stub',
    sendAudio: true,
    wantAudio: true,
    timeLimit: 5000,
    attempts: 2,
    pause: 1,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  });
}
const logOf = (
  folder: string,
): { outcome: string; status: number | null; message: string | null; attempt: number }[] =>
  readFileSync(join(folder, 'requests.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('asks for every prompt once, sends the context with its sound, and keeps what was said', async () => {
  const { address, asked } = await stubServer((response) => say(response, spoken));
  const tests = testFolder();
  const report = await collect(address, { tests });
  expect(report).toMatchObject({ asked: 8, answered: 8, already: 0, failed: [] });
  expect(asked.every(({ path }) => path === '/v1/chat/completions')).toBe(true);
  const [first] = asked;
  expect(first?.body.messages[0]).toMatchObject({
    role: 'system',
    content: expect.stringContaining('You are Orla'),
  });
  const user = first?.body.messages.find(({ role }) => role === 'user');
  expect(user?.content).toContainEqual({
    type: 'input_audio',
    input_audio: { data: sound.toString('base64'), format: 'wav' },
  });
  const { answers, warnings } = await loadAnswers(report.folder, await loadTestSet(tests));
  expect(warnings).toEqual([]);
  expect(answers.size).toBe(8);
  for (const { text, audio } of answers.values()) {
    expect(text).toBe('Mind the step.');
    expect(readFileSync(join(report.folder, audio as string))).toEqual(sound);
  }
  expect(logOf(report.folder)).toHaveLength(8);
});

it('never sends the real answer', async () => {
  const { address, asked } = await stubServer((response) => say(response, { content: 'Yes.' }));
  const tests = testFolder();
  await collect(address, { tests, sendAudio: false });
  const { testSet } = await loadTestSet(tests);
  const prompts = testSet.characters.flatMap(({ prompts: own }) => own);
  for (const [at, { body }] of asked.entries()) {
    expect(JSON.stringify(body)).not.toContain(prompts[at]?.reference.text);
  }
});

it('goes on where it stopped, torn last line included', async () => {
  const tests = testFolder();
  const folder = join(temporaryFolder(), 'answers');
  const abort = new AbortController();
  const first = await stubServer((response, _asked, count) => {
    if (count === 4) abort.abort();
    say(response, spoken);
  });
  await expect(collect(first.address, { tests, folder, signal: abort.signal })).rejects.toThrow();
  appendFileSync(join(folder, 'answers.jsonl'), '{"prompt":"p-0123456789ab","te');
  const second = await stubServer((response) => say(response, spoken));
  const report = await collect(second.address, { tests, folder });
  expect(report.already).toBe(3);
  expect(second.asked).toHaveLength(5);
  expect((await loadAnswers(folder, await loadTestSet(tests))).answers.size).toBe(8);
  expect(await collect(second.address, { tests, folder })).toMatchObject({ asked: 0, already: 8 });
});

it.each<{
  title: string;
  reply: Reply;
  outcome: string;
  attempts: number;
  options?: Partial<CollectOptions>;
}>([
  {
    title: 'is slow',
    reply: (response) => void setTimeout(() => say(response, spoken), 2000).unref(),
    outcome: 'timeout',
    attempts: 2,
    options: { timeLimit: 100 },
  },
  {
    title: 'begins an answer and never ends it',
    reply: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices":[');
    },
    outcome: 'timeout',
    attempts: 2,
    options: { timeLimit: 100 },
  },
  {
    title: 'fails',
    reply: (response) => response.writeHead(500).end('out of memory'),
    outcome: 'overloaded',
    attempts: 2,
  },
  {
    title: 'refuses',
    reply: (response) => response.writeHead(400).end('{"error":"no such model"}'),
    outcome: 'refused',
    attempts: 1,
  },
  {
    title: 'redirects elsewhere',
    reply: (response) => response.writeHead(307, { location: 'http://192.0.2.1/' }).end(),
    outcome: 'refused',
    attempts: 1,
  },
  {
    title: 'says JSON and sends a web page',
    reply: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('<!doctype html><script>alert(1)</script>');
    },
    outcome: 'malformed',
    attempts: 2,
  },
  {
    title: 'says WAV and sends a program',
    reply: (response) =>
      say(response, { audio: { data: Buffer.from('\x7fELF…').toString('base64'), format: 'wav' } }),
    outcome: 'malformed',
    attempts: 2,
  },
  {
    title: 'sends sound that is not base64',
    reply: (response) => say(response, { audio: { data: '../../etc/passwd!' } }),
    outcome: 'malformed',
    attempts: 2,
  },
  {
    title: 'sends JSON that is no completion',
    reply: (response) => say(response, 7),
    outcome: 'malformed',
    attempts: 2,
  },
  {
    title: 'says nothing',
    reply: (response) => say(response, { content: '  ' }),
    outcome: 'malformed',
    attempts: 2,
  },
])(
  'a server that $title: listed, logged, the rest goes on',
  async ({ reply, outcome, attempts, options }) => {
    const { address } = await stubServer((response, asked, count) =>
      count <= attempts ? reply(response, asked, count) : say(response, spoken),
    );
    const report = await collect(address, options);
    expect(report).toMatchObject({ asked: 8, answered: 7 });
    expect(report.failed).toHaveLength(1);
    const log = logOf(report.folder);
    expect(log.slice(0, attempts).map((each) => each.outcome)).toEqual(Array(attempts).fill(outcome));
    expect(log.slice(attempts).every((each) => each.outcome === 'answer')).toBe(true);
  },
);

it('a passing failure is asked again', async () => {
  const { address } = await stubServer((response, _asked, count) =>
    count === 1 ? response.writeHead(503, { 'retry-after': '0.01' }).end() : say(response, spoken),
  );
  const report = await collect(address);
  expect(report).toMatchObject({ answered: 8, failed: [] });
  expect(
    logOf(report.folder)
      .slice(0, 2)
      .map(({ attempt }) => attempt),
  ).toEqual([1, 2]);
});

it('sound that is called JSON is taken for what it is', async () => {
  const { address } = await stubServer((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(sound);
  });
  const report = await collect(address);
  expect(report.answered).toBe(8);
});

it('an answer without end is cut off', async () => {
  const { askModel } = await import('../../main/evaluation/model-client.ts');
  const { address } = await stubServer((response) => {
    response.writeHead(200);
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(100_000), more);
    };
    more();
  });
  const outcome = await askModel(
    modelAddress(address, { allowRemote: false }),
    {},
    { timeLimit: 10_000, signal: new AbortController().signal, largest: 1_000_000 },
  );
  expect(outcome).toMatchObject({ kind: 'failure', failure: 'too-large' });
});

it('stops where nobody is there, and says so', async () => {
  const { address } = await stubServer((response) => response.destroy());
  await expect(collect(address)).rejects.toMatchObject({
    kind: 'environment',
    message: expect.stringContaining('No model answers'),
  });
});

it('localhost is resolved, and is this machine', async () => {
  const { address } = await stubServer((response) => say(response, spoken));
  expect(await collect(address.replace('127.0.0.1', 'localhost'))).toMatchObject({ answered: 8 });
});

it.each([
  { title: 'all addresses', all: true },
  { title: 'one address', all: false },
])('a name is resolved to this machine only: $title', async ({ all }) => {
  const { lookupLoopback } = await import('../../main/network/address.ts');
  const resolved = await new Promise<unknown>((resolve, reject) => {
    lookupLoopback('localhost', { all }, (error, address) =>
      error === null ? resolve(address) : reject(error),
    );
  });
  const found = Array.isArray(resolved) ? resolved.map(({ address }) => address) : [resolved];
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((each) => isLoopback(String(each)))).toBe(true);
  const elsewhere = new Promise((resolve, reject) => {
    lookupLoopback('192.0.2.1', { all }, (error, address) =>
      error === null ? resolve(address) : reject(error),
    );
  });
  await expect(elsewhere).rejects.toThrow('not this machine');
});

it('one folder, one model, one test set', async () => {
  const { address } = await stubServer((response) => say(response, spoken));
  const tests = testFolder();
  const { folder } = await collect(address, { tests });
  await expect(collect(address, { tests, folder, model: 'another' })).rejects.toThrow('answers of the model');
  writeFileSync(join(tests, 'test-set.json'), `${readFileSync(join(tests, 'test-set.json'), 'utf8')}\n`);
  await expect(collect(address, { tests, folder })).rejects.toThrow('another test set');
});

it.each([
  'http://example.com/v1',
  'http://10.0.0.1/v1',
  'http://192.168.1.5:8000',
  'http://127.0.0.1.example.com/v1',
  'http://[2001:db8::1]/v1',
  'http://0.0.0.0/v1',
  'https://api.openai.com/v1',
])('refuses %s, which is not this machine', (address) => {
  expect(() => modelAddress(address, { allowRemote: false })).toThrow('not this machine');
  expect(modelAddress(address, { allowRemote: true }).allowRemote).toBe(true);
});

it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'localhost:8000', '', 'http://user:secret@127.0.0.1/'])(
  'refuses %j, which is no address of a model',
  (address) => {
    expect(() => modelAddress(address, { allowRemote: true })).toThrow('not the address');
  },
);

it.each([
  { address: '127.0.0.1', local: true },
  { address: '127.8.9.10', local: true },
  { address: '::1', local: true },
  { address: '[::1]', local: true },
  { address: '::ffff:127.0.0.1', local: true },
  { address: '::ffff:7f00:1', local: true },
  { address: '::ffff:10.0.0.1', local: false },
  { address: '::', local: false },
  { address: '128.0.0.1', local: false },
  { address: 'localhost', local: false },
])('$address is this machine: $local', ({ address, local }) => {
  expect(isLoopback(address)).toBe(local);
});

it('answers of a folder: files named after the prompts, the rest named and passed over', async () => {
  const tests = testFolder();
  const test = await loadTestSet(tests);
  const [one, two] = test.testSet.characters[0]?.prompts.map(({ id }) => id) ?? [];
  const folder = temporaryFolder();
  writeFileSync(join(folder, `${one}.wav`), sound);
  writeFileSync(join(folder, `${one}.txt`), 'Mind the step.\n');
  writeFileSync(join(folder, `${two}.txt`), 'No.');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const { answers, warnings } = await loadAnswers(folder, test);
  expect([...answers.values()]).toEqual(
    [
      { prompt: one, text: 'Mind the step.', audio: `${one}.wav` },
      { prompt: two, text: 'No.', audio: null },
    ].sort((a, b) => ((a.prompt as string) < (b.prompt as string) ? -1 : 1)),
  );
  expect(warnings).toEqual(['notes.txt: is named after no prompt.']);
  await expect(loadAnswers(temporaryFolder(), test)).rejects.toThrow('no answers');
});

it('a collection cannot point outside its folder', async () => {
  const tests = testFolder();
  const test = await loadTestSet(tests);
  const id = test.testSet.characters[0]?.prompts[0]?.id;
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'collection.json'),
    JSON.stringify({ kind: 'rolecall-answers', version: 1, testSet: test.sha256, model: 'm' }),
  );
  writeFileSync(
    join(folder, 'answers.jsonl'),
    `${JSON.stringify({ prompt: id, text: 'x', audio: '../test-set.json' })}\n`,
  );
  await expect(loadAnswers(folder, test)).rejects.toThrow('no answers');
  expect(existsSync(join(folder, 'audio'))).toBe(false);
});
