import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject } from '../../main/engine/index.ts';
import { getEpisode, listUtterances, putScannedEpisode, putUtterances } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { expectUnmoved, NAMES } from './hostile-names.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-hostile-'));
// Its own name is shown by the start screen, the library and the export.
const project = join(folder, '\u202E<b>hostile</b>\u2067 👩🏽‍🚀 $(touch obeyed).rolecall');
const episode = 'the-lamplighters-s01e01';
let running: RunningRolecall | undefined;

beforeAll(async () => {
  await makeSampleProject(project);
  const opened = openProject(project);
  const { database } = opened;
  const rows = listUtterances(database, episode);
  putUtterances(
    database,
    rows.map((row, at) => {
      const name = NAMES[at % NAMES.length] as string;
      return { ...row, speaker: name, text: `${name} said ${name.slice(0, 80)}`, reason: name.slice(0, 300) };
    }),
  );
  const known = getEpisode(database, episode);
  if (known === null) throw new Error('no episode');
  putScannedEpisode(database, {
    ...known,
    title: NAMES[2] as string,
    warnings: NAMES.map((name) => ({ message: name, remedy: name, file: name, place: name })),
  });
  opened.close();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  await running.page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

function started(): RunningRolecall {
  if (running === undefined) throw new Error('the window did not start');
  return running;
}

const isUnmoved = (): Promise<void> => expectUnmoved(started().page);

it('shows hostile titles, names, texts and messages on every screen, and obeys none', async () => {
  const { page } = started();
  await isUnmoved();
  await page.getByTestId(`episode-warnings-${episode}`).click();
  await isUnmoved();
  await page.getByTestId(`episode-row-${episode}`).dblclick();
  await page.getByTestId('detail').waitFor();
  for (let count = 0; count < NAMES.length; count += 1) {
    await page.keyboard.press('j');
    await isUnmoved();
  }
  expect(await page.getByTestId('utterance-list').textContent()).toContain('<img src=x onerror=');
  await page.keyboard.press('Enter');
  await page.keyboard.press('c');
  await page.getByTestId('character-search').waitFor();
  await isUnmoved();
  await page.keyboard.press('Escape');
  await page.getByTestId('character-picker').waitFor({ state: 'detached' });
  await page.getByTestId('history-button').click();
  await page.getByTestId('history').waitFor();
  await isUnmoved();
  await page.keyboard.press('Escape');
  await page.getByTestId('history').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('characters');
  await isUnmoved();
  await page.keyboard.press('Enter');
  await page.getByTestId('cast-row').first().waitFor();
  for (const row of (await page.getByTestId('cast-row').all()).slice(0, NAMES.length)) {
    await row.click();
    await isUnmoved();
  }
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('report');
  await page.keyboard.press('Enter');
  await page.getByTestId('audit-start').click();
  await page.getByTestId('audit-listening').waitFor();
  await isUnmoved();
});

it('shows them in export, evaluation, settings, the spectrogram, filters and the start screen too', async () => {
  const { page } = started();
  const command = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-input').fill(words);
    await page.keyboard.press('Enter');
    await page.getByTestId('palette').waitFor({ state: 'detached' });
  };
  await command('go to the library');
  await page.getByTestId('library-screen').waitFor();
  await page.getByTestId('export-button').click();
  await page.getByTestId('export-preview').waitFor();
  await isUnmoved();
  await page.getByTestId('export-presets').getByText('Strict').click();
  await page.getByTestId('sample-reasons').waitFor();
  await isUnmoved();
  await page.getByTestId('back-button').click();
  await page.getByTestId('evaluation-button').click();
  await page.getByTestId('new-set').waitFor();
  await isUnmoved();
  await page.getByTestId('back-button').click();
  await page.getByTestId('settings-button').click();
  await page.getByTestId('model').first().waitFor();
  await isUnmoved();
  for (const tab of ['space', 'backups', 'doctor', 'colours']) {
    await page.getByTestId(`tab-${tab}`).click();
    await page.waitForTimeout(200);
    await isUnmoved();
  }
  await page.keyboard.press('Escape');
  await page.getByTestId('settings-dialog').waitFor({ state: 'detached' });
  await command('review the worst');
  await page.getByTestId('detail').waitFor();
  await page.keyboard.press('g');
  await page.locator('[data-testid="spectrogram"][data-missing="0"]').waitFor();
  await isUnmoved();
  await page.getByTestId('search-input').fill('<img src=x');
  await isUnmoved();
  await page.getByTestId('search-input').press('Escape');
  await command('go to the library');
  await page.getByTestId('library-screen').waitFor();
  await page.getByTestId('close-project-button').click();
  await page.getByTestId('start-screen').waitFor();
  expect(await page.getByTestId('recent-projects').textContent()).toContain('<b>hostile</b>');
  const state = await page.evaluate(() => ({
    obeyed: 'obeyed' in window,
    made: document.querySelectorAll('bdi b, img').length,
    wider: document.documentElement.scrollWidth > innerWidth,
  }));
  expect(state).toEqual({ obeyed: false, made: 0, wider: false });
});
