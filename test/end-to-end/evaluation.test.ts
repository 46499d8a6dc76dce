import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject, portray } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-evaluation-'));
const project = join(folder, 'The Lamplighters.rolecall');
const tests = join(project, 'exports', 'evaluation', 'the-lamplighters-1', 'tests');
let running: RunningRolecall;
let page: Page;
let server: Server;
let address = '';

/** How the model behaves now, and how often it was asked. */
const model = { asked: 0, delay: 0, failing: false, voice: Buffer.alloc(0) };

beforeAll(async () => {
  await makeSampleProject(project);
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      model.asked += 1;
      setTimeout(() => {
        if (model.failing) {
          response.statusCode = 400;
          response.end(JSON.stringify({ error: { message: 'no such model' } }));
          return;
        }
        const audio = { data: model.voice.toString('base64'), transcript: 'I am glad to help.' };
        response.end(JSON.stringify({ choices: [{ message: { content: null, audio } }] }));
      }, model.delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface TestSet {
  readonly characters: readonly {
    readonly prompts: readonly { readonly id: string; readonly reference: { audio: string; text: string } }[];
  }[];
}
const prompts = () =>
  (JSON.parse(readFileSync(join(tests, 'test-set.json'), 'utf8')) as TestSet).characters.flatMap(
    (character) => character.prompts,
  );

async function ask(name: string, modelName: string): Promise<void> {
  await page.getByTestId('system-name').fill(name);
  await page.getByTestId('model-address').fill(address);
  await page.getByTestId('model-name').fill(modelName);
  await page.getByTestId('model-attempts').fill('1');
  await page.getByTestId('add-system').click();
}
const answered = async (name: string): Promise<number> =>
  Number(
    (
      (await page.locator(`[data-testid="system"][data-name="${name}"] .rc-number`).textContent()) ?? ''
    ).split(' ')[0],
  );

it('says what ARP-Eval is and makes a test set', async () => {
  await page.getByTestId('evaluation-button').click();
  await page.getByTestId('new-set').waitFor();
  expect(await page.getByTestId('new-set').textContent()).toContain('there are 2');
  expect(await portray(running, 'evaluation-empty')).toEqual([]);
  await page.getByTestId('set-prompts').fill('4');
  await page.getByTestId('make-set').click();
  await page.getByTestId('test-set').waitFor({ timeout: 60_000 });
  expect(prompts().length).toBeGreaterThan(8);
});

it('says what is wrong with an address that leaves this computer, and when the model refuses', async () => {
  await page.getByTestId('system-name').fill('far away');
  await page.getByTestId('model-address').fill('http://192.0.2.1:8000/v1');
  await page.getByTestId('model-name').fill('any');
  await page.getByTestId('add-system').click();
  await page.getByTestId('evaluation-problem').waitFor();
  expect(await page.getByTestId('evaluation-problem').textContent()).toContain('is not this machine');
  model.failing = true;
  await ask('one voice', 'stub');
  await page.getByTestId('collected').waitFor();
  expect(await page.getByTestId('collected').textContent()).toContain(`${prompts().length} failed`);
  model.failing = false;
});

it('collects answers with progress, stops when told, and goes on where it stopped', async () => {
  model.voice = readFileSync(join(tests, prompts()[0]?.reference.audio ?? ''));
  model.delay = 150;
  await page.getByTestId('go-on').click();
  await page.getByTestId('evaluation-progress').waitFor();
  await expect.poll(() => page.getByTestId('evaluation-progress').textContent()).toContain('2 of');
  await page.getByTestId('evaluation-cancel').click();
  await page.getByTestId('evaluation-progress').waitFor({ state: 'detached' });
  await expect.poll(() => answered('one voice')).toBeGreaterThan(0);
  const there = await answered('one voice');
  expect(there).toBeLessThan(prompts().length);
  model.delay = 0;
  model.asked = 0;
  await page.getByTestId('go-on').click();
  await page.getByTestId('collected').waitFor();
  await expect.poll(() => answered('one voice')).toBe(prompts().length);
  expect(model.asked).toBe(prompts().length - there);
});

it('compares the model with answers from a folder, and shows figures, tables and clips', async () => {
  const real = join(folder, 'real');
  mkdirSync(real);
  for (const { id, reference } of prompts()) {
    copyFileSync(join(tests, reference.audio), join(real, `${id}.wav`));
    writeFileSync(join(real, `${id}.txt`), reference.text);
  }
  await page.getByText('Answers in a folder').click();
  await page.getByTestId('system-name').fill('the real ones');
  await page.getByTestId('system-folder').fill(real);
  await page.getByTestId('add-system').click();
  await page.locator('[data-testid="system"][data-name="the real ones"]').waitFor();
  await page.getByTestId('compare-button').click();
  await page.getByTestId('evaluation-result').waitFor({ timeout: 120_000 });
  const first = page.getByTestId('interval-chart').first();
  const figures = new Map(
    await first
      .locator('.rc-chart-row')
      .evaluateAll((rows) =>
        rows.map((row): [string, string] => [
          row.firstElementChild?.textContent ?? '',
          row.lastElementChild?.textContent ?? '',
        ]),
      ),
  );
  expect(figures.get('the real ones')).toBe(figures.get('The real lines (ceiling)'));
  const mean = (name: string): number => Number.parseFloat((figures.get(name) ?? '').replace('−', '-'));
  expect(mean('one voice')).toBeLessThan(mean('the real ones'));
  expect(await page.getByTestId('pairs').textContent()).toContain('Voice:');
  expect(await page.getByTestId('character-table').locator('tbody tr').count()).toBeGreaterThanOrEqual(4);
});

it('plays the real line and an answer', async () => {
  await page.evaluate(() => {
    const started: number[] = [];
    Object.assign(window, { started });
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode) {
      started.push(this.buffer?.duration ?? 0);
      return start.call(this);
    };
  });
  for (const at of [0, 1]) await page.getByTestId('play-answer').nth(at).click();
  await expect
    .poll(() =>
      page.evaluate(() => (window as unknown as { started: number[] }).started.filter((s) => s > 0.5).length),
    )
    .toBe(2);
  await page.getByTestId('clip-next').click();
  await page.getByTestId('answer').first().waitFor();
});

it('opens the report, and has its pictures', async () => {
  await running.app.evaluate(({ shell }) => {
    Object.assign(globalThis, { opened: [] as string[] });
    shell.openPath = (path) => {
      (globalThis as unknown as { opened: string[] }).opened.push(path);
      return Promise.resolve('');
    };
  });
  await page.getByTestId('open-report').click();
  await expect
    .poll(() => running.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual([join(tests, '..', 'report', 'report.html')]);
  const scroll = (to: string) => page.getByTestId(to).evaluate((element) => element.scrollIntoView());
  await scroll('test-set');
  expect(await portray(running, 'evaluation')).toEqual([]);
  await scroll('evaluation-result');
  expect(await portray(running, 'evaluation-result')).toEqual([]);
});
