import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TranscriptCheck, type Utterance, worthOf } from '../../main/model/index.ts';
import { listHistory, listUtterances, putUtterances } from '../../main/store/index.ts';
import { compareRecognition } from '../../main/validation/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { activeUtterance, inProject, makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-many-'));
const project = join(folder, 'The Lamplighters.rolecall');
const episode = 'the-lamplighters-s01e01';
let running: RunningRolecall;
let page: Page;

const rows = (): Utterance[] => inProject(project, ({ database }) => listUtterances(database, episode));
const stored = (ids: readonly string[]): Utterance[] => {
  const all = rows();
  return ids.map((id) => all.find((row) => row.id === id) as Utterance);
};
const edits = (): number =>
  inProject(project, ({ database }) => listHistory(database, episode)).filter(({ undone }) => !undone).length;
const row = (id: string) => page.getByTestId(`utterance-row-${id}`);
const shownCount = (): Promise<string> => page.getByTestId('shown-count').innerText();
/** The ids of the rows that are drawn, from the top. */
const drawn = (): Promise<string[]> =>
  page
    .getByTestId('utterance-list')
    .locator('[role="row"]')
    .evaluateAll((list) =>
      list
        .map((each) => ({ id: each.id.slice('utterance-'.length), at: Number(each.ariaRowIndex) }))
        .sort((a, b) => a.at - b.at)
        .map(({ id }) => id),
    );
const clearFilters = async (): Promise<void> => {
  if (await page.getByTestId('clear-filters-button').isEnabled())
    await page.getByTestId('clear-filters-button').click();
};

/** Of one line a recogniser heard another word and one more, of another what is written. */
let misheard: Utterance;
let heardRight: Utterance;
function plantRecognised(): void {
  const plain = rows().filter(({ text, transcript }) => transcript !== null && text.split(' ').length >= 6);
  const [one, other] = plain as [Utterance, Utterance];
  const words = one.text.split(' ');
  const heardAs = (row: Utterance, heard: string): Utterance => ({
    ...row,
    transcript: {
      ...(row.transcript as TranscriptCheck),
      wrong: 0.01,
      recogniser: compareRecognition('ears.mjs', row.text, heard),
    },
  });
  misheard = heardAs(one, [words[0], 'plum', ...words.slice(2), 'indeed'].join(' '));
  heardRight = heardAs(other, other.text);
  inProject(project, ({ database }) => putUtterances(database, [misheard, heardRight]));
}

beforeAll(async () => {
  await makeSampleProject(project);
  plantRecognised();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  await page.getByTestId(`episode-row-${episode}`).dblclick();
  await page.getByTestId('detail').waitFor();
  await page.locator('[part~="region"]').first().waitFor({ state: 'attached' });
  // Without sound: the hands are quicker.
  await page.keyboard.press('a');
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await clearFilters();
  await page.getByTestId('utterance-list').focus();
  await page.keyboard.press('Home');
});

it('a decision counts for all that are selected, by mouse or keys, is one edit, and is taken back as one', async () => {
  const before = rows();
  const known = edits();
  const [a, b, c, d] = (await drawn()).slice(0, 4) as [string, string, string, string];
  await row(a).click();
  await row(d).click({ modifiers: ['Shift'] });
  await page.getByTestId('selected-count').getByText('4 utterances selected').waitFor();
  await row(c).click({ modifiers: ['Control'] });
  await page.getByTestId('selected-count').getByText('3 utterances selected').waitFor();
  await page.keyboard.press('x');
  await expect.poll(() => stored([a, b, d]).map(({ review }) => review)).toEqual(Array(3).fill('rejected'));
  expect(stored([c])).toEqual(before.filter(({ id }) => id === c));
  expect(edits()).toBe(known + 1);
  // What comes after the last of them is next.
  expect(await activeUtterance(page)).toBe((await drawn())[4]);
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);

  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByTestId('selected-count').getByText('3 utterances selected').waitFor();
  await page.keyboard.press('2');
  await expect.poll(() => new Set(stored([a, b, c]).map(({ speaker }) => speaker)).size).toBe(1);
  await expect
    .poll(() => stored([a, b, c]).map(({ review }) => review !== 'unreviewed'))
    .toEqual([true, true, true]);
  expect(stored([d])).toEqual(before.filter(({ id }) => id === d));
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);
});

it('filters show what they say, together too, and only what is shown is decided about', async () => {
  const all = rows();
  const total = all.length;
  const expectShown = async (wanted: readonly Utterance[]): Promise<void> => {
    await expect.poll(shownCount).toBe(`${wanted.length} of ${total}`);
    const ids = new Set(wanted.map(({ id }) => id));
    await expect.poll(async () => (await drawn()).filter((id) => !ids.has(id))).toEqual([]);
  };
  const somebody = all.find(({ speaker }) => speaker !== null)?.speaker as string;
  await page.getByTestId('filter-character').selectOption({ label: somebody });
  await expectShown(all.filter(({ speaker }) => speaker === somebody));
  await page.getByTestId('filter-state').selectOption('matched');
  await expectShown(all.filter(({ speaker, state }) => speaker === somebody && state === 'matched'));
  await clearFilters();
  await page.getByTestId('filter-state').selectOption('scripted-not-spoken');
  await expectShown(all.filter(({ state }) => state === 'scripted-not-spoken'));
  await clearFilters();
  await page.getByTestId('search-input').fill('LAMP');
  await expectShown(
    all.filter(({ text, speaker }) => `${text} ${speaker ?? ''}`.toLowerCase().includes('lamp')),
  );
  await clearFilters();

  // Four are selected, then a filter hides some of them: nobody sees those any more.
  const [a, , , d] = (await drawn()).slice(0, 4) as [string, string, string, string];
  await row(a).click();
  await row(d).click({ modifiers: ['Shift'] });
  const four = all.slice(0, 4);
  const kept = four.filter(({ speaker }) => speaker === four[0]?.speaker);
  expect(kept.length).toBeLessThan(4);
  await page.getByTestId('filter-character').selectOption({ label: four[0]?.speaker as string });
  await page.getByTestId('utterance-list').focus();
  await page.keyboard.press('x');
  await expect
    .poll(() =>
      rows()
        .filter(({ review }) => review === 'rejected')
        .map(({ id }) => id),
    )
    .toEqual(kept.map(({ id }) => id));
  await clearFilters();

  await page.getByTestId('filter-review').selectOption('rejected');
  await expectShown(kept);
  await clearFilters();
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(all);
});

it('worst first puts the doubtful before the sure, and as spoken puts them back', async () => {
  const spoken = rows();
  const worst = [...spoken].sort((a, b) => worthOf(b) - worthOf(a) || a.start - b.start);
  expect(worst[0]?.id).not.toBe(spoken[0]?.id);
  const top = async (): Promise<string[]> => {
    await page.keyboard.press('Home');
    await activeUtterance(page);
    return (await drawn()).slice(0, 8);
  };
  expect(await top()).toEqual(spoken.slice(0, 8).map(({ id }) => id));
  await page.keyboard.press('w');
  await expect.poll(top).toEqual(worst.slice(0, 8).map(({ id }) => id));
  expect(await page.getByTestId('order-button').getAttribute('aria-pressed')).toBe('true');
  // Rows do not jump away under the hands: what was decided stays where it was.
  await page.keyboard.press('Enter');
  await expect.poll(() => stored([worst[0]?.id as string])[0]?.review).toBe('accepted');
  expect(await top()).toEqual(worst.slice(0, 8).map(({ id }) => id));
  await page.keyboard.press('Control+z');
  await expect.poll(() => stored([worst[0]?.id as string])[0]?.review).toBe('unreviewed');
  await page.getByTestId('order-button').click();
  await page.getByTestId('utterance-list').focus();
  await expect.poll(top).toEqual(spoken.slice(0, 8).map(({ id }) => id));
});

it('scrubbing through the overview takes the sound and the waveform along, until the button is let go', async () => {
  const place = () =>
    page.evaluate(() => {
      const audio = document.querySelector<HTMLAudioElement>('[data-testid="player"]');
      const view = document.querySelector<HTMLElement>('.rc-overview-view');
      const left = Number.parseFloat(view?.style.left ?? '') / 100;
      return {
        share: (audio?.currentTime ?? 0) / (audio?.duration ?? 1),
        from: left,
        to: left + Number.parseFloat(view?.style.width ?? '') / 100,
      };
    });
  const overview = await page.getByTestId('waveform-overview').boundingBox();
  if (overview === null) throw new Error('no overview');
  const y = overview.y + overview.height / 2;
  const x = (share: number): number => overview.x + share * overview.width;
  await page.mouse.move(x(0.3), y);
  await page.mouse.down();
  for (const share of [0.3, 0.45, 0.7, 0.55]) {
    await page.mouse.move(x(share), y, { steps: 3 });
    await expect.poll(async () => (await place()).share).toBeCloseTo(share, 2);
    await expect
      .poll(async () => {
        const { from, to } = await place();
        return from <= share && share <= to;
      })
      .toBe(true);
  }
  // Outside the strip the pointer still holds it.
  await page.mouse.move(x(0.8), y + 300, { steps: 3 });
  await expect.poll(async () => (await place()).share).toBeCloseTo(0.8, 2);
  await page.mouse.up();
  await page.mouse.move(x(0.2), y, { steps: 3 });
  await page.waitForTimeout(200);
  expect((await place()).share).toBeCloseTo(0.8, 2);
});

it('the words that a recogniser heard otherwise stand beside the text, each with what became of it', async () => {
  const show = async ({ id, text }: Utterance): Promise<void> => {
    await page.getByTestId('search-input').fill(text);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    await expect.poll(() => activeUtterance(page)).toBe(id);
  };
  const panel = page.getByTestId('text-check');
  await show(misheard);
  await panel.waitFor();
  const recognition = misheard.transcript?.recogniser ?? null;
  if (recognition === null) throw new Error('nothing was planted');
  const { text, differences } = recognition;
  expect(differences.map(({ kind }) => kind)).toEqual(['replaced', 'added']);
  const recognised = await panel.getByTestId('recognised').innerText();
  expect(recognised).toMatch(/^ears\.mjs heard \(\d+% of the words differ\)/);
  expect(recognised).toContain(text);
  const told = await panel.locator('li').evaluateAll((list) =>
    list.map((each) => ({
      written: each.querySelector('del')?.textContent ?? '',
      heard: each.querySelector('ins')?.textContent ?? '',
    })),
  );
  expect(told).toEqual(differences.map(({ written, heard }) => ({ written, heard })));
  expect(await panel.locator('li').last().innerText()).toContain('not in the text');
  // Where it heard the same, there is nothing to say.
  await show(heardRight);
  expect(await panel.count()).toBe(0);
});

interface Heard {
  readonly cleaned: number[];
  readonly plain: number[];
}

it('Alt+V plays the line as an export would clean it, then as it is; a line that cannot be cleaned is told of', async () => {
  await page.evaluate(() => {
    const heard: Heard = { cleaned: [], plain: [] };
    Object.assign(window, { heardOfAltV: heard });
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function begin(...args) {
      heard.cleaned.push(this.buffer?.duration ?? 0);
      start.apply(this, args);
    };
    document.addEventListener(
      'playing',
      ({ target }) => {
        if (target instanceof HTMLAudioElement) heard.plain.push(target.currentTime);
      },
      { capture: true },
    );
  });
  const heard = () => page.evaluate(() => (window as unknown as { heardOfAltV: Heard }).heardOfAltV);
  const active = stored([await activeUtterance(page)])[0] as Utterance;
  await page.keyboard.press('Alt+v');
  await expect.poll(async () => (await heard()).plain.length, { timeout: 60_000 }).toBe(1);
  const { cleaned, plain } = await heard();
  expect(cleaned).toHaveLength(1);
  expect(cleaned[0]).toBeCloseTo((active.end - active.start) / 16_000, 1);
  expect(plain[0]).toBeCloseTo(active.start / 16_000, 1);

  inProject(project, ({ database }) =>
    database.prepare('UPDATE episode SET media = ? WHERE id = ?').run(join(folder, 'gone.opus'), episode),
  );
  await page.keyboard.press('Alt+v');
  await page.getByTestId('error-toast').getByText('The file is missing.').waitFor({ timeout: 30_000 });
});
