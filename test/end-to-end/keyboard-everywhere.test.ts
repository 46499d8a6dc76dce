import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { createProject } from '../../main/engine/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-keys-'));
const project = join(folder, 'By hand.rolecall');
const dataset = join(folder, 'dataset');
let running: RunningRolecall;
let page: Page;

afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Searches the palette, by keyboard alone. */
const look = async (words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').waitFor();
  await page.keyboard.type(words);
};
const command = async (words: string): Promise<void> => {
  await look(words);
  await page.keyboard.press('Enter');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
};
/** What the palette says of the one it has chosen. */
const chosen = () => page.locator('[role="option"][aria-selected="true"]');

it('scans, runs and exports from the palette, without a mouse', async () => {
  const made = await createProject(project, sampleLibrary);
  made.close();
  running = await launchRolecall({ userData: join(folder, 'user-data'), project });
  page = running.page;
  page.setDefaultTimeout(8000);
  await page.getByTestId('library-screen').waitFor();
  expect(await page.locator('[role="row"][data-status]').count()).toBe(0);

  // What cannot act yet is there, says why, and does nothing.
  await look('not finished');
  expect(await chosen().getAttribute('aria-disabled')).toBe('true');
  expect(await chosen().textContent()).toContain('no episodes yet');
  await page.keyboard.press('Enter');
  expect(await page.getByTestId('palette-input').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByTestId('palette').waitFor({ state: 'detached' });

  await command('scan the library');
  await expect.poll(() => page.locator('[role="row"][data-status]').count()).toBe(2);
  await command('run everything');
  await page.getByTestId('run-progress').waitFor();
  await expect
    .poll(() => page.locator('[data-status="done"]').count(), { timeout: 90_000, interval: 200 })
    .toBe(2);
  await page.getByTestId('run-progress').waitFor({ state: 'detached' });

  await command('export a dataset');
  await page.getByTestId('export-screen').waitFor();
  await page.getByTestId('export-folder').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(dataset);
  await page.keyboard.press('Tab');
  await expect.poll(() => page.getByTestId('export-run-button').isEnabled()).toBe(true);
  await command('write the dataset');
  await page.getByTestId('export-done').waitFor({ timeout: 60_000 });
  expect(existsSync(join(dataset, 'README.md'))).toBe(true);
});

it('goes to each screen by its key, and back by the same one everywhere', async () => {
  for (const [chord, screen] of [
    ['Control+3', 'characters-screen'],
    ['Control+4', 'report-screen'],
    ['Control+5', 'evaluation-screen'],
    ['Control+6', 'export-screen'],
    ['Control+2', 'review-screen'],
  ] as const) {
    await page.keyboard.press(chord);
    await page.getByTestId(screen).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('library-screen').waitFor();
  }
});

it('does from another screen what the library does: goes there first', async () => {
  await page.keyboard.press('Control+3');
  await page.getByTestId('characters-screen').waitFor();
  await command('plan the night');
  await page.getByTestId('plan-start').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('plan-dialog').waitFor({ state: 'detached' });
  expect(await page.getByTestId('library-screen').isVisible()).toBe(true);
});

it('starts an audit and answers it by keys', async () => {
  await page.keyboard.press('F6');
  await page.getByTestId('audit-listening').waitFor();
  const place = () => page.getByTestId('audit-progress').textContent();
  const before = await place();
  await page.keyboard.press('u');
  await expect.poll(place).not.toBe(before);
  const then = await place();
  await page.keyboard.press('0');
  await expect.poll(place).not.toBe(then);
  await page.keyboard.press('Escape');
  await page.getByTestId('audit-listening').waitFor({ state: 'detached' });
  await page.keyboard.press('Shift+F6');
  await page.getByTestId('audit-listening').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByTestId('library-screen').waitFor();
});

it('reaches in the review what had buttons only: snapping, filters, history', async () => {
  await page.keyboard.press('Control+2');
  await page.getByTestId('detail').waitFor();
  const snap = page.getByTestId('snap-button');
  const snapped = await snap.getAttribute('aria-pressed');
  await page.keyboard.press('n');
  await expect.poll(() => snap.getAttribute('aria-pressed')).not.toBe(snapped);
  await page.keyboard.press('f');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
    .toBe('filter-state');
  await page.keyboard.press('Escape');
  await page.getByTestId('utterance-list').focus();
  await page.keyboard.press('h');
  await page.getByTestId('history').waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('compare-enhanced-button').getAttribute('aria-keyshortcuts')).toBe('Alt+V');
});

it('gives a command another key in the settings, refuses one that another has, and keeps it on this machine', async () => {
  await page.keyboard.press('Control+,');
  await page.getByTestId('tab-shortcuts').click();
  const row = page.getByTestId('shortcut-scan');
  await row.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F9');
  await expect
    .poll(() => page.getByRole('alert').allTextContents())
    .toEqual([expect.stringContaining('F9 belongs to')]);
  expect(await row.textContent()).toContain('F5');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Shift+s');
  await expect.poll(() => row.textContent()).toContain('Ctrl+Shift+S');
  await page.keyboard.press('Escape');
  await page.getByTestId('settings-dialog').waitFor({ state: 'detached' });
  const stored = join(folder, 'user-data', 'preferences.json');
  expect(JSON.parse(readFileSync(stored, 'utf8'))).toEqual({ shortcuts: { scan: ['Ctrl+Shift+S'] } });
  await page.keyboard.press('Escape');
  await page.getByTestId('library-screen').waitFor();
  expect(await page.getByTestId('scan-button').getAttribute('title')).toContain('(Ctrl+Shift+S)');
});
