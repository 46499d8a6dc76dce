import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject, scanProject } from '../../main/engine/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeShortLibrary } from '../helpers/short-library.ts';
import { portray } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-night-'));
const library = join(folder, 'The Lamplighters');
const project = join(folder, 'Night.rolecall');
let running: RunningRolecall;

/** More episodes than cores, so that some wait. */
const COPIES = Array.from(
  { length: 8 },
  (_, index) => `The Lamplighters S01E${String(index + 3).padStart(2, '0')}`,
);

beforeAll(async () => {
  await makeShortLibrary(library);
  const first = 'The Lamplighters S01E01';
  for (const title of COPIES) {
    copyFileSync(join(library, `${first}.opus`), join(library, `${title}.opus`));
    copyFileSync(join(library, `${first}.srt`), join(library, `${title}.srt`));
    copyFileSync(
      join(library, 'Scripts', `${first}.script.txt`),
      join(library, 'Scripts', `${title}.script.txt`),
    );
  }
  const made = await createProject(project, library);
  await scanProject(made);
  made.close();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  await running.page.getByTestId('library-screen').waitFor();
}, 300_000);
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a run is planned, paused, put into another order and stopped in the window', {
  timeout: 300_000,
}, async () => {
  const { page } = running;
  await page.getByTestId('plan-button').click();
  await page.getByTestId('plan').getByText('10 episodes: New').waitFor();
  expect(await portray(running, 'night-plan')).toEqual([]);
  await page.getByTestId('plan-start').click();
  await page.getByTestId('run-details-button').waitFor();
  await page.getByTestId('pause-button').click();
  await page.getByTestId('run-progress').getByText('Paused').waitFor({ timeout: 120_000 });
  await page.getByTestId('run-details-button').click();
  const queue = page.getByTestId('run-queue');
  const order = (): Promise<(string | null)[]> =>
    queue.locator('li').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-episode')));
  await queue.locator('li').nth(3).waitFor();
  const before = await order();
  const last = before.at(-1);
  await queue
    .locator(`li[data-episode="${last}"]`)
    .getByRole('button', { name: /Take first/ })
    .click();
  await expect.poll(async () => (await order())[0], { timeout: 60_000 }).toBe(last);
  await queue.locator('li').nth(2).dragTo(queue.locator('li').nth(0));
  await expect.poll(async () => (await order())[0], { timeout: 60_000 }).toBe(before[1]);
  expect(await portray(running, 'night-run')).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByTestId('pause-button').click();
  await expect
    .poll(() => page.getByTestId('run-progress').getByText('Paused').count(), { timeout: 60_000 })
    .toBe(0);
  await page.getByTestId('cancel-button').click();
  await page.getByTestId('run-button').waitFor({ timeout: 120_000 });
});
