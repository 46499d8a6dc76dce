import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findModel } from '../../native-models/manifest.ts';
import { inferenceEntry, modelPath, readModel } from '../../native-models/model-files.ts';

const entry = findModel('speech');
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rolecall-models-'));
  await mkdir(dirname(modelPath(entry, directory)), { recursive: true });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const failure = (): Promise<unknown> => readModel(entry, directory).catch((error: unknown) => error);

test('a missing model is named with its path', async () => {
  expect(await failure()).toMatchObject({
    kind: 'environment',
    message: expect.stringMatching(/is missing/),
    file: modelPath(entry, directory),
  });
});

test('a model cut short is refused', async () => {
  await writeFile(modelPath(entry, directory), Buffer.alloc(1000));
  expect(await failure()).toMatchObject({
    kind: 'environment',
    message: expect.stringMatching(/holds 1000 bytes instead of 2845718/),
  });
});

test('one flipped bit is refused', async () => {
  const bytes = await readFile(modelPath(entry));
  bytes[1_000_000]! ^= 1;
  await writeFile(modelPath(entry, directory), bytes);
  expect(await failure()).toMatchObject({
    message: expect.stringMatching(/has sha256 .* instead of 7671cd04/),
    remedy: expect.stringMatching(/models check/),
  });
});

test('a folder in its place is refused', async () => {
  await mkdir(modelPath(entry, directory));
  expect(await failure()).toMatchObject({ message: expect.stringMatching(/cannot be read/) });
});

test('the right file is read whole', async () => {
  await copyFile(modelPath(entry), modelPath(entry, directory));
  expect((await readModel(entry, directory)).length).toBe(entry.size);
});

test('from its source, the process is the source', () => {
  expect(inferenceEntry()).toMatch(/native-models[\\/]inference-process\.ts$/);
});
