import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cacheFolder } from '../../main/engine/cache.ts';
import { openProject, type Project, writeReport } from '../../main/engine/index.ts';
import type { TranscriptCheck, Utterance } from '../../main/model/index.ts';
import {
  getEpisode,
  listUtterances,
  pairEpisode,
  putScannedEpisode,
  putSetting,
  putUtterances,
  setEpisodeStatus,
} from '../../main/store/index.ts';
import { compareRecognition } from '../../main/validation/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { expectUnmoved, NAMES } from './hostile-names.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-hostile-dialogs-'));
const project = join(folder, 'Hostile.rolecall');
const episode = 'the-lamplighters-s01e01';
const MARKUP = NAMES[2] as string;
/** As it is told where a name ends with the last part of a path. */
const BEGINNING = '<img src=x onerror=';
let running: RunningRolecall;
let page: Page;

async function inProject<T>(work: (opened: Project) => T | Promise<T>): Promise<T> {
  const opened = openProject(project);
  try {
    return await work(opened);
  } finally {
    opened.close();
  }
}

const hostileRow = (row: Utterance, at: number): Utterance => {
  const name = NAMES[at % NAMES.length] as string;
  const text = `${name.slice(0, 300)} said ${MARKUP}`;
  return {
    ...row,
    ...{ speaker: name, text, reason: name.slice(0, 300), mislabelProbability: 0.9 },
    witnesses: { ...row.witnesses, voice: [{ character: MARKUP, probability: 0.9 }] },
    transcript:
      row.transcript === null
        ? null
        : {
            ...(row.transcript satisfies TranscriptCheck),
            wrong: 0.9,
            recogniser: compareRecognition(name, text, `${MARKUP} ${name.slice(0, 300)} ${NAMES[1]}`),
          },
  };
};

/** Hostile lines, an episode of a hostile series that failed, hostile paired files, and a hostile recogniser. */
async function plant(): Promise<void> {
  await inProject(async (opened) => {
    const { database } = opened;
    const rows = listUtterances(database, episode).map(hostileRow);
    putUtterances(database, rows);
    const known = getEpisode(database, episode);
    if (known === null) throw new Error('no episode');
    const problem = {
      message: MARKUP,
      remedy: NAMES[1] as string,
      file: `/x/${MARKUP}`,
      place: NAMES[3] as string,
    };
    pairEpisode(database, episode, {
      ...{ subtitles: known.subtitles, script: known.script },
      warnings: NAMES.map((name) => ({ ...problem, message: name })),
    });
    putScannedEpisode(database, {
      ...{ id: 'gone', title: `${MARKUP} ${NAMES[0]}`, series: `${MARKUP} ${NAMES[1]}` },
      ...{ media: `/nowhere/${MARKUP}.mkv`, subtitles: `/nowhere/${MARKUP}.srt` },
      ...{ script: `/nowhere/${NAMES[0]?.slice(0, 200)}.txt`, warnings: [] },
    });
    putUtterances(
      database,
      rows.slice(0, 6).map((row) => ({ ...row, id: `gone-${row.id}`, episode: 'gone' })),
    );
    setEpisodeStatus(database, 'gone', 'failed', problem);
    putSetting(
      database,
      'recogniser',
      JSON.stringify({ kind: 'command', command: [MARKUP, NAMES[1], NAMES[0], NAMES[4]] }),
    );
    await writeReport(opened, null);
  });
}

beforeAll(async () => {
  await makeSampleProject(project);
  await plant();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The hostile markup stands there as text, and nothing came of it. */
async function expectShown(where: Locator): Promise<void> {
  await where.first().waitFor();
  await expect
    .poll(() =>
      where.first().evaluate((element) => {
        const values = [...element.querySelectorAll('input')].map(({ value }) => value);
        return [element.textContent, ...values].join('\n');
      }),
    )
    .toContain(BEGINNING);
  await expectUnmoved(page);
}
const close = async (): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
};
const command = async (words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(words);
  await page.keyboard.press('Enter');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
};

it('the library, with failures, the menu of an episode and what a person paired', async () => {
  await expectShown(page.getByTestId('episode-row-gone'));
  await page.getByTestId('episode-menu-gone').hover();
  await page.getByTestId('episode-menu-gone').click();
  await page.getByTestId('pair-subtitles').waitFor();
  await expectUnmoved(page);
  await page.keyboard.press('Escape');
  await page.getByTestId('pair-subtitles').waitFor({ state: 'detached' });
  await page.getByTestId(`episode-warnings-${episode}`).click();
  await expectShown(page.getByTestId(`episode-row-${episode}`));
});

it('the recogniser that a project names, and the languages of a series', async () => {
  await page.getByTestId('settings-button').click();
  await page.getByTestId('tab-recogniser').click();
  await page.getByTestId('recogniser-line').waitFor();
  await expectShown(page.getByTestId('recogniser'));
  await page.getByTestId('tab-languages').click();
  await page.getByTestId('language-lines').first().waitFor();
  await expectShown(page.getByTestId('languages'));
  await close();
});

it('the words that were heard otherwise, and the dialog that splits a line', async () => {
  await page.getByTestId(`episode-row-${episode}`).dblclick();
  await page.getByTestId('detail').waitFor();
  await page.keyboard.press('a');
  for (let count = 0; count < NAMES.length; count += 1) {
    await expectShown(page.getByTestId('detail'));
    await page.keyboard.press('j');
  }
  await page.keyboard.press('Home');
  await expectShown(page.getByTestId('text-check'));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.getByTestId('split-confirm').waitFor();
  for (let count = 0; count < 3; count += 1) {
    await expectUnmoved(page);
    await page.keyboard.press('ArrowLeft');
  }
  await expect
    .poll(
      async () =>
        `${await page.getByTestId('split-first').textContent()}${await page.getByTestId('split-second').textContent()}`,
    )
    .toContain(BEGINNING);
  await close();
});

it('the report, an audit and its result', async () => {
  await command('report');
  await expectShown(page.getByTestId('morning'));
  await page.getByTestId('audit-start').click();
  await page.getByTestId('audit-listening').waitFor();
  for (let count = 0; count < 8; count += 1) {
    await expectUnmoved(page);
    const before = await page.getByTestId('audit-progress').innerText();
    await page.keyboard.press('0');
    await expect.poll(() => page.getByTestId('audit-progress').innerText()).not.toBe(before);
  }
  await page.getByTestId('audit-finish').click();
  await expectShown(page.getByTestId('audit-result'));
  await page.getByTestId('back-button').click();
  await page.getByTestId('library-screen').waitFor();
});

it('the page of the report, which a browser shows', async () => {
  const opened = running.app.waitForEvent('window');
  await running.app.evaluate(
    ({ BrowserWindow }, file) => void new BrowserWindow({ show: false, width: 1000 }).loadFile(file),
    join(project, 'report.html'),
  );
  const report = await opened;
  await report.waitForFunction("document.readyState === 'complete'");
  await expect.poll(() => report.locator('body').textContent()).toContain(BEGINNING);
  const state = await report.evaluate(() => ({
    obeyed: 'obeyed' in window,
    made: document.querySelectorAll('img, script').length,
    wider: document.documentElement.scrollWidth > innerWidth,
  }));
  expect(state).toEqual({ obeyed: false, made: 0, wider: false });
  await report.close();
});

it('the plan of a run, why it is refused, and the run itself', async () => {
  await page.getByTestId('plan-button').click();
  await expectShown(page.getByTestId('plan'));
  await page.getByTestId('plan-start').click();
  // Nobody chose that recogniser here.
  await expectShown(page.getByTestId('error-toast'));
  await page.getByTestId('error-toast').first().getByRole('button').click();

  await inProject(({ database }) => putSetting(database, 'recogniser', ''));
  rmSync(cacheFolder(project, episode), { recursive: true });
  await page.getByTestId('plan-button').click();
  await page.getByTestId('plan').getByText('Files of the cache are gone').waitFor();
  await page.getByTestId('plan-start').click();
  await page.getByTestId('run-details-button').click();
  await expectShown(page.locator('[role="dialog"]'));
  await close();
  await page.getByTestId('cancel-button').click();
  await page.getByTestId('run-button').waitFor({ timeout: 60_000 });
  await expectUnmoved(page);
});
