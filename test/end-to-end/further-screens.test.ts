import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject } from '../../main/engine/index.ts';
import type { TranscriptCheck } from '../../main/model/index.ts';
import { listEpisodes, listUtterances, putUtterances, setEpisodeStatus } from '../../main/store/index.ts';
import { compareRecognition } from '../../main/validation/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject, seriousFindings, THEMES, wearTheme } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-further-'));
const project = join(folder, 'The Lamplighters.rolecall');
const failed = 'the-lamplighters-s01e01';
const episode = 'the-lamplighters-s01e02';
let running: RunningRolecall;

/** The text of a line that is said to be in French. */
let inFrench = '';

/** An episode that failed and warns, and lines of the other in which a recogniser heard other words. */
function plant(): void {
  const { database, close } = openProject(project);
  const [first] = listEpisodes(database);
  const problem = {
    message: 'The subtitles have too few lines (3) to tell where they lie in this media.',
    remedy: 'Pair the episode with the subtitles of all of it, or leave it out.',
    file: first?.subtitles ?? null,
    place: 'line 3',
  };
  setEpisodeStatus(database, failed, 'failed', problem);
  database
    .prepare('UPDATE episode SET warnings = ? WHERE id = ?')
    .run(JSON.stringify([{ ...problem, message: 'Several scripts fit; one was taken.' }]), failed);
  const spoken = listUtterances(database, episode).filter(
    ({ transcript, text }) => transcript !== null && text.split(' ').length > 5,
  );
  inFrench = spoken[0]?.text ?? '';
  putUtterances(
    database,
    spoken.map((row, at) => ({
      ...row,
      // A language of few lines only is worth a mention.
      language:
        at % 20 === 0 ? { code: 'fr', probability: 0.9, mixed: true, source: 'text' as const } : row.language,
      transcript: {
        ...(row.transcript as TranscriptCheck),
        wrong: 0.9,
        recogniser: compareRecognition(
          'ears.mjs',
          row.text,
          `plum ${row.text.split(' ').slice(1, -1).join(' ')}`,
        ),
      },
    })),
  );
  close();
}

beforeAll(async () => {
  await makeSampleProject(project);
  plant();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  await running.page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const command = async (words: string): Promise<void> => {
  const { page } = running;
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(words);
  await page.keyboard.press('Enter');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
};
/** Closes a dialog; it fades away. */
const close = async (): Promise<void> => {
  await running.page.keyboard.press('Escape');
  await running.page.locator('[role="dialog"]').waitFor({ state: 'detached' });
};
const back = (): Promise<void> => running.page.getByTestId('back-button').click();

const screens: readonly [name: string, reach: () => Promise<unknown>, leave: () => Promise<unknown>][] = [
  [
    'the library with an episode that failed and its warnings',
    async () => {
      const { page } = running;
      await page.getByTestId('episode-failure').waitFor();
      await page.getByTestId(`episode-warnings-${failed}`).click();
      await page.getByTestId('episode-warning').waitFor();
    },
    async () => undefined,
  ],
  [
    'the menu in which an episode is paired by hand',
    async () => {
      const { page } = running;
      await page.getByTestId(`episode-menu-${failed}`).hover();
      await page.getByTestId(`episode-menu-${failed}`).click();
      await page.getByTestId('pair-script').waitFor();
    },
    async () => {
      await running.page.keyboard.press('Escape');
      await running.page.getByTestId('pair-script').waitFor({ state: 'detached' });
    },
  ],
  [
    'the colours in the settings',
    async () => {
      await running.page.getByTestId('settings-button').click();
      await running.page.getByTestId('tab-colours').click();
    },
    close,
  ],
  [
    'the words that a recogniser heard otherwise',
    async () => {
      const { page } = running;
      await page.getByTestId(`episode-row-${episode}`).dblclick();
      await page.getByTestId('detail').waitFor();
      // Without sound: it would go on meanwhile.
      await page.keyboard.press('a');
      await page.getByTestId('search-input').fill(inFrench);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Home');
      await page.getByTestId('differences').waitFor();
      await page.getByTestId('text-language').waitFor();
    },
    async () => undefined,
  ],
  [
    'the dialog that splits an utterance',
    async () => {
      await running.page.keyboard.press('s');
      await running.page.getByTestId('split-confirm').waitFor();
    },
    close,
  ],
  [
    'an audit’s result',
    async () => {
      const { page } = running;
      await command('report');
      await page.getByTestId('audit-start').click();
      await page.getByTestId('audit-listening').waitFor();
      for (const key of ['1', '2', 'u']) {
        const before = await page.getByTestId('audit-progress').innerText();
        await page.keyboard.press(key);
        await expect.poll(() => page.getByTestId('audit-progress').innerText()).not.toBe(before);
      }
      await page.getByTestId('audit-finish').click();
      await page.getByTestId('audit-result').waitFor();
    },
    back,
  ],
  [
    'what an export made',
    async () => {
      const { page } = running;
      await page.getByTestId('library-screen').waitFor();
      await page.getByTestId('export-button').click();
      await page.getByTestId('export-preview').waitFor();
      await page.getByTestId('export-folder').fill(join(folder, 'dataset'));
      await page.getByTestId('export-run-button').click();
      await page.getByTestId('export-done').waitFor({ timeout: 120_000 });
      await page.getByTestId('export-done').scrollIntoViewIfNeeded();
    },
    back,
  ],
  [
    'a queue in which nothing is left',
    async () => {
      const { page } = running;
      const { database, close: closeProject } = openProject(project);
      for (const { id } of listEpisodes(database))
        putUtterances(
          database,
          listUtterances(database, id).map((row) => ({ ...row, review: 'accepted' as const })),
        );
      closeProject();
      await page.getByTestId('library-screen').waitFor();
      await page.getByTestId('queue-button').click();
      await page.getByText('Nothing doubtful is left to judge.').waitFor();
    },
    async () => undefined,
  ],
];

// In this order: each is reached from the one before.
it.each(screens)('axe finds nothing serious in %s', async (_name, reach, leave) => {
  const { page } = running;
  await reach();
  const found: string[] = [];
  for (const theme of THEMES) {
    await wearTheme(page, theme);
    await page.mouse.move(2, 2);
    // What fades in has less contrast until it is there.
    await page.waitForTimeout(400);
    found.push(...(await seriousFindings(page)).map((line) => `${theme}: ${line}`));
  }
  await leave();
  expect(found).toEqual([]);
});
