import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { openProject } from '../../main/engine/index.ts';
import type { Problem } from '../../main/model/index.ts';
import {
  listEpisodes,
  listUtterances,
  putScannedEpisode,
  putUtterances,
  setEpisodeStatus,
} from '../../main/store/index.ts';
import { launchRolecall } from '../helpers/electron.ts';
import { makeSampleProject, resize, SIZES } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-long-'));
const project = join(folder, 'The Lamplighters.rolecall');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EPISODES = 80;

/** Evenings after the first, each with a line. */
function addEpisodes(): void {
  const { database, close } = openProject(project);
  try {
    const [first] = listEpisodes(database);
    const [line] = first ? listUtterances(database, first.id) : [];
    if (first === undefined || line === undefined) throw new Error('the sample project is empty');
    // Of a series that stands before the others, so that they are in view.
    const failures: [Partial<Problem>, string | null][] = [
      [{ message: 'The model is missing.', mendedIn: 'models' }, first.subtitles],
      [{ message: 'The disk is full.', mendedIn: 'space' }, first.subtitles],
      [{ message: 'The episode has no subtitles.', file: first.media }, null],
    ];
    for (const [index, [failure, subtitles]] of failures.entries()) {
      const id = `failed-${index}`;
      putScannedEpisode(database, { ...first, id, title: id, series: 'A Failure', subtitles });
      setEpisodeStatus(database, id, 'failed', {
        message: '',
        remedy: 'Mend it.',
        file: null,
        place: null,
        ...failure,
      });
    }
    for (let index = 0; index < EPISODES; index += 1) {
      const id = `evening-${index + 100}`;
      putScannedEpisode(database, { ...first, id, title: id, series: 'Under the Pier' });
      putUtterances(database, [{ ...line, id: `line-${index}`, episode: id }]);
    }
  } finally {
    close();
  }
}

/** How far the row of an episode stands out of the part of the list that can be seen, in pixels; null where it is not drawn. */
const hiddenOf = (page: Page, episode: string): Promise<number | null> =>
  page.evaluate((id) => {
    const list = document.querySelector('[data-testid="episode-list"]');
    const head = list?.querySelector('.rc-episode-head')?.getBoundingClientRect();
    const row = document.getElementById(`episode-${id}`)?.getBoundingClientRect();
    if (!list || !head || !row) return null;
    const bottom = list.getBoundingClientRect().top + list.clientTop + list.clientHeight;
    return Math.max(0, head.bottom - row.top, row.bottom - bottom);
  }, episode);

it('a long library: rows that the keys go to stand whole, and a review leads back to its episode', async () => {
  await makeSampleProject(project);
  addEpisodes();
  const running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  const { page, close } = running;
  try {
    await resize(running, SIZES[1]);
    await page.getByTestId('episode-list').focus();
    await page.keyboard.press('End');
    const last = `evening-${EPISODES + 99}`;
    await expect.poll(() => hiddenOf(page, last)).toBeLessThan(1);
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowUp');
    const middle = `evening-${EPISODES + 59}`;
    await expect.poll(() => hiddenOf(page, middle)).toBeLessThan(1);
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowDown');
    const later = `evening-${EPISODES + 71}`;
    await expect.poll(() => hiddenOf(page, later)).toBeLessThan(1);
    await page.keyboard.press('Enter');
    await page.getByTestId('utterance-list').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('episode-list').waitFor();
    await expect.poll(() => hiddenOf(page, later)).toBeLessThan(1);
    expect(await page.getByTestId('episode-list').getAttribute('aria-activedescendant')).toBe(
      `episode-${later}`,
    );
  } finally {
    await close();
  }
});

it('a failure has a button that leads to where it can be mended', async () => {
  const { page, close } = await launchRolecall({ project, userData: join(folder, 'user-data') });
  try {
    await page.getByTestId('remedy-settings').first().waitFor();
    expect(await page.getByTestId('remedy-settings').allTextContents()).toEqual([
      'Look at the models',
      'See where the space goes',
    ]);
    await page.getByTestId('remedy-settings').first().click();
    await page.getByRole('tab', { name: 'Models', selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('settings-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('remedy-settings').last().click();
    await page.getByTestId('tab-space').and(page.locator('[aria-selected="true"]')).waitFor();
    // An episode without subtitles fails by its media's name: what it asks for is a file of subtitles.
    await page.keyboard.press('Escape');
    await page.getByTestId('settings-dialog').waitFor({ state: 'detached' });
    expect(await page.getByTestId('remedy-subtitles').count()).toBe(1);
  } finally {
    await close();
  }
});
