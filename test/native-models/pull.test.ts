import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PullProgress } from '../../native-models/download.ts';
import { findModel, KNOWN_MODELS, type ManifestEntry } from '../../native-models/manifest.ts';
import { modelPath, pulledModelsDirectory } from '../../native-models/model-files.ts';
import { type PullOptions, pullModel, takeModel } from '../../native-models/pull.ts';
import { seededRandom } from '../helpers/sound.ts';

const random = seededRandom(7);
const bytes = Uint8Array.from({ length: 300_000 }, () => Math.floor(random() * 256));
const sha256 = createHash('sha256').update(bytes).digest('hex');

let server: Server;
let directory: string;
let answer: (request: IncomingMessage, response: ServerResponse, count: number) => void;
let ranges: (string | undefined)[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rolecall-pull-'));
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

const host = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const entry = (changes: Partial<ManifestEntry> = {}): ManifestEntry => ({
  ...findModel('speaker-encoder', 'wespeaker-resnet34-lm'),
  id: 'made-up',
  file: 'made-up/made-up.onnx',
  address: `${host()}/made-up.onnx`,
  size: bytes.length,
  sha256,
  ...changes,
});
const pull = (wanted = entry(), options: PullOptions = {}) =>
  pullModel(wanted, { directory, attempts: 3, pause: 1, ...options });
const failure = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
const file = (): string => join(directory, 'made-up', 'made-up.onnx');
const part = (): string => `${file()}.${sha256.slice(0, 8)}.part`;
const left = async (): Promise<string[]> => (existsSync(dirname(file())) ? readdir(dirname(file())) : []);

/** An honest server: continues where it is asked to. */
const serve = (request: IncomingMessage, response: ServerResponse): void => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const rest = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': rest.length,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  response.end(rest);
};
/** Sends the first `count` bytes of what is asked for, then hangs up once they can have been read. */
const hangUpAfter = (count: number, request: IncomingMessage, response: ServerResponse): void => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': bytes.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  response.write(bytes.subarray(from, from + count), () => setTimeout(() => response.destroy(), 50));
};

describe('a pull', () => {
  test('fetches the file, tells its progress, and leaves nothing else', async () => {
    answer = serve;
    const heard: PullProgress[] = [];
    const result = await pull(entry(), { onProgress: (progress) => heard.push(progress) });
    expect(result).toEqual({ path: file(), fetched: true });
    expect(new Uint8Array(await readFile(file()))).toEqual(bytes);
    expect(await left()).toEqual(['made-up.onnx']);
    expect(heard.at(-1)).toEqual({ bytes: bytes.length, total: bytes.length });
    expect(heard.every(({ bytes: now }, i) => i === 0 || now > heard[i - 1]!.bytes)).toBe(true);
  });

  test('asks nobody where the right file is there', async () => {
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(file(), bytes);
    expect(await pull()).toEqual({ path: file(), fetched: false });
    expect(ranges).toEqual([]);
  });

  test('replaces a damaged file', async () => {
    answer = serve;
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(file(), bytes.subarray(1));
    expect((await pull()).fetched).toBe(true);
    expect(new Uint8Array(await readFile(file()))).toEqual(bytes);
  });

  test('from a slow server arrives', async () => {
    answer = async (_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      for (let at = 0; at < bytes.length; at += 60_000) {
        response.write(bytes.subarray(at, at + 60_000));
        await sleep(20);
      }
      response.end();
    };
    expect((await pull()).fetched).toBe(true);
  });

  test('goes on after a cut connection, at the byte where it was cut', async () => {
    answer = (request, response, count) =>
      count < 3 ? hangUpAfter(100_000, request, response) : serve(request, response);
    expect((await pull()).fetched).toBe(true);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
    expect(new Uint8Array(await readFile(file()))).toEqual(bytes);
  });

  test('that was given up is gone on with by the next', async () => {
    answer = (request, response) => hangUpAfter(50_000, request, response);
    expect(await failure(pull(entry(), { attempts: 1 }))).toMatchObject({
      kind: 'environment',
      passing: true,
      message: expect.stringMatching(/made-up was cut off/),
      remedy: expect.stringMatching(/goes on where this one ended/),
    });
    const { size } = await stat(part());
    expect(size).toBeGreaterThan(0);
    answer = serve;
    expect((await pull()).fetched).toBe(true);
    expect(ranges.at(-1)).toBe(`bytes=${size}-`);
  });

  test('begins anew where the server cannot continue', async () => {
    answer = (request, response, count) => {
      if (count === 1) hangUpAfter(50_000, request, response);
      else serve({ ...request, headers: {} } as IncomingMessage, response);
    };
    expect((await pull()).fetched).toBe(true);
    expect(new Uint8Array(await readFile(file()))).toEqual(bytes);
  });

  test('begins anew where the server finds the range wrong', async () => {
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(part(), bytes.subarray(0, 1_000));
    answer = (request, response, count) => {
      if (count === 1) response.writeHead(416).end();
      else serve(request, response);
    };
    expect((await pull()).fetched).toBe(true);
    expect(ranges).toEqual(['bytes=1000-', undefined]);
  });

  test('of silence ends at the limit, and tries again', async () => {
    answer = (request, response, count) => {
      if (count > 1) serve(request, response);
    };
    expect((await pull(entry(), { idleLimit: 200 })).fetched).toBe(true);
    expect(ranges.length).toBe(2);
  });

  test('tries again where the server is busy', async () => {
    answer = (request, response, count) =>
      count === 1 ? void response.writeHead(503).end() : serve(request, response);
    expect((await pull()).fetched).toBe(true);
  });

  test('follows redirects', async () => {
    answer = (request, response) => {
      if (request.url === '/made-up.onnx') response.writeHead(302, { location: '/elsewhere' }).end();
      else serve(request, response);
    };
    expect((await pull()).fetched).toBe(true);
  });

  test('can be cancelled, and what came stays', async () => {
    const abort = new AbortController();
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 70_000));
    };
    const pulling = failure(
      pull(entry(), { signal: abort.signal, onProgress: ({ bytes: now }) => now >= 70_000 && abort.abort() }),
    );
    expect(await pulling).toMatchObject({ kind: 'cancelled' });
    expect((await stat(part())).size).toBe(70_000);
  });
});

describe('a pull refuses', () => {
  test('a file with another checksum, and throws it away', async () => {
    const other = bytes.slice();
    other[200_000]! ^= 1;
    answer = (_, response) => void response.end(other);
    expect(await failure(pull())).toMatchObject({
      kind: 'environment',
      passing: false,
      message: expect.stringMatching(
        /127\.0\.0\.1:\d+ gave for made-up has sha256 .* instead of .*thrown away/,
      ),
    });
    expect(await left()).toEqual([]);
  });

  test('the rest of another file behind a good beginning', async () => {
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(part(), new Uint8Array(1_000));
    answer = serve;
    expect(await failure(pull())).toMatchObject({ message: expect.stringMatching(/has sha256/) });
    expect(await left()).toEqual([]);
  });

  test('an announced size that is not the right one, before it is fetched', async () => {
    answer = (_, response) => void response.writeHead(200, { 'content-length': 12 }).end('<html></html');
    expect(await failure(pull())).toMatchObject({
      message: expect.stringMatching(/offers 12 bytes for made-up instead of 300000/),
    });
    expect(ranges.length).toBe(1);
    expect(await left()).toEqual([]);
  });

  test('more bytes than the file has, as they come', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      response.write(bytes);
      response.write(bytes);
    };
    expect(await failure(pull())).toMatchObject({ message: expect.stringMatching(/instead of 300000/) });
    expect(await left()).toEqual([]);
  });

  test('404, and does not try again', async () => {
    answer = (_, response) => void response.writeHead(404).end();
    expect(await failure(pull())).toMatchObject({
      kind: 'environment',
      passing: false,
      message: expect.stringMatching(/127\.0\.0\.1:\d+ answers 404 \(Not Found\) for made-up/),
      remedy: expect.stringMatching(/--from FILE/),
    });
    expect(ranges.length).toBe(1);
  });

  test('redirects without end', async () => {
    answer = (_, response) => void response.writeHead(302, { location: '/made-up.onnx' }).end();
    expect(await failure(pull())).toMatchObject({ message: expect.stringMatching(/without end/) });
  });

  test('a redirect to a file of this machine', async () => {
    answer = (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    expect(await failure(pull())).toMatchObject({ message: expect.stringMatching(/not encrypted \(file:/) });
  });

  test('a model that comes with Rolecall', async () => {
    expect(await failure(pullModel(findModel('speaker-encoder')))).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/comes with Rolecall/),
    });
  });

  test('an unreachable server, by name and with the way around', async () => {
    expect(await failure(pull(entry({ address: 'http://127.0.0.1:9/x' })))).toMatchObject({
      passing: true,
      message: expect.stringMatching(/cut off: /),
      remedy: expect.stringMatching(/--from FILE/),
    });
  });

  test('what does not fit on the disk, before it is fetched', async () => {
    expect(await failure(pull(entry({ size: 2 ** 50 })))).toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/The disk has \d+ MB free; made-up needs \d+ MB more/),
    });
    expect(ranges).toEqual([]);
  });

  test.runIf(existsSync('/dev/full'))('a disk that fills up on the way', async () => {
    answer = serve;
    await mkdir(dirname(file()), { recursive: true });
    await symlink('/dev/full', part());
    expect(await failure(pull())).toMatchObject({ kind: 'environment', message: 'The disk is full.' });
    expect(ranges.length).toBe(1);
  });
});

describe('a file carried by hand', () => {
  let carried: string;
  beforeEach(async () => {
    carried = join(directory, 'carried.onnx');
    await writeFile(carried, bytes);
  });
  const take = (wanted: ManifestEntry | null, models = [entry()]) =>
    takeModel(carried, wanted, { directory, models });

  test('is copied to its place and left where it was', async () => {
    expect(await take(entry())).toMatchObject({ path: file(), fetched: true });
    expect(new Uint8Array(await readFile(file()))).toEqual(bytes);
    expect(new Uint8Array(await readFile(carried))).toEqual(bytes);
    expect(await left()).toEqual(['made-up.onnx']);
    expect(await take(entry())).toMatchObject({ fetched: false });
  });

  test('is known by its checksum where no name is given', async () => {
    expect((await take(null)).entry.id).toBe('made-up');
  });

  test('is refused where it is another file', async () => {
    await writeFile(carried, bytes.subarray(1));
    expect(await failure(take(entry()))).toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/299999 bytes, sha256 .* is not made-up \(300000 bytes/),
      file: carried,
    });
    expect(await failure(take(null))).toMatchObject({ message: expect.stringMatching(/none of the models/) });
    expect(await left()).toEqual([]);
  });

  test('is named where it is not there', async () => {
    carried = join(directory, 'nowhere.onnx');
    expect(await failure(take(entry()))).toMatchObject({ kind: 'input', file: carried });
  });
});

describe("the user's folder of models", () => {
  test.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, RegExp]>([
    ['where it is told', 'linux', { ROLECALL_PULLED_MODELS: '/m' }, /^\/m$/],
    ['in XDG_DATA_HOME', 'linux', { XDG_DATA_HOME: '/data' }, /^\/data\/rolecall\/models$/],
    ['at home without it', 'linux', {}, /\.local[\\/]share[\\/]rolecall[\\/]models$/],
    ['at home where it is relative', 'linux', { XDG_DATA_HOME: 'data' }, /\.local[\\/]share[\\/]rolecall/],
    ['in LOCALAPPDATA', 'win32', { LOCALAPPDATA: 'C:\\L' }, /^C:\\L[\\/]Rolecall[\\/]models$/],
    ['in Application Support', 'darwin', {}, /Library[\\/]Application Support[\\/]Rolecall[\\/]models$/],
  ])('is %s', (_, platform, environment, wanted) => {
    expect(pulledModelsDirectory(environment, platform)).toMatch(wanted);
  });

  test('holds what was pulled, apart from what comes with Rolecall', () => {
    const folders = KNOWN_MODELS.map((each) => [
      each.id,
      modelPath(each).startsWith(pulledModelsDirectory()),
    ]);
    expect(folders.filter(([, pulled]) => !pulled).map(([id]) => id)).toEqual([
      'silero-vad-v6',
      'rolecall-voice-v0',
      'rolecall-ear-v0',
      'rnnoise',
    ]);
  });
});
