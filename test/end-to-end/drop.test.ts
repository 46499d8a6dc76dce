import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject, scanProject } from '../../main/engine/index.ts';
import type { Episode } from '../../main/model/index.ts';
import { getSetting, listEpisodes } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeShortLibrary } from '../helpers/short-library.ts';
import { inProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-drop-'));
const library = join(folder, 'The Lamplighters');
const moved = join(folder, 'Moved', 'The Lamplighters');
const project = join(folder, 'Dropped.rolecall');
let running: RunningRolecall;
let page: Page;

beforeAll(async () => {
  await makeShortLibrary(library, 30);
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

/**
 * Drags a file or folder of the disk over an element and lets it go there. The browser makes the events of it, as it
 * does for a file manager, so that the file has a path: one that a page makes itself has none.
 */
async function drop(path: string, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('nothing to drop on');
  const debug = await page.context().newCDPSession(page);
  const drag = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await debug.send('Input.dispatchDragEvent', { type, ...drag, data });
  await debug.detach();
}

const episode = (id: string): Episode => {
  const found = inProject(project, ({ database }) => listEpisodes(database)).find((each) => each.id === id);
  if (found === undefined) throw new Error(`${id} is gone`);
  return found;
};
const first = 'the-lamplighters-s01e01';
const second = 'the-lamplighters-s01e02';

it('a script dropped on an episode becomes its own, beside all episodes it is told where to drop it', async () => {
  const script = join(folder, 'read from the page.txt');
  writeFileSync(script, 'ORLA: Mind the third step.\n');
  const own = episode(first);
  await drop(script, page.getByTestId(`episode-row-${second}`));
  await expect.poll(() => episode(second)).toMatchObject({ script, pairedBy: 'person' });
  expect(episode(first)).toEqual(own);
  await page.getByText('read from the page.txt').first().waitFor();

  await drop(script, page.locator('.rc-library-path'));
  await page.getByTestId('error-toast').waitFor();
  expect(episode(first)).toEqual(own);
  await page.getByTestId('error-toast').getByRole('button').click();
});

it('a folder dropped on the library is its new place', async () => {
  const wrong = join(folder, 'Nothing of it');
  mkdirSync(wrong);
  mkdirSync(join(folder, 'Moved'));
  renameSync(library, moved);
  const place = (): string | null => inProject(project, ({ database }) => getSetting(database, 'library'));
  await drop(wrong, page.getByTestId('library-screen'));
  await page.getByTestId('error-toast').getByText('holds none of the episodes').waitFor();
  expect(place()).toBe(library);
  await page.getByTestId('error-toast').getByRole('button').click();

  await drop(moved, page.getByTestId('library-screen'));
  await expect.poll(place).toBe(moved);
  await expect.poll(() => page.locator('.rc-library-path').textContent()).toBe(moved);
  expect(episode(first)).toMatchObject({
    media: join(moved, 'The Lamplighters S01E01.opus'),
    subtitles: join(moved, 'The Lamplighters S01E01.srt'),
    status: 'new',
  });
  // What lies elsewhere and was chosen by hand stays chosen.
  expect(episode(second)).toMatchObject({
    script: join(folder, 'read from the page.txt'),
    pairedBy: 'person',
  });
});

it('on the start screen a folder begins a project of it, and a project is opened', async () => {
  await page.getByTestId('close-project-button').click();
  const start = page.getByTestId('start-screen');
  await start.waitFor();
  await drop(moved, start);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(
    await dialog.locator('input').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value)),
  ).toContain(moved);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await drop(project, start);
  await page.getByTestId('library-screen').waitFor();
});
