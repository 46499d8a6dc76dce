import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { CACHE_FILES, cacheFolder } from '../../main/engine/cache.ts';
import { seededRandom, type Utterance } from '../../main/model/index.ts';
import { listHistory, listUtterances } from '../../main/store/index.ts';
import { SPEECH_HOP, snapToSpeech } from '../../renderer/waveform/snap.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { activeUtterance, inProject, makeSampleProject } from './window.ts';
import { jump } from './window-benchmark/in-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-hands-'));
const project = join(folder, 'The Lamplighters.rolecall');
const episode = 'the-lamplighters-s01e01';
let running: RunningRolecall;
let page: Page;

const rows = (): Utterance[] => inProject(project, ({ database }) => listUtterances(database, episode));
const stored = (id: string): Utterance => {
  const found = rows().find((row) => row.id === id);
  if (found === undefined) throw new Error(`${id} is gone`);
  return found;
};
const active = (): Promise<string> => activeUtterance(page);
const player = <T>(read: (audio: HTMLAudioElement) => T): Promise<T> =>
  page.getByTestId('player').evaluate(read as (element: HTMLElement | SVGElement) => T);

let first: Utterance;
beforeAll(async () => {
  await makeSampleProject(project);
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId(`episode-row-${episode}`).dblclick();
  await page.getByTestId('detail').waitFor();
  await page.locator('[part~="region-handle-right"]').waitFor({ state: 'attached' });
  await page.keyboard.press('a');
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await page.keyboard.press('Home');
  first = stored(await active());
});

it.each<[keys: string, side: 'start' | 'end', milliseconds: number]>([
  [']', 'start', 10],
  ['[', 'start', -10],
  ['.', 'end', 10],
  [',', 'end', -10],
  ['Alt+]', 'start', 100],
  ['Alt+[', 'start', -100],
  ['Alt+.', 'end', 100],
  ['Alt+,', 'end', -100],
])('%s moves the %s by %d ms', async (keys, side, milliseconds) => {
  await page.keyboard.press(keys);
  await expect.poll(() => stored(first.id)[side]).toBe(first[side] + 16 * milliseconds);
  await page.keyboard.press('Control+z');
  await expect.poll(() => stored(first.id)).toEqual(first);
});

it('plays with half a second around, loops until told otherwise, and changes its speed without its pitch', async () => {
  await page.keyboard.press('j');
  const second = stored(await active());
  await page.evaluate(() => {
    const places: number[] = [];
    Object.assign(window, { places });
    const note = ({ target }: Event): void => {
      if (target instanceof HTMLAudioElement && target.dataset['testid'] === 'player')
        places.push(target.currentTime);
    };
    for (const type of ['playing', 'seeking']) document.addEventListener(type, note, { capture: true });
  });
  const places = () => page.evaluate(() => (window as unknown as { places: number[] }).places);
  await page.keyboard.press('>');
  expect(await player(({ playbackRate, preservesPitch }) => [playbackRate, preservesPitch])).toEqual([
    1.25,
    true,
  ]);
  await page.keyboard.press('Shift+P');
  await expect.poll(async () => (await places()).length).toBeGreaterThan(0);
  expect((await places())[0]).toBeCloseTo(second.start / 16_000 - 0.5, 1);
  await page.keyboard.press('l');
  // Three times at the start: begun, and begun again twice.
  const start = second.start / 16_000;
  const begun = async (): Promise<number> =>
    (await places()).slice(1).filter((place) => Math.abs(place - start) < 0.05).length;
  await expect.poll(begun, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  await page.keyboard.press('l');
  await expect.poll(() => player(({ paused }) => paused)).toBe(true);
  await page.keyboard.press('<');
  expect(await player(({ playbackRate }) => playbackRate)).toBe(1);
});

it('teaches the key of a button where the pointer rests on it, and no longer than that', async () => {
  const tooltip = page.getByRole('tooltip');
  expect(await tooltip.count()).toBe(0);
  await page.getByTestId('accept-button').hover();
  await expect.poll(() => tooltip.textContent()).toMatch(/Enter$/);
  const [told, button] = [await tooltip.boundingBox(), await page.getByTestId('accept-button').boundingBox()];
  if (told === null || button === null) throw new Error('nothing is shown');
  // Beside its button, not in a corner of the window.
  expect(Math.abs(told.y - button.y)).toBeLessThan(60);
  expect(Math.abs(told.x + told.width / 2 - button.x - button.width / 2)).toBeLessThan(60);
  await page.mouse.move(5, 5);
  await expect.poll(() => tooltip.count()).toBe(0);
});

it('cuts an utterance where the text is cut, joins two, writes anew, and takes each back', async () => {
  const before = rows();
  await page.keyboard.press('s');
  await page.getByTestId('split-confirm').waitFor();
  await page.keyboard.press('ArrowLeft');
  const halves = [
    await page.getByTestId('split-first').textContent(),
    await page.getByTestId('split-second').textContent(),
  ];
  await page.keyboard.press('Enter');
  await expect.poll(() => rows().length).toBe(before.length + 1);
  const [one, two] = rows();
  expect([one?.text, two?.text]).toEqual(halves);
  expect([one?.start, one?.end, two?.end]).toEqual([first.start, two?.start, first.end]);
  await page.getByTestId('split-confirm').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);

  await page.keyboard.press('Home');
  await page.keyboard.press('m');
  await expect.poll(() => rows().length).toBe(before.length - 1);
  expect(stored(first.id).text).toBe(`${before[0]?.text} ${before[1]?.text}`);
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);

  await page.keyboard.press('Home');
  await page.keyboard.press('e');
  await page.getByTestId('text-input').fill('Said otherwise.');
  await page.keyboard.press('Enter');
  await expect.poll(() => stored(first.id).text).toBe('Said otherwise.');
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);
});

it('lets an edge be dragged, and it lands on the edge of the speech', async () => {
  const handle = page.locator('[part~="region-handle-right"]');
  const box = await handle.boundingBox();
  if (box === null) throw new Error('the selected region has no edge to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 12, y, { steps: 4 });
  await page.mouse.move(x - 4, y, { steps: 2 });
  await page.mouse.up();
  await expect.poll(() => stored(first.id).review).toBe('edited');
  const { start, end } = stored(first.id);
  expect(start).toBe(first.start);
  const speech = new Uint8Array(readFileSync(join(cacheFolder(project, episode), CACHE_FILES.speech)));
  expect(Math.abs(snapToSpeech(end, 'end', speech, SPEECH_HOP) - end)).toBeLessThanOrEqual(1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => stored(first.id)).toEqual(first);
});

it('zooms by key, goes where the overview is pressed, and takes what is pressed in the waveform', async () => {
  const region = page.locator('[part~="region"]').first();
  const width = async (): Promise<number> => (await region.boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('+');
  await expect.poll(async () => (await width()) / before).toBeCloseTo(1.5, 1);
  await page.keyboard.press('-');
  await expect.poll(async () => (await width()) / before).toBeCloseTo(1, 1);
  const overview = await page.getByTestId('waveform-overview').boundingBox();
  if (overview === null) throw new Error('no overview');
  await page.mouse.click(overview.x + overview.width * 0.5, overview.y + 8);
  const seconds = await player((audio) => audio.currentTime);
  expect(seconds).toBeGreaterThan(first.end / 16_000);
  const wave = await page.getByTestId('waveform').boundingBox();
  const inside = await page.locator('[part~="region"]').evaluateAll(
    (list, middle) =>
      list
        .map((each) => each.getBoundingClientRect())
        .filter(({ left, right, width: wide }) => wide > 20 && left < middle + 600 && right > middle - 600)
        .map(({ left, right }) => (left + right) / 2)[0],
    (wave?.x ?? 0) + (wave?.width ?? 0) / 2,
  );
  if (wave === null || inside === undefined) throw new Error('nothing to press in the waveform');
  await page.mouse.click(inside, wave.y + wave.height - 20);
  await expect.poll(active).not.toBe(first.id);
});

it('lets the sound be scrubbed: a drag over the waveform is heard where it goes, and picks nothing', async () => {
  const wave = await page.getByTestId('waveform').boundingBox();
  if (wave === null) throw new Error('no waveform');
  const before = await active();
  const read = () => player(({ currentTime, paused }) => ({ currentTime, paused }));
  const [x, y] = [wave.x + wave.width * 0.7, wave.y + 20];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const heard: number[] = [];
  let moments = 0;
  for (let step = 1; step <= 10; step += 1) {
    await page.mouse.move(x - step * 20, y);
    await page.waitForTimeout(90);
    const { currentTime, paused } = await read();
    heard.push(currentTime);
    if (!paused) moments += 1;
  }
  expect(moments).toBeGreaterThan(5);
  // Backwards, as the hand went: each place lies well before the one three steps earlier.
  heard.slice(3).forEach((seconds, index) => {
    expect(seconds).toBeLessThan(heard[index]!);
  });
  await page.mouse.up();
  await expect.poll(async () => (await read()).paused).toBe(true);
  const rested = (await read()).currentTime;
  await page.waitForTimeout(300);
  expect((await read()).currentTime).toBe(rested);
  expect(await active()).toBe(before);
  // A press without a drag still picks.
  await page.mouse.click(x, y);
  expect((await read()).currentTime).toBeGreaterThan(rested);
});

it('jumps to where the overview is pressed; a jump that moves nothing is not taken for one', async () => {
  const view = () =>
    page.locator('.rc-overview-view').evaluate(({ style }) => {
      const left = Number.parseFloat(style.left) / 100;
      return { from: left, to: left + Number.parseFloat(style.width) / 100 };
    });
  const seconds = await player(({ duration }) => duration);
  for (const share of [0.9, 0.15, 0.6]) {
    expect(await jump(page, share)).toBeLessThan(5000);
    const { from, to } = await view();
    expect(from).toBeLessThanOrEqual(share);
    expect(to).toBeGreaterThanOrEqual(share);
    expect(await player(({ currentTime }) => currentTime)).toBeCloseTo(share * seconds, 0);
  }
  // The old picture still stands there, drawn: a press that nobody hears must not pass for a jump.
  await page.evaluate(() => {
    const deaf = (event: Event): void => event.stopPropagation();
    window.addEventListener('pointerdown', deaf, { capture: true });
    Object.assign(window, {
      hearAgain: () => window.removeEventListener('pointerdown', deaf, { capture: true }),
    });
  });
  await expect(jump(page, 0.05)).rejects.toThrow('the view did not jump to 0.050 of the episode');
  await page.evaluate(() => (window as unknown as { hearAgain: () => void }).hearAgain());
});

it('100 random edits by keyboard, all undone by keyboard, give back the first state exactly', async () => {
  const random = seededRandom(23);
  const before = rows();
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  const dialog = page.getByTestId('split-confirm');
  const quick = ['Enter', 'x', '1', '2', '3', '0', ']', '[', '.', ',', 'Alt+]', 'Alt+,'];
  const live = (): number =>
    inProject(project, ({ database }) => listHistory(database, episode)).filter(({ undone }) => !undone)
      .length;
  const known = live();
  while (live() - known < 100) {
    for (let count = 0; count < 12; count += 1) {
      await press(quick[Math.floor(random() * quick.length)] ?? 'Enter');
      for (let step = Math.floor(4 * random()); step > 0; step -= 1) await press(random() < 0.6 ? 'j' : 'k');
    }
    if (random() < 0.5) await press('m');
    await press('s');
    if (
      await dialog.waitFor({ timeout: 700 }).then(
        () => true,
        () => false,
      )
    ) {
      await press('Enter');
      await dialog.waitFor({ state: 'detached' });
    }
    // What was pressed last must be stored before it is counted.
    await page.waitForTimeout(150);
  }
  // Keys belong to a dialog for as long as it fades away.
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  const edits = live() - known;
  for (let count = 0; count < edits; count += 1) await press('Control+z');
  await expect.poll(live, { timeout: 60_000 }).toBe(known);
  expect(rows()).toEqual(before);
  console.log(`${edits} edits by keyboard were undone`);
  expect(edits).toBeGreaterThanOrEqual(100);
});
