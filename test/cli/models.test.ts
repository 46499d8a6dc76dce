import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { documentOf, rolecall, rolecallJson } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/project.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  process.env['ROLECALL_PULLED_MODELS'] = join(folder, 'models');
});
afterEach(() => {
  delete process.env['ROLECALL_PULLED_MODELS'];
  delete process.env['ROLECALL_PROVIDERS'];
});

test('models list names every model with its source, address, size, checksum and licence', async () => {
  const { models } = await rolecallJson(
    z.strictObject({
      models: z.array(
        z.strictObject({
          id: z.string(),
          kind: z.enum(['speech', 'speaker-encoder', 'sound', 'enhancer']),
          title: z.string(),
          version: z.string(),
          size: z.number().int().positive(),
          sha256: z.string().length(64),
          licence: z.string(),
          source: z.string(),
          address: z.url().nullable(),
          dimension: z.number().int().nullable(),
          installed: z.boolean(),
          damaged: z.boolean(),
          path: z.string(),
        }),
      ),
    }),
    ['models', 'list'],
  );
  expect(models.filter(({ installed }) => installed).map(({ id }) => id)).toEqual([
    'silero-vad-v6',
    'rolecall-voice-v0',
    'rolecall-ear-v0',
    'rnnoise',
  ]);
  expect(models.filter(({ address }) => address !== null)).toHaveLength(7);
});

test('models check runs what is there, says where, and passes over what nobody pulled', async () => {
  process.env['ROLECALL_PROVIDERS'] = 'cpu';
  const { models } = await rolecallJson(
    z.object({ models: z.array(z.object({ id: z.string(), ok: z.boolean(), provider: z.string() })) }),
    ['models', 'check'],
  );
  expect(models).toEqual([
    { id: 'silero-vad-v6', ok: true, provider: 'cpu' },
    { id: 'rolecall-voice-v0', ok: true, provider: 'cpu' },
    { id: 'rolecall-ear-v0', ok: true, provider: 'cpu' },
    { id: 'rnnoise', ok: true, provider: 'cpu' },
  ]);
});

test('a damaged file is bad, and the remedy says how to get the right one', async () => {
  await mkdir(join(folder, 'models', 'speechbrain-ecapa'), { recursive: true });
  await writeFile(join(folder, 'models', 'speechbrain-ecapa', 'ecapa_tdnn.onnx'), 'half a mod');
  const { models } = await rolecallJson(
    z.object({
      models: z.array(z.object({ id: z.string(), ok: z.boolean(), remedy: z.string().nullable() })),
    }),
    ['models', 'check'],
    1,
  );
  expect(models.at(-1)).toMatchObject({
    id: 'speechbrain-ecapa',
    ok: false,
    remedy: expect.stringMatching(/models pull speechbrain-ecapa/),
  });
});

test('doctor says where each model runs, and why not where it was told to', async () => {
  process.env['ROLECALL_PROVIDERS'] = 'dml,cpu';
  const finished = await rolecall('doctor', '--json');
  const { findings } = documentOf(
    z.object({
      findings: z.array(
        z.object({
          subject: z.string(),
          status: z.string(),
          found: z.string(),
          remedy: z.string().nullable(),
        }),
      ),
    }),
    finished,
  );
  const voice = findings.find(({ subject }) => subject === 'Model rolecall-voice-v0');
  if (process.platform === 'win32') expect(voice?.found).toMatch(/It runs on (?:dml|cpu)/);
  else {
    expect(voice).toMatchObject({
      status: 'warning',
      found: expect.stringMatching(/It runs on cpu\. dml could not be used/),
      remedy: expect.stringMatching(/ROLECALL_PROVIDERS=cpu/),
    });
  }
});

test.each<[string, string[], RegExp]>([
  ['a name that is none', ['nobody'], /no speaker-encoder model named "nobody" \(known: rolecall-voice-v0, /],
  ['neither a name nor a file', [], /known: rolecall-voice-v0/],
  ['a model that comes with Rolecall', ['rolecall-voice-v0'], /comes with Rolecall/],
  [
    'a file that is none of the models',
    ['--from', 'README.md'],
    /README\.md: The file \(.*none of the models/,
  ],
  [
    'a file that is another than named',
    ['nemo-titanet-large', '--from', 'README.md'],
    /is not nemo-titanet-large \(101405493 bytes/,
  ],
])('models pull refuses %s with exit code 2', async (_, args, message) => {
  const { code, stdout, stderr } = await rolecall('models', 'pull', ...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect(existsSync(join(folder, 'models'))).toBe(false);
});
