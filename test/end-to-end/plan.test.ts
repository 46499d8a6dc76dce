import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject, scanProject } from '../../main/engine/index.ts';
import { listEpisodes } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeShortLibrary } from '../helpers/short-library.ts';
import { inProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-plan-'));
const library = join(folder, 'The Lamplighters');
const project = join(folder, 'Planned.rolecall');
let running: RunningRolecall;
let page: Page;

beforeAll(async () => {
  await makeShortLibrary(library);
  const made = await createProject(project, library);
  await scanProject(made);
  made.close();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const statuses = (): string[] =>
  inProject(project, ({ database }) => listEpisodes(database).map(({ status }) => status));
/** What the dialog says would be done. */
async function plan(): Promise<string> {
  await page.getByTestId('plan-button').click();
  await page.getByTestId('plan').waitFor({ timeout: 60_000 });
  return page.getByTestId('plan').innerText();
}
const leave = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByTestId('plan').waitFor({ state: 'detached' });
};
/** A time of the day so many minutes from now. */
const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * 60_000).toTimeString().slice(0, 5);

it('says what a first run would do, and does nothing when it is put off', async () => {
  const words = await plan();
  expect(words).toMatch(/^2 episodes: New$/m);
  expect(words).toMatch(/^To do: sound, alignment, boundaries, voices of lines that are new$/m);
  await page.getByTestId('plan').locator('summary').click();
  const listed = await page.getByTestId('plan').locator('li').allInnerTexts();
  expect(listed).toEqual(['The Lamplighters S01E01', 'The Lamplighters S01E02']);
  await leave();
  await page.getByTestId('run-button').waitFor();
  expect(statuses()).toEqual(['new', 'new']);
});

it('a run with a time to start waits for it, can be called off, and has done nothing then', async () => {
  await plan();
  await page.getByTestId('plan-at').fill(inMinutes(120));
  await page.getByTestId('plan-until').fill(inMinutes(240));
  await page.getByTestId('plan-start').click();
  await page.getByTestId('run-progress').getByText('Waiting for the time to start').waitFor();
  expect(await page.getByTestId('pause-button').isDisabled()).toBe(true);
  await page.waitForTimeout(1500);
  expect(statuses()).toEqual(['new', 'new']);
  await page.getByTestId('cancel-button').click();
  await page.getByTestId('run-button').waitFor({ timeout: 30_000 });
  expect(statuses()).toEqual(['new', 'new']);
});

it('after it was done the plan is empty; a changed script is work for its episode alone, and keeps the sound', async () => {
  await plan();
  await page.getByTestId('plan-start').click();
  await expect.poll(statuses, { timeout: 120_000 }).toEqual(['done', 'done']);
  await page.getByTestId('run-button').waitFor({ timeout: 60_000 });
  expect(await plan()).toBe('Everything is done. A run would change nothing.');
  await leave();

  appendFileSync(join(library, 'Scripts', 'The Lamplighters S01E01.script.txt'), '\nORLA: One line more.\n');
  const words = await plan();
  expect(words).toMatch(/^1 episode: The script changed$/m);
  expect(words).toMatch(/^Stays: .*sound/m);
  expect(words).not.toMatch(/^To do: .*sound/m);
  expect(words).toContain('1 episode is done already.');
  expect(words).toContain('Voices are compared in The Lamplighters.');
  expect(await page.getByTestId('plan').locator('li').allTextContents()).toEqual(['The Lamplighters S01E01']);
  await leave();

  // The button of the run shows the plan first, where something that was done would be done again.
  await page.getByTestId('run-button').click();
  await page.getByTestId('plan').getByText('The script changed').waitFor({ timeout: 60_000 });
  await leave();
});

it('an episode that cannot be done is named with its reason and what to do', async () => {
  const media = join(library, 'The Lamplighters S01E02.mkv');
  renameSync(media, `${media}.away`);
  const words = await plan();
  expect(words).toContain('The Lamplighters S01E02');
  expect(words).toContain('The media file is missing.');
  await leave();
  renameSync(`${media}.away`, media);
  expect(await plan()).not.toContain('missing');
  await leave();
});
