import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { getEpisode } from '../../main/store/index.ts';
import { readSubtitles } from '../../main/text/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { activeUtterance, makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-people-'));
const project = join(folder, 'The Lamplighters.rolecall');
const userData = join(folder, 'user-data');
let running: RunningRolecall | undefined;
let page: Page;
/** The screen is read anew after each decision, which takes its time on a busy machine. */
const SOON = { timeout: 15_000 };

const start = async (): Promise<void> => {
  running = await launchRolecall({ project, userData });
  ({ page } = running);
  await page.getByTestId('library-screen').waitFor();
};
beforeAll(async () => {
  await makeSampleProject(project);
  await start();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = () => {
  const opened = openProject(project);
  try {
    return utterancesForOutput(opened, null);
  } finally {
    opened.close();
  }
};
const command = async (words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(words);
  await page.keyboard.press('Enter');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
};
const by = (speaker: string) => rows().filter((row) => row.speaker === speaker).length;

it('works through the most doubtful of all episodes with one key each, and undoes across them', async () => {
  await page.getByTestId('queue-button').click();
  await page.getByTestId('detail').waitFor();
  const before = rows();
  const heard = new Set<string | null>();
  const COUNT = 14;
  for (let count = 0; count < COUNT; count += 1) {
    heard.add(await page.getByTestId('queue-episode').textContent());
    await page.keyboard.press('Enter');
  }
  await expect.poll(() => rows().filter(({ review }) => review === 'accepted').length).toBe(COUNT);
  expect(heard.size).toBe(2);
  const judged = rows().filter(({ review }) => review === 'accepted');
  expect(judged.some(({ state }) => state === 'conflict')).toBe(true);
  expect(await page.getByTestId('review-progress').textContent()).toContain(`${COUNT} of`);
  for (let count = 0; count < COUNT; count += 1) await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);
});

it('has the sound of the next episode ready before the queue goes on there', async () => {
  await page.keyboard.press('Home');
  const episodeOf = (id: string): string | undefined => rows().find((row) => row.id === id)?.episode;
  const sounds = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('audio')].map(({ src, paused, readyState, dataset }) => ({
        src,
        paused,
        readyState,
        heard: dataset['testid'] === 'player',
      })),
    );
  const crossed: string[] = [];
  for (let count = 0; count < 40 && crossed.length < 3; count += 1) {
    const before = episodeOf(await activeUtterance(page));
    // Made ready a moment after a line has begun.
    await page.waitForTimeout(500);
    const ready = (await sounds()).find(({ heard }) => !heard);
    await page.keyboard.press('ArrowDown');
    const isPlaying = async (): Promise<boolean> => {
      const next = (await sounds()).find(({ heard }) => heard);
      return next !== undefined && !next.paused && next.src === ready?.src;
    };
    const after = episodeOf(await activeUtterance(page));
    if (before === after || after === undefined) continue;
    expect(ready?.src).toContain(encodeURIComponent(after));
    expect(ready?.readyState).toBeGreaterThanOrEqual(3);
    await expect.poll(isPlaying, { timeout: 1000 }).toBe(true);
    crossed.push(after);
  }
  expect(crossed.length).toBe(3);
  await page.keyboard.press('Home');
});

it('shows what the subtitle says: the cue among its neighbours, and the file it stands in', async () => {
  const witness = page.getByTestId('witness-subtitle');
  const inFile = (episode: string, cue: number): { file: string; text: string } => {
    const opened = openProject(project);
    try {
      const file = getEpisode(opened.database, episode)?.subtitles ?? '';
      const found = readSubtitles(readFileSync(file), file).cues.find(({ ordinal }) => ordinal === cue);
      return { file: basename(file), text: found?.parts.map(({ text }) => text).join(' ') ?? '' };
    } finally {
      opened.close();
    }
  };
  const all = new Map(rows().map((row) => [row.id, row]));
  let seen = 0;
  for (let count = 0; count < 12; count += 1) {
    const shown = all.get(await activeUtterance(page));
    if (shown?.cue != null) {
      const { file, text } = inFile(shown.episode, shown.cue);
      await expect.poll(() => witness.locator('.rc-script-matched').textContent()).toBe(text);
      expect(await witness.getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
      expect(await witness.textContent()).toContain(file);
      // Where a person sees them: the cue in its list, the file's name beside the number of the cue.
      await expect
        .poll(() =>
          witness.locator('.rc-script-matched').evaluate((line) => {
            const [inner, outer] = [line, line.parentElement as Element].map((each) =>
              each.getBoundingClientRect(),
            );
            return inner && outer && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
          }),
        )
        .toBe(true);
      // A box of its own would be cut to an ellipsis whole.
      const display = await witness
        .locator('.rc-source bdi')
        .evaluate((name) => getComputedStyle(name).display);
      expect(display).toBe('inline');
      seen += 1;
    }
    await page.keyboard.press('ArrowDown');
  }
  expect(seen).toBeGreaterThan(4);
});

it('lets the ear compare: a candidate is heard, then the utterance', async () => {
  await page.keyboard.press('Home');
  await page.getByTestId('hear-button').first().waitFor();
  await page.evaluate(() => {
    const order: string[] = [];
    Object.assign(window, { order });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      order.push(this.isConnected ? 'utterance' : 'exemplar');
      return play.call(this);
    };
  });
  await page.getByTestId('hear-button').first().click();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { order: string[] }).order), { timeout: 20_000 })
    .toEqual(['exemplar', 'utterance']);
});

it('keeps a changed shortcut on this machine, and it works', async () => {
  await page.keyboard.press('?');
  await page.getByTestId('shortcut-accept').click();
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await page.getByTestId('shortcuts-sheet').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => rows().filter(({ review }) => review === 'accepted').length).toBe(1);
  await page.keyboard.press('Control+z');
  await running?.close();
  await start();
  const kept = await page.evaluate(() =>
    (
      window as unknown as { rolecall: { call(name: string, input: object): Promise<{ output: object }> } }
    ).rolecall.call('app.preferences', {}),
  );
  expect(kept.output).toEqual({ shortcuts: { accept: ['Ctrl+Enter'] } });
});

it('renames a character, makes two one person, and takes both back', async () => {
  await command('characters');
  await page.getByTestId('cast-row').first().waitFor();
  const before = rows();
  const names = await page
    .getByTestId('cast-row')
    .evaluateAll((list) => list.map((each) => each.getAttribute('data-name') ?? ''));
  const [first = '', second = ''] = names;
  const both = by(first) + by(second);
  await page.getByTestId('merge-select').selectOption(second);
  await page.getByTestId('merge-button').click();
  await expect.poll(() => [by(first), by(second)]).toEqual([0, both]);
  await page.getByTestId('rename-input').fill('Somebody Else');
  await page.getByTestId('rename-button').click();
  await expect.poll(() => by('Somebody Else')).toBe(both);
  await expect
    .poll(() => page.getByTestId('cast-history').textContent(), SOON)
    .toContain(`Merged ${first} into ${second}`);
  await page.getByTestId('cast-undo').click();
  await expect.poll(() => by('Somebody Else')).toBe(0);
  await page.getByTestId('cast-undo').click();
  await expect.poll(rows).toEqual(before);
});

it('undoes and redoes decisions about the cast by the keys of the review, also after a restart', async () => {
  const before = rows();
  const keyOf = (name: string) =>
    page.locator(`[data-testid="cast-row"][data-name="${name}"] kbd`).textContent();
  const name = (await page.getByTestId('cast-row').first().getAttribute('data-name')) ?? '';
  const key = await keyOf(name);
  const other = key === '7' ? '6' : '7';
  await page.getByTestId('key-select').selectOption(other);
  await expect.poll(() => keyOf(name), SOON).toBe(other);
  // The list still has the focus: what it does can be undone from there.
  await page.keyboard.press('Control+z');
  await page.getByText(`Undone: Gave key ${other} to ${name}`).waitFor();
  await expect.poll(() => keyOf(name), SOON).toBe(key);
  await page.keyboard.press('Control+Shift+z');
  await page.getByText(`Redone: Gave key ${other} to ${name}`).waitFor();
  await expect.poll(() => keyOf(name), SOON).toBe(other);
  await page.getByTestId('rename-input').fill('Somebody Else');
  await page.getByTestId('rename-input').press('Enter');
  await expect.poll(() => by('Somebody Else'), SOON).toBeGreaterThan(0);
  const renamed = rows();
  await running?.close();
  await start();
  await command('characters');
  await page.getByTestId('cast-row').first().waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText(`Undone: Renamed ${name} to Somebody Else`).waitFor();
  await expect.poll(rows, SOON).toEqual(before);
  const undone = page.locator('[data-testid="cast-history"] .rc-undone');
  await expect
    .poll(() => undone.allTextContents())
    .toEqual([expect.stringContaining(`Renamed ${name} to Somebody Else`)]);
  await page.keyboard.press('Control+y');
  await page.getByText(`Redone: Renamed ${name} to Somebody Else`).waitFor();
  await expect.poll(rows, SOON).toEqual(renamed);
  // In the name's field the keys are the field's.
  await page.getByTestId('rename-input').fill('Nobody');
  await page.keyboard.press('Control+z');
  expect(rows()).toEqual(renamed);
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(rows, SOON).toEqual(before);
  await expect.poll(() => keyOf(name), SOON).toBe(key);
  await expect.poll(() => page.getByTestId('cast-undo').isDisabled(), SOON).toBe(true);
});

it('never offers somebody whom nobody knows as a name for a voice', async () => {
  const voices = page.getByTestId('unnamed-voice');
  await expect.poll(() => voices.count()).toBeGreaterThan(1);
  const strangers = voices.filter({ hasText: 'sounds like nobody of the cast' });
  expect(await strangers.count()).toBeGreaterThan(0);
  expect(await strangers.getByTestId('same-voice').count()).toBe(0);
  const cast = await page
    .getByTestId('cast-row')
    .evaluateAll((list) => list.map((each) => each.getAttribute('data-name')));
  for (const name of await page.getByTestId('same-voice').allTextContents())
    expect(cast).toContain(name.replace(/^It is /, ''));
});

it('draws every voice on the map', async () => {
  await expect
    .poll(async () =>
      Number(await page.locator('[data-testid="voice-map"] canvas').getAttribute('data-points')),
    )
    .toBeGreaterThan(50);
});

it('splits a character with a line around its dots, as one decision that can be taken back', async () => {
  const before = rows();
  const name = (await page.getByTestId('cast-row').first().getAttribute('data-name')) ?? '';
  await page.getByTestId('map-only').check();
  const canvas = page.locator('[data-testid="voice-map"] canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('The map has no place.');
  const corners: readonly [number, number][] = [
    [3, 3],
    [box.width - 3, 3],
    [box.width - 3, box.height - 3],
    [3, box.height - 3],
    [3, 4],
  ];
  await page.mouse.move(box.x + 3, box.y + 3);
  await page.mouse.down();
  for (const [x, y] of corners) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  await page.mouse.up();
  const count = Number.parseInt((await page.getByTestId('map-selected').textContent()) ?? '', 10);
  expect(count).toBeGreaterThan(3);
  expect(count).toBeLessThanOrEqual(by(name));
  await page.getByTestId('voice-map').getByTestId('give-select').selectOption({ label: 'A new character…' });
  await page.getByTestId('voice-map').getByTestId('give-name').fill('Twin');
  await page.getByTestId('voice-map').getByTestId('give-button').click();
  await expect.poll(() => by('Twin')).toBe(count);
  await page.getByTestId('cast-history').getByText(`Gave ${count} utterances to Twin`).waitFor();
  await page.getByTestId('cast-undo').click();
  await expect.poll(rows).toEqual(before);
});

it('tells what the last run left behind, and a line that is doubtful opens where it is spoken', async () => {
  await command('report and blind audit');
  const morning = page.getByTestId('morning');
  await morning.getByText('All 2 episodes are done.').waitFor();
  const line = morning.getByTestId('morning-doubtful').first();
  const text = (await line.locator('bdi').first().textContent()) ?? '';
  await line.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('detail').waitFor();
  expect(await page.getByTestId('detail').textContent()).toContain(text);
  await page.keyboard.press('Escape');
  await page.getByTestId('library-screen').waitFor();
});

it('audits blindly by keys, and tells the label error rate with its interval', async () => {
  await command('report and blind audit');
  await page.getByTestId('audit-size').selectOption('20');
  await page.getByTestId('audit-start').click();
  await page.getByTestId('audit-listening').waitFor();
  const known = new Map(rows().map((row) => [row.text, row.speaker]));
  const keyOf = async (name: string | null | undefined): Promise<string> => {
    const button = page.locator('.rc-cast-key').filter({ hasText: name ?? '\u0000' });
    return (await button.count()) === 1 ? ((await button.getAttribute('aria-keyshortcuts')) ?? 'u') : 'u';
  };
  for (let count = 1; count <= 20; count += 1) {
    await expect.poll(() => page.getByTestId('audit-progress').textContent()).toBe(`${count} of 20`);
    const shown = page.getByTestId('audit-listening');
    expect(await shown.locator('[aria-pressed="true"]').count()).toBe(0);
    const text = (await shown.locator('.rc-words').textContent()) ?? '';
    // Twice the listener hears nobody that is known; all others are as labelled.
    await page.keyboard.press(count <= 2 ? '0' : await keyOf(known.get(text)));
  }
  const result = (await page.getByTestId('audit-result').first().textContent()) ?? '';
  expect(result).toMatch(/% wrong labels \(95%: [\d.]+% to [\d.]+%\)/);
  expect(await page.getByTestId('audit-result').first().getByRole('listitem').count()).toBeGreaterThanOrEqual(
    2,
  );
});

it('tells what the review costs', async () => {
  await command('review the worst');
  await page.getByTestId('detail').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('x');
  await page.keyboard.press('Escape');
  await page.getByTestId('library-screen').waitFor();
  await command('report and blind audit');
  await page.getByText(/\d+ accepted(, [\d.,]+ a minute)? ·/).waitFor();
  const words = (await page.getByTestId('measures').textContent()) ?? '';
  expect(words).toMatch(/decisions a minute/);
  expect(words).toMatch(/\d+ accepted/);
});
