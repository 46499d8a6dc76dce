import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';
import { makeSampleProject, portray } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-screens-'));
const library = join(folder, 'The Lamplighters');
const project = join(folder, 'The Lamplighters.rolecall');
const episode = 'the-lamplighters-s01e01';
let running: RunningRolecall;

beforeAll(async () => {
  cpSync(sampleLibrary, library, { recursive: true });
  await makeSampleProject(project);
  running = await launchRolecall({ userData: join(folder, 'user-data') });
  await running.page.getByTestId('start-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const command = async (words: string): Promise<void> => {
  await running.page.keyboard.press('Control+k');
  await running.page.getByTestId('palette-input').fill(words);
  await running.page.keyboard.press('Enter');
};
const close = () => running.page.keyboard.press('Escape');

/** Each screen: how to come there, and how to leave what lies over it. */
const screens: readonly [name: string, reach: () => Promise<unknown>, leave?: () => Promise<unknown>][] = [
  ['start', async () => undefined],
  ['new-project', () => running.page.getByTestId('new-project-button').click(), close],
  [
    'library',
    async () => {
      const { page } = running;
      await page.evaluate(
        (path) =>
          (
            window as unknown as { rolecall: { call(name: string, input: unknown): Promise<unknown> } }
          ).rolecall.call('project.open', { project: path }),
        project,
      );
      await page.reload();
      await page.getByTestId('recent-projects').getByRole('button').first().click();
      await page.getByTestId('library-screen').waitFor();
    },
  ],
  [
    'settings',
    async () => {
      await running.page.getByTestId('settings-button').click();
      await running.page.getByTestId('model').first().waitFor();
    },
  ],
  [
    'recogniser',
    async () => {
      const { page } = running;
      const ears = join(folder, 'ears.mjs');
      writeFileSync(
        ears,
        `console.log(JSON.stringify({ results: process.argv.slice(2).map((file) => ({ file, text: 'the lamps were lit before dark' })) }));`,
      );
      await page.getByTestId('tab-recogniser').click();
      await page.getByText('A program').click();
      await page.getByTestId('recogniser-line').fill(`node ${ears}`);
      await page.getByTestId('recogniser-try').click();
      await page.getByTestId('recogniser-trial').waitFor();
    },
  ],
  [
    'languages',
    async () => {
      await running.page.getByTestId('tab-languages').click();
      await running.page.getByTestId('language-lines').first().waitFor();
    },
  ],
  [
    'space',
    async () => {
      await running.page.getByTestId('tab-space').click();
      await running.page.getByTestId('space-listening').waitFor();
    },
  ],
  [
    'backups',
    async () => {
      await running.page.getByTestId('tab-backups').click();
      await running.page.getByTestId('make-backup').click();
      await running.page.getByTestId('backup').first().waitFor();
    },
  ],
  [
    'doctor',
    async () => {
      await running.page.getByTestId('tab-doctor').click();
      await running.page.getByTestId('doctor-findings').getByRole('listitem').first().waitFor();
    },
    close,
  ],
  [
    'export',
    async () => {
      const { page } = running;
      await page.getByTestId('export-button').click();
      await page.getByTestId('export-preview').waitFor();
      await page.getByTestId('export-presets').getByText('Strict').click();
      await page.getByTestId('sample-reasons').waitFor();
    },
  ],
  [
    'export-lower',
    async () => {
      const { page } = running;
      await page.getByTestId('export-pack').scrollIntoViewIfNeeded();
      await page.getByTestId('export-left-out').scrollIntoViewIfNeeded();
      await page.getByTestId('sample-next').scrollIntoViewIfNeeded();
      await page.getByTestId('format-parquet').scrollIntoViewIfNeeded();
    },
    () => running.page.getByTestId('back-button').click(),
  ],
  [
    'review',
    async () => {
      await running.page.getByTestId(`episode-row-${episode}`).dblclick();
      await running.page.getByTestId('detail').waitFor();
      await running.page.keyboard.press('w');
      await running.page.keyboard.press('Home');
    },
  ],
  [
    'spectrogram',
    async () => {
      await running.page.keyboard.press('g');
      await running.page.locator('[data-testid="spectrogram"][data-missing="0"]').waitFor();
    },
    () => running.page.keyboard.press('g'),
  ],
  ['palette', () => running.page.keyboard.press('Control+k'), close],
  ['shortcuts', () => running.page.keyboard.press('?'), close],
  ['assign', () => running.page.keyboard.press('c'), close],
  [
    'history',
    async () => {
      await running.page.keyboard.press('Enter');
      await running.page.keyboard.press('2');
      await running.page.keyboard.press('Enter');
      await running.page.getByTestId('history-button').click();
      await running.page.getByTestId('history').getByRole('listitem').first().waitFor();
    },
    close,
  ],
  [
    'queue',
    async () => {
      await command('review the worst');
      await running.page.getByTestId('queue-episode').waitFor();
      await running.page.getByTestId('detail').waitFor();
    },
  ],
  [
    'characters',
    async () => {
      await command('characters');
      await running.page.getByTestId('exemplar').first().waitFor();
      await running.page.locator('[data-testid="voice-map"] canvas').waitFor();
    },
  ],
  [
    'report',
    async () => {
      await command('report');
      await running.page.getByTestId('measures').waitFor();
    },
  ],
  [
    'audit',
    async () => {
      await running.page.getByTestId('audit-size').selectOption('20');
      await running.page.getByTestId('audit-start').click();
      await running.page.getByTestId('audit-listening').waitFor();
    },
  ],
];

// In this order: each is reached from the one before.
it.each(screens)('%s has its pictures and no serious finding of axe', async (name, reach, leave) => {
  await reach();
  await running.page.waitForTimeout(400);
  const found = await portray(running, name);
  await leave?.();
  await running.page.waitForTimeout(150);
  expect(found).toEqual([]);
});
