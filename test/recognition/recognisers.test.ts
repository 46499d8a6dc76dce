import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  commandSettings,
  lineOfCommand,
  openRecogniser,
  type Recogniser,
  readRecogniser,
} from '../../main/recognition/index.ts';
import { sherpaModelIn } from '../../native-models/index.ts';
import { temporaryFolder } from '../helpers/project.ts';

const { signal } = new AbortController();
const clips = [1000, 2000].map((length) => ({ samples: new Int16Array(length).fill(7) }));
const local = { allowRemote: false };

/** A program that does with its files what `body` says. */
async function program(body: string): Promise<Recogniser> {
  const file = join(temporaryFolder(), 'recogniser.mjs');
  writeFileSync(
    file,
    `import { readFileSync } from 'node:fs'; const files = process.argv.slice(3);\n${body}`,
  );
  return openRecogniser({ kind: 'command', command: [process.execPath, file, 'own argument'] });
}
const refusal = (recogniser: Recogniser): Promise<unknown> =>
  recogniser.recognise(clips, signal).then(
    () => null,
    (error) => error,
  );

describe('a command', () => {
  it.each([
    ['node ears.mjs --fast', ['node', 'ears.mjs', '--fast']],
    ['["a program","an argument"]', ['a program', 'an argument']],
  ])('%s is read, and written the same again', (line, command) => {
    expect(commandSettings(line)).toEqual({ kind: 'command', command });
    expect(lineOfCommand(command)).toBe(line);
  });

  it.each(['', '  ', '[]', '["x", 1]'])('%j names no program', (line) => {
    expect(() => commandSettings(line)).toThrow('No program');
  });
});

describe('a program as a recogniser', () => {
  it('gets WAV files after its own arguments, answers in any order, and leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-recogniser-'));
    const recogniser = await program(
      `console.log(JSON.stringify({ results: files.reverse().map((file) => ({ file, text: 'bytes\\n' + readFileSync(file).length })) }));`,
    );
    expect(await recogniser.recognise(clips, signal)).toEqual(['bytes 2044', 'bytes 4044']);
    expect(recogniser.name).toBe('recogniser.mjs');
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-recogniser-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });

  it.each([
    ['ends with an error', `console.error('no such model'); process.exit(3);`, 'no such model'],
    ['prints no JSON', `console.log('hello');`, 'one JSON document'],
    ['prints other JSON', `console.log('[]');`, 'results'],
    ['leaves out a file', `console.log('{"results": []}');`, 'leaves out'],
    ['floods its output', `process.stdout.write('x'.repeat(6e6));`, 'MB'],
  ])('that %s is refused with what it said', async (_title, body, message) => {
    expect(await refusal(await program(body))).toMatchObject({ message: expect.stringContaining(message) });
  });

  it('that cannot be started is an error with a remedy', async () => {
    const recogniser = await openRecogniser({ kind: 'command', command: ['/no/such/program'] });
    expect(await refusal(recogniser)).toMatchObject({ kind: 'environment' });
  });

  it('is not given to a shell', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'echo.sh');
    writeFileSync(file, '#!/bin/sh\nexit 0\n');
    chmodSync(file, 0o755);
    const recogniser = await openRecogniser({ kind: 'command', command: [file, `$(touch ${folder}/made)`] });
    await refusal(recogniser);
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });
});

async function server(answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void) {
  const made = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(request, Buffer.concat(parts), response));
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void made.close());
  const settings = readRecogniser(`http://127.0.0.1:${(made.address() as AddressInfo).port}/v1#tiny`, local);
  if (settings === null) throw new Error('no settings');
  return openRecogniser(settings);
}

describe('a local server as a recogniser', () => {
  it('gets each clip as a form with the model, at /v1/audio/transcriptions', async () => {
    const seen: string[] = [];
    const recogniser = await server((request, body, response) => {
      seen.push(
        `${request.method} ${request.url} ${/name="model"\r\n\r\n(\w+)/.exec(body.toString('latin1'))?.[1]}`,
      );
      response.end(JSON.stringify({ text: ` clip of ${body.indexOf('RIFF') > 0 ? 'sound' : 'nothing'} ` }));
    });
    expect(await recogniser.recognise(clips, signal)).toEqual(['clip of sound', 'clip of sound']);
    expect(seen).toEqual(Array(2).fill('POST /v1/audio/transcriptions tiny'));
  });

  it('is asked again where it is busy', async () => {
    let asked = 0;
    const recogniser = await server((_request, _body, response) => {
      asked += 1;
      response.statusCode = asked === 1 ? 503 : 200;
      response.end('{"text": "there"}');
    });
    expect(await recogniser.recognise(clips.slice(0, 1), signal)).toEqual(['there']);
  });

  it.each([
    ['refuses', 400, '{"error": "no such model"}', 'no such model'],
    ['lies about its type', 200, '<html>', 'not {"text"'],
    ['sends something else', 200, '{"words": []}', 'not {"text"'],
  ])('that %s is an error with what it said', async (_title, status, body, message) => {
    const recogniser = await server((_request, _body, response) => {
      response.statusCode = status;
      response.end(body);
    });
    expect(await refusal(recogniser)).toMatchObject({
      kind: 'environment',
      message: expect.stringContaining(message),
    });
  });
});

describe('what a person writes', () => {
  it.each([
    ['none', null],
    ['command:node a.mjs --fast', { kind: 'command', command: ['node', 'a.mjs', '--fast'] }],
    ['command:["my recogniser", "a b"]', { kind: 'command', command: ['my recogniser', 'a b'] }],
    [
      'http://localhost:8000/v1',
      { kind: 'server', address: 'http://localhost:8000/v1', model: 'whisper-1', allowRemote: false },
    ],
    ['sherpa:/models/x', { kind: 'sherpa', folder: '/models/x' }],
  ])('%s', (text, expected) => {
    expect(readRecogniser(text, local)).toEqual(expected);
  });

  it.each([
    '',
    'whisper',
    'command:',
    'command:[1]',
    'http://example.org/v1',
    'sherpa:',
    'file:///etc/passwd',
  ])('is refused: "%s"', (text) => {
    expect(() => readRecogniser(text, local)).toThrow();
  });
});

describe('a folder with a model for sherpa-onnx', () => {
  const folder = (name: string, files: readonly string[]): string => {
    const made = join(temporaryFolder(), name);
    mkdirSync(made);
    for (const file of files) writeFileSync(join(made, file), '');
    return made;
  };

  it.each([
    [
      'zipformer-en',
      ['encoder.onnx', 'encoder.int8.onnx', 'decoder.onnx', 'joiner.onnx', 'tokens.txt'],
      'transducer',
    ],
    ['whisper-tiny', ['tiny-encoder.onnx', 'tiny-decoder.onnx', 'tiny-tokens.txt'], 'whisper'],
    ['sherpa-onnx-sense-voice', ['model.int8.onnx', 'tokens.txt'], 'senseVoice'],
    ['sherpa-onnx-nemo-ctc-en', ['model.onnx', 'tokens.txt'], 'nemoCtc'],
  ])('%s is told by its files', (name, files, kind) => {
    const found = sherpaModelIn(folder(name, files));
    expect(Object.keys(found)).toEqual([kind, 'tokens']);
    if (kind === 'transducer') expect(JSON.stringify(found)).toContain('encoder.int8.onnx');
  });

  it.each([
    ['empty', []],
    ['model', ['model.onnx']],
    ['something', ['model.onnx', 'tokens.txt']],
  ])('that holds none is refused: %s', (name, files) => {
    expect(() => sherpaModelIn(folder(name, files))).toThrow(/no speech recogniser/);
  });

  it('whose model does not load is an error of the process of its own', async () => {
    const broken = folder('sherpa-onnx-nemo-ctc-en', ['model.onnx', 'tokens.txt']);
    expect(await refusal(await openRecogniser({ kind: 'sherpa', folder: broken }))).toMatchObject({
      kind: 'environment',
    });
  });
});

const sphinx = spawnSync('pocketsphinx_batch', { stdio: 'ignore' }).error === undefined;
it.skipIf(!sphinx)(
  'PocketSphinx, where it is installed (else: apt-get install pocketsphinx pocketsphinx-en-us), answers for silence',
  async () => {
    const script = fileURLToPath(new URL('../../scripts/recognisers/pocketsphinx.mjs', import.meta.url));
    const recogniser = await openRecogniser({ kind: 'command', command: [process.execPath, script] });
    const heard = await recogniser.recognise([{ samples: new Int16Array(16_000) }], signal);
    expect(heard).toHaveLength(1);
  },
  120_000,
);
