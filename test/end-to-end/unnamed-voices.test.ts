import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { readSeriesVoices, voicesForStore } from '../../main/engine/unnamed-voices.ts';
import { putSeriesVoices } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject, seriousFindings, THEMES, wearTheme } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-unnamed-'));
const project = join(folder, 'The Lamplighters.rolecall');
const SERIES = 'The Lamplighters';
const LOST = 'Vane';
let running: RunningRolecall;
let page: Page;
let lost: string[] = [];

/** What a run leaves where no script named somebody: lines of one voice, without a speaker. */
function forgetVoice(): string[] {
  const opened = openProject(project);
  try {
    const ids = utterancesForOutput(opened, null)
      .filter(({ speaker, review }) => speaker === LOST && review === 'unreviewed')
      .map(({ id }) => id)
      .slice(0, 6);
    const forget = opened.database.prepare('UPDATE utterance SET speaker = NULL WHERE id = ?');
    for (const id of ids) forget.run(id);
    const stored = readSeriesVoices(opened, SERIES);
    if (stored === null) throw new Error('the sample project has no voices');
    const [id = ''] = ids;
    const candidates = [
      { character: LOST, probability: 0.97, similarity: 0.87 },
      { character: 'Pell', probability: 0.2, similarity: 0.41 },
    ];
    const voice = {
      id,
      utterances: ids,
      seconds: 9,
      cohesion: 0.8,
      proposal: LOST,
      agreement: 0.83,
      candidates,
    };
    putSeriesVoices(opened.database, SERIES, voicesForStore({ ...stored, unnamed: [voice] }));
    return ids;
  } finally {
    opened.close();
  }
}

beforeAll(async () => {
  await makeSampleProject(project);
  lost = forgetVoice();
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  ({ page } = running);
  // A press of a key would not wait until the button can be used.
  await page.getByTestId('characters-button').click();
  await page.getByTestId('unnamed-voice').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const speakersOfLost = (): (string | null)[] => {
  const opened = openProject(project);
  try {
    const all = utterancesForOutput(opened, null);
    return lost.map((id) => all.find((row) => row.id === id)?.speaker ?? null);
  } finally {
    opened.close();
  }
};

it('asks for the next one where somebody is refused, and for nobody that was', async () => {
  const card = page.getByTestId('unnamed-voice');
  await card.getByTestId('other-voice').click();
  await card.getByText('all of it together is 20% likely Pell (0.41 alike)').waitFor();
  await card.getByTestId('other-voice').click();
  await card.getByText('sounds like nobody of the cast').waitFor();
  expect(await card.getByTestId('same-voice').count()).toBe(0);
  expect(speakersOfLost()).toEqual(lost.map(() => null));
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: Said that a voice of 6 utterances is not Pell').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: Said that a voice of 6 utterances is not Vane').waitFor();
  await card.getByText('likely Vane').waitFor();
});

it('shows a voice without a name with what it sounds like, and plays some of it', async () => {
  const card = page.getByTestId('unnamed-voice');
  expect(await card.textContent()).toMatch(
    /6 utterances.*83% of it sounds like Vane · all of it together is 97% likely Vane \(0.87 alike\)/,
  );
  const played = page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
          resolve(true);
          return play.call(this);
        };
      }),
  );
  await page.evaluate(() => undefined);
  await card.getByRole('listitem').first().getByRole('button').press('Enter');
  expect(await played).toBe(true);
});

it('has no serious finding of axe in either theme', async () => {
  for (const theme of THEMES) {
    await wearTheme(page, theme);
    await page.waitForTimeout(200);
    expect(await seriousFindings(page)).toEqual([]);
  }
});

it('by keyboard: one press gives all its lines to whom it sounds like; the card goes', async () => {
  expect(speakersOfLost()).toEqual(lost.map(() => null));
  await page.getByTestId('same-voice').press('Enter');
  await expect.poll(speakersOfLost).toEqual(lost.map(() => LOST));
  await page.getByTestId('unnamed-voices').waitFor({ state: 'detached' });
});
