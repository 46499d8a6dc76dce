import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { enginesBelow } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-path-'));
const userData = join(folder, 'user-data');
const project = join(folder, 'First try.rolecall');
const dataset = join(folder, 'dataset');
const episode = 'the-lamplighters-s01e01';
let running: RunningRolecall | null = null;

afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = (of = episode) => {
  const opened = openProject(project);
  try {
    return utterancesForOutput(opened, of);
  } finally {
    opened.close();
  }
};

it('leads from an empty machine to an exported dataset: sample, run with progress, review by keyboard, export, doctor', async () => {
  running = await launchRolecall({ userData });
  const { page } = running;
  await page.getByTestId('sample-button').click();
  const dialog = page.getByTestId('new-project-dialog');
  await dialog.getByRole('textbox').last().fill(project);
  await page.getByTestId('create-project-button').click();
  await page.getByTestId('library-screen').waitFor();
  // The screen stands before its rows have come from the engine.
  await expect.poll(() => page.locator('[role="row"][data-status]').count()).toBe(2);

  await page.getByTestId('run-button').click();
  await page.getByTestId('run-progress').waitFor();
  await expect
    .poll(() => page.locator('[data-status="done"]').count(), { timeout: 90_000, interval: 200 })
    .toBe(2);
  await page.getByTestId('run-progress').waitFor({ state: 'detached' });

  // The review, by keyboard alone: open the first episode, accept what is good, mend what is not.
  await page.getByTestId('episode-list').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByTestId('detail').waitFor();
  const before = rows();
  const spoken = before.filter(({ state }) => state !== 'scripted-not-spoken');
  let keys = 0;
  const press = async (chord: string): Promise<void> => {
    keys += 1;
    await page.keyboard.press(chord);
  };
  for (let count = 0; count < 6; count += 1) await press('Enter');
  await expect.poll(() => rows().filter(({ review }) => review === 'accepted').length).toBe(6);
  expect(keys / 6).toBeLessThan(1.5);

  await press('x');
  await expect.poll(() => rows().filter(({ review }) => review === 'rejected').length).toBe(1);
  await press('Shift+ArrowDown');
  await press('Enter');
  await expect.poll(() => rows().filter(({ review }) => review === 'accepted').length).toBe(8);
  for (let count = 0; count < 8; count += 1) await press('Control+z');
  await expect.poll(() => rows()).toEqual(before);
  expect(spoken.length).toBeGreaterThan(10);
  for (let count = 0; count < 4; count += 1) await press('Control+Shift+z');
  await expect.poll(() => rows().filter(({ review }) => review === 'accepted').length).toBe(4);
  await press('Escape');
  await page.getByTestId('library-screen').waitFor();

  await page.getByTestId('export-button').click();
  await page.getByTestId('export-folder').fill(dataset);
  await page.getByTestId('export-run-button').click();
  await page.getByTestId('export-done').waitFor({ timeout: 60_000 });
  expect(existsSync(dataset) && readdirSync(dataset).length > 0).toBe(true);
  expect(await page.getByTestId('export-verified').getAttribute('data-ok')).toBe('true');
  await page.getByTestId('back-button').click();

  await page.getByTestId('settings-button').click();
  await page.getByTestId('tab-doctor').click();
  await page.getByTestId('doctor-findings').getByRole('listitem').first().waitFor();
  expect(await page.locator('.rc-doctor-bad').count()).toBe(0);
  await page.keyboard.press('Escape');
});

it('says that the engine was killed, brings it back, and has lost nothing that was decided', async () => {
  if (running === null) throw new Error('the first test did not start the window');
  const { page, app } = running;
  await page.getByTestId(`episode-row-${episode}`).dblclick();
  await page.getByTestId('detail').waitFor();
  const accepted = () => rows().filter(({ review }) => review === 'accepted').length;
  const before = accepted();
  await page.keyboard.press('End');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect.poll(accepted).toBe(before + 1);

  const banners = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        new MutationObserver(() => {
          const banner = document.querySelector('[data-testid="engine-banner"]');
          if (banner) resolve(banner.textContent ?? '');
        }).observe(document.body, { childList: true, subtree: true });
      }),
  );
  // A first call of `page.evaluate` must be under way before the engine dies.
  await page.evaluate(() => undefined);
  for (const pid of enginesBelow(app.process().pid ?? 0)) process.kill(pid, 'SIGKILL');
  expect(await banners).toContain('starting again');
  await page.getByTestId('engine-banner').waitFor({ state: 'detached' });
  expect(accepted()).toBe(before + 1);
  await page.keyboard.press('Control+z');
  await expect.poll(accepted).toBe(before);
  expect(await page.getByTestId('review-screen').isVisible()).toBe(true);
});
