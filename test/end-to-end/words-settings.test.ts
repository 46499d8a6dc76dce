import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openProject, reportLanguages } from '../../main/engine/index.ts';
import { projectRecogniser, usableRecogniser } from '../../main/engine/recognise.ts';
import { putSetting } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { inProject, makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-words-'));
const project = join(folder, 'The Lamplighters.rolecall');
let running: RunningRolecall;
let page: Page;

beforeAll(async () => {
  await makeSampleProject(project);
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId('library-screen').waitFor();
  await page.getByTestId('settings-button').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('model').first().waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, body);
  return JSON.stringify([process.execPath, file]);
}

/** Goes on with Tab until the element of this name has the focus. */
async function tabTo(testId: string): Promise<void> {
  for (let press = 0; press < 30; press += 1) {
    const there = await page.evaluate(
      (wanted) => document.activeElement?.closest(`[data-testid="${wanted}"]`) !== null,
      testId,
    );
    if (there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${testId}`);
}

/** From the first tab to the kind of recogniser that stands `right` of the chosen one. */
async function chooseKind(right: number): Promise<void> {
  await tabTo('recogniser-kind');
  for (let press = 0; press < right; press += 1) await page.keyboard.press('ArrowRight');
}

it('by keyboard: a program is tried on a line, shows what it heard, and is kept for the project', async () => {
  const line = program(
    'ears.mjs',
    `import { readFileSync } from 'node:fs';
     const results = process.argv.slice(2).map((file) => ({ file, text: 'sound of ' + readFileSync(file).length }));
     console.log(JSON.stringify({ results }));`,
  );
  await page.getByRole('tab', { name: 'Models' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByTestId('recogniser').waitFor();
  expect(await page.getByTestId('recogniser-privacy').textContent()).toContain('nothing leaves');
  await page.keyboard.press('Tab');
  await chooseKind(1);
  await tabTo('recogniser-line');
  await page.keyboard.type(line);
  await tabTo('recogniser-try');
  await page.keyboard.press('Enter');
  await page.getByTestId('recogniser-trial').waitFor();
  expect(await page.getByTestId('recogniser-heard').textContent()).toMatch(/sound of \d{5,}/);
  expect(await page.getByTestId('recogniser-outcome').textContent()).toContain('100% of the words differ');
  const first = await page.getByTestId('recogniser-trial').textContent();
  await page.getByTestId('recogniser-try').press('Enter');
  await expect.poll(() => page.getByTestId('recogniser-trial').textContent()).not.toBe(first);
  expect(inProject(project, ({ database }) => projectRecogniser(database))).toBeNull();
  await tabTo('recogniser-use');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('recogniser-state').textContent()).toContain('uses it');
  expect(inProject(project, ({ database }) => projectRecogniser(database))).toEqual({
    kind: 'command',
    command: JSON.parse(line),
  });
});

it('a program that fails says what it said and what to do; one that hangs is cancelled', async () => {
  await page
    .getByTestId('recogniser-line')
    .fill(program('broken.mjs', `console.error('no such model <b>x</b>'); process.exit(3);`));
  await page.getByTestId('recogniser-try').press('Enter');
  await page.getByTestId('recogniser-problem').waitFor();
  const told = await page.getByTestId('recogniser-problem').textContent();
  expect(told).toContain('no such model <b>x</b>');
  expect(told).toContain('Try the program by hand');
  await page.getByTestId('recogniser-line').fill(program('hangs.mjs', `setInterval(() => {}, 1000);`));
  await page.getByTestId('recogniser-try').press('Enter');
  await page.getByTestId('recogniser-cancel').press('Enter');
  await page.getByTestId('recogniser-cancel').waitFor({ state: 'detached' });
  expect(await page.getByTestId('recogniser-problem').count()).toBe(0);
});

it('a server on this machine hears the line; another machine is warned of and refused', async () => {
  const made = createServer((request, response) => {
    request.resume().on('end', () => response.end(JSON.stringify({ text: 'heard by a server' })));
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void made.close());
  await page.getByTestId('recogniser-kind').locator('input:checked').focus();
  await chooseKind(1);
  const address = page.getByTestId('recogniser-address');
  await address.fill(`http://127.0.0.1:${(made.address() as AddressInfo).port}/v1`);
  expect(await page.getByTestId('recogniser-leaves').count()).toBe(0);
  await page.getByTestId('recogniser-try').press('Enter');
  await expect.poll(() => page.getByTestId('recogniser-heard').textContent()).toContain('heard by a server');
  await address.fill('http://192.0.2.7:8000/v1');
  await page.getByTestId('recogniser-leaves').waitFor();
  await page.getByTestId('recogniser-use').press('Enter');
  await page.getByTestId('recogniser-problem').waitFor();
  expect(await page.getByTestId('recogniser-problem').textContent()).toContain('is not this machine');
  expect(inProject(project, ({ database }) => projectRecogniser(database))?.kind).toBe('command');
});

it('a folder without a model of sherpa-onnx is told with the remedy, and none is none again', async () => {
  await page.getByTestId('recogniser-kind').locator('input:checked').focus();
  await chooseKind(1);
  await page.getByTestId('recogniser-folder').fill(folder);
  await page.getByTestId('recogniser-try').press('Enter');
  await page.getByTestId('recogniser-problem').waitFor();
  expect(await page.getByTestId('recogniser-problem').textContent()).toContain('tokens.txt');
  await page.getByTestId('recogniser-kind').locator('input:checked').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByTestId('recogniser-use').press('Enter');
  await expect.poll(() => page.getByTestId('recogniser-state').textContent()).toContain('uses none');
  expect(inProject(project, ({ database }) => projectRecogniser(database))).toBeNull();
});

it('one that came with the project is not used until it is chosen here, as it stands', async () => {
  const command = JSON.parse(program('foreign.mjs', `console.log('{"results": []}');`));
  inProject(project, ({ database }) =>
    putSetting(database, 'recogniser', JSON.stringify({ kind: 'command', command })),
  );
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('tab', { name: 'Recogniser' }).click();
  const state = page.getByTestId('recogniser-state');
  await expect.poll(() => state.textContent()).toContain('came with the project');
  await page.getByTestId('recogniser-use').press('Enter');
  await expect.poll(() => state.textContent()).toContain('uses it');
  const opened = openProject(project);
  try {
    expect(await usableRecogniser(opened.database)).toEqual({ kind: 'command', command });
  } finally {
    opened.close();
  }
});

it('by keyboard: the languages of a series are said, and left to be found again', async () => {
  const expected = () => inProject(project, (opened) => reportLanguages(opened).map((each) => each.expected));
  await page.getByRole('tab', { name: 'Recogniser' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByTestId('language-series').waitFor();
  expect(await page.getByTestId('language-lines').textContent()).toMatch(/English \d/);
  await tabTo('language-expected');
  await page.keyboard.type('Fren');
  await page.keyboard.press('Enter');
  await expect.poll(expected).toEqual([['fr']]);
  await page.keyboard.type('Engl');
  await page.keyboard.press('Enter');
  await expect.poll(expected).toEqual([['fr', 'en']]);
  expect(await page.getByTestId('language-state').textContent()).toContain('next run');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect.poll(expected).toEqual([null]);
});
