import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { addCrowd } from '../helpers/crowd.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { inProject, makeSampleProject, seriousFindings } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-map-'));
const project = join(folder, 'The Lamplighters.rolecall');
const CROWD = 4501;
let running: RunningRolecall;
let page: Page;
/** The screen is read anew after each decision, which takes its time on a busy machine. */
const SOON = { timeout: 15_000 };

beforeAll(async () => {
  await makeSampleProject(project);
  const opened = openProject(project);
  await addCrowd(opened, { episode: 'crowd', series: 'Crowd', count: CROWD });
  opened.close();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId('characters-button').click();
  await page.getByLabel('Series').selectOption('The Lamplighters');
  await page.getByTestId('cast-row').first().waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = () => inProject(project, (opened) => utterancesForOutput(opened, null));

interface Place {
  readonly x: number;
  readonly y: number;
}
interface Dot extends Place {
  readonly utterance: string;
  readonly episode: string;
  readonly start: number;
  readonly text: string;
}

/** What the map knows, with each dot where the window draws it. */
async function dotsOf(series: string): Promise<{ dots: Dot[]; left: number; top: number }> {
  const canvas = page.locator('[data-testid="voice-map"] canvas[data-places="drawn"]');
  await canvas.waitFor();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('The map has no place.');
  const { points } = await page.evaluate(
    (wanted) =>
      (
        window as unknown as {
          rolecall: {
            call(name: string, input: object): Promise<{ output: { points: Dot[] } }>;
          };
        }
      ).rolecall
        .call('characters.map', { series: wanted })
        .then(({ output }) => output),
    series,
  );
  const margin = 14;
  return {
    left: box.x,
    top: box.y,
    dots: points.map((point) => ({
      ...point,
      x: box.x + margin + ((point.x + 1) / 2) * (box.width - 2 * margin),
      y: box.y + margin + ((1 - point.y) / 2) * (box.height - 2 * margin),
    })),
  };
}

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The dots, those farthest from all others first. */
const loneliest = (dots: readonly Dot[]): Dot[] =>
  dots
    .map((dot) => ({
      dot,
      apart: Math.min(...dots.filter((other) => other !== dot).map((other) => distance(dot, other))),
    }))
    .sort((a, b) => b.apart - a.apart)
    .map(({ dot }) => dot);

async function drawAround(corners: readonly Place[]): Promise<void> {
  const [first] = corners;
  if (first === undefined) throw new Error('A line has corners.');
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const { x, y } of [...corners.slice(1), first]) await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
}

const frame = (within: { left: number; top: number; right: number; bottom: number }): Place[] => [
  { x: within.left, y: within.top },
  { x: within.right, y: within.top },
  { x: within.right, y: within.bottom },
  { x: within.left, y: within.bottom },
];

it('plays the voice that the mouse points at, and stops when it points at none', async () => {
  const { dots, left, top } = await dotsOf('The Lamplighters');
  await page.evaluate(() => {
    const heard: { source: string; at: number; player: HTMLMediaElement }[] = [];
    Object.assign(window, { heard });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      heard.push({ source: this.src, at: this.currentTime, player: this });
      return play.call(this);
    };
  });
  const heard = () =>
    page.evaluate(() =>
      (window as unknown as { heard: { source: string; at: number; player: HTMLMediaElement }[] }).heard.map(
        ({ source, at, player }) => ({ source, at, paused: player.paused }),
      ),
    );
  const lonely = loneliest(dots).slice(0, 3);
  for (const [count, dot] of lonely.entries()) {
    // From a place without a dot: not every utterance on the way is to be heard.
    await page.mouse.move(left + 2, top + 2);
    await page.mouse.move(dot.x + 1, dot.y - 1);
    await expect.poll(heard, SOON).toHaveLength(count + 1);
    const last = (await heard()).at(-1);
    expect(last?.source).toContain(encodeURIComponent(dot.episode));
    expect(Math.abs((last?.at ?? -9) - dot.start / 16_000)).toBeLessThan(0.5);
    expect(await page.locator('.rc-map-words').textContent()).toContain(dot.text);
    await expect.poll(async () => (await heard()).at(-1)?.paused).toBe(false);
  }
  await page.mouse.move(left + 2, top + 2);
  await expect.poll(async () => (await heard()).at(-1)?.paused).toBe(true);
  expect(await page.locator('.rc-map-words').textContent()).toBe('');
});

it('a line around a few dots takes just these, and one decision gives them to somebody', async () => {
  const before = rows();
  const { dots } = await dotsOf('The Lamplighters');
  const [middle] = loneliest(dots);
  if (middle === undefined) throw new Error('The map is empty.');
  // Its nearest neighbours with it: a frame halfway between the fourth and the fifth of them.
  const near = dots.toSorted((a, b) => distance(a, middle) - distance(b, middle));
  const reachOf = ({ x, y }: Place): number => Math.max(Math.abs(x - middle.x), Math.abs(y - middle.y));
  const byReach = near.toSorted((a, b) => reachOf(a) - reachOf(b));
  const [inner, outer] = [byReach[3], byReach[4]];
  if (inner === undefined || outer === undefined) throw new Error('The map is too empty.');
  const reach = (reachOf(inner) + reachOf(outer)) / 2;
  const wanted = byReach
    .slice(0, 4)
    .map(({ utterance }) => utterance)
    .toSorted();
  await drawAround(
    frame({
      left: middle.x - reach,
      top: middle.y - reach,
      right: middle.x + reach,
      bottom: middle.y + reach,
    }),
  );
  const map = page.getByTestId('voice-map');
  expect(await page.getByTestId('map-selected').textContent()).toBe('4 utterances selected');
  await map.getByTestId('give-select').selectOption({ label: 'A new character…' });
  await map.getByTestId('give-name').fill('The Visitor');
  await map.getByTestId('give-button').click();
  // Asked again and again: to read thousands of rows each time would take longer than the wait.
  const given = () =>
    inProject(project, ({ database }) =>
      database.prepare("SELECT id FROM utterance WHERE speaker = 'The Visitor' ORDER BY id").pluck().all(),
    );
  await expect.poll(given, SOON).toEqual(wanted);
  await page.getByTestId('map-selected').waitFor({ state: 'detached' });
  await page.locator('[data-testid="cast-row"][data-name="The Visitor"]').waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(given, SOON).toEqual([]);
  expect(rows()).toEqual(before);
  await page.keyboard.press('Control+y');
  await expect.poll(given, SOON).toEqual(wanted);
  await page.keyboard.press('Control+z');
  await expect.poll(given, SOON).toEqual([]);
  expect(rows()).toEqual(before);
});

it('marks somebody as a guest, who then stands apart with the episodes, until that is undone', async () => {
  const row = page.getByTestId('cast-row').last();
  const name = (await row.getAttribute('data-name')) ?? '';
  await row.click();
  await page.getByTestId('guest-select').selectOption('guest');
  const guest = page.getByTestId('guests').getByTestId('cast-row');
  await guest.waitFor();
  expect(await guest.getAttribute('data-name')).toBe(name);
  expect(await guest.textContent()).toContain('guest of The Lamplighters');
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await page.getByText(`Undone: Marked ${name} as a guest`).waitFor();
  await page.getByTestId('guests').waitFor({ state: 'detached' });
});

it('takes also what is not drawn of a long series, all of one character with one line', async () => {
  await page.getByLabel('Series').selectOption('Crowd');
  const map = page.getByTestId('voice-map');
  await map.getByText(/of 4,501 utterances are drawn/).waitFor();
  const canvas = map.locator('canvas');
  expect(Number(await canvas.getAttribute('data-points'))).toBeLessThanOrEqual(4000);
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('The map has no place.');
  const all = frame({
    left: box.x + 2,
    top: box.y + 2,
    right: box.x + box.width - 2,
    bottom: box.y + box.height - 2,
  });
  await drawAround(all);
  expect(await page.getByTestId('map-selected').textContent()).toBe('4,501 utterances selected');
  const ofOrla = rows().filter(({ speaker, episode }) => episode === 'crowd' && speaker === 'Orla').length;
  await page.locator('[data-testid="cast-row"][data-name="Orla"]').click();
  await page.getByTestId('map-only').check();
  await canvas.scrollIntoViewIfNeeded();
  await drawAround(all);
  expect(await page.getByTestId('map-selected').textContent()).toBe(
    `${ofOrla.toLocaleString('en')} utterances selected`,
  );
  await map.getByTestId('give-select').selectOption({ label: 'A new character…' });
  await map.getByTestId('give-name').fill('Ida');
  await map.getByTestId('give-button').click();
  const named = (name: string): number => rows().filter(({ speaker }) => speaker === name).length;
  await page.getByText(`${ofOrla.toLocaleString('en')} utterances given to Ida.`).waitFor();
  await expect.poll(() => named('Ida'), SOON).toBe(ofOrla);
});
