import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-settings-'));
const project = join(folder, 'The Lamplighters.rolecall');
let running: RunningRolecall;
let page: Page;

beforeAll(async () => {
  await makeSampleProject(project);
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const accepted = (): number => {
  const opened = openProject(project);
  try {
    return utterancesForOutput(opened, null).filter(({ review }) => review === 'accepted').length;
  } finally {
    opened.close();
  }
};

it('lists the models, tries those that are there, and says where each runs', async () => {
  await page.getByTestId('settings-button').click();
  await page.getByTestId('model').first().waitFor();
  expect(await page.getByTestId('model').count()).toBeGreaterThan(2);
  expect(await page.getByTestId('models').textContent()).toContain('Compares the voices of this project');
  await page.getByTestId('check-models').click();
  await page.getByTestId('model-check').first().waitFor({ timeout: 60_000 });
  expect(await page.getByTestId('model-check').first().textContent()).toMatch(/It runs on: \w+/);
});

it('says where the space goes, and removes only leftovers', async () => {
  const leftover = join(project, 'cache', 'gone-episode.part');
  writeFileSync(leftover, new Uint8Array(5_000_000));
  await page.getByTestId('tab-space').click();
  expect(await page.getByTestId('space-leftovers').textContent()).toContain('5.0 MB');
  expect(await page.getByTestId('space-listening').textContent()).toMatch(/[1-9]/);
  await page.getByTestId('free-leftovers').click();
  await expect.poll(() => page.getByTestId('space-leftovers').textContent()).toContain('0 B');
  expect(existsSync(leftover)).toBe(false);
});

it('makes a backup and brings it back: what was decided since is gone, and the window goes on', async () => {
  await page.getByTestId('tab-backups').click();
  await page.getByTestId('make-backup').click();
  await page.getByTestId('backup').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('settings-dialog').waitFor({ state: 'detached' });
  await page.getByTestId('queue-button').click();
  await page.getByTestId('detail').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(accepted).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByTestId('library-screen').waitFor();
  await page.getByTestId('settings-button').click();
  await page.getByTestId('tab-backups').click();
  await page.getByTestId('restore-backup').first().click();
  await page.getByTestId('restore-sure').click();
  await expect.poll(accepted).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByTestId('queue-button').click();
  await page.getByTestId('detail').waitFor();
});
