import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-window-'));
const project = join(folder, 'The Lamplighters.rolecall');
const userData = join(folder, 'user-data');
const episode = 'the-lamplighters-s01e01';
let running: RunningRolecall | null = null;

beforeAll(() => makeSampleProject(project));

afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const stored = (id: string) => {
  const opened = openProject(project);
  try {
    const found = utterancesForOutput(opened, episode).find((each) => each.id === id);
    if (found === undefined) throw new Error(`${id} is gone`);
    return found;
  } finally {
    opened.close();
  }
};

async function openReview(): Promise<Page> {
  running = await launchRolecall({ project, userData });
  const { page } = running;
  await page.getByTestId('library-screen').waitFor();
  await page.getByTestId(`episode-row-${episode}`).dblclick();
  await page.getByTestId('review-screen').waitFor();
  await page.getByTestId('utterance-list').waitFor();
  return page;
}

const first = `${episode}-c1-0`;
const second = `${episode}-c2-0`;

const choose = async (page: Page, id: string): Promise<void> => {
  await page.getByTestId(`utterance-row-${id}`).click();
};

interface Heard {
  readonly events: { type: string; time: number }[];
}

/** Notes inside the page when the player starts and stops: asking from outside would come too late. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: Heard = { events: [] };
    Object.assign(window, { heard });
    for (const type of ['playing', 'pause']) {
      const note = ({ target }: Event): void => {
        if (target instanceof HTMLAudioElement) heard.events.push({ type, time: target.currentTime });
      };
      // Two elements take turns; their events do not bubble.
      document.addEventListener(type, note, { capture: true });
    }
  });
}

/** Waits until a play has begun and ended, and holds both against the span. */
async function hearSpan(page: Page, span: { start: number; end: number }): Promise<void> {
  const events = () => page.evaluate(() => (window as unknown as { heard: Heard }).heard.events);
  await expect.poll(async () => (await events()).at(-1)?.type, { timeout: 15_000 }).toBe('pause');
  const [started, stopped] = (await events()).slice(-2);
  expect(started?.type).toBe('playing');
  expect(Math.abs((started?.time ?? 0) - span.start)).toBeLessThan(0.1);
  expect(Math.abs((stopped?.time ?? 0) - span.end)).toBeLessThan(0.25);
  const player = await page.getByTestId('player').evaluate((element) => {
    const { error, muted, volume } = element as HTMLAudioElement;
    return { error: error?.message ?? null, audible: !muted && volume > 0 };
  });
  expect(player).toEqual({ error: null, audible: true });
  await page.evaluate(() => (window as unknown as { heard: Heard }).heard.events.splice(0));
}

it('plays the right span, accepts, reassigns, undoes, and finds everything again after a restart', async () => {
  let page = await openReview();

  // Choosing plays; P plays the utterance again.
  const span = stored(first);
  await listen(page);
  await choose(page, first);
  await hearSpan(page, span);
  await page.keyboard.press('p');
  await hearSpan(page, span);

  await choose(page, first);
  await page.keyboard.press('Enter');
  await expect.poll(() => stored(first).review).toBe('accepted');

  await choose(page, second);
  const before = stored(second);
  const key = before.speaker === 'Beacon' ? '1' : '2';
  await page.keyboard.press(key);
  await expect.poll(() => stored(second).review).toBe('edited');
  expect(stored(second).speaker).not.toBe(before.speaker);

  await page.keyboard.press('Control+z');
  await expect.poll(() => stored(second).review).toBe('unreviewed');
  expect(stored(second)).toEqual(before);
  expect(stored(first).review).toBe('accepted');

  await running?.close();
  page = await openReview();
  await choose(page, first);
  await expect
    .poll(() => page.getByTestId(`utterance-row-${first}`).textContent())
    .toContain(span.text.slice(0, 20));
  expect(stored(first).review).toBe('accepted');
  // What was undone before the restart can be brought back after it.
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => stored(second).review).toBe('edited');
  await page.keyboard.press('Control+z');
  await expect.poll(() => stored(second).review).toBe('unreviewed');
  await running?.screenshot('review');
});
