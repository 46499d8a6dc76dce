import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import type { TrueUtterance, Truth } from '../fixtures/make/truth.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { readTruths, scoreEpisode } from '../helpers/sample-score.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-curator-'));
const project = join(folder, 'The Lamplighters.rolecall');
const EPISODES = ['the-lamplighters-s01e01', 'the-lamplighters-s01e02'] as const;
const truths = readTruths();
let running: RunningRolecall | undefined;

beforeAll(() => makeSampleProject(project));
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = (episode: string) => {
  const opened = openProject(project);
  try {
    return utterancesForOutput(opened, episode);
  } finally {
    opened.close();
  }
};
type Row = ReturnType<typeof rows>[number];

const goldOf = (truth: Truth, row: Row): TrueUtterance | undefined =>
  row.cue === null
    ? truth.utterances.find((gold) => gold.cue === null && gold.start < row.end && gold.end > row.start)
    : truth.utterances.find((gold) => gold.cue === row.cue && gold.part === row.part);

const wrongOf = (): number =>
  EPISODES.reduce(
    (sum, episode, at) => sum + scoreEpisode(truths[at] as Truth, rows(episode)).wrong.length,
    0,
  );

it('corrects every wrong utterance of the sample library by keyboard, with less than 1.5 keys for each reviewed', async () => {
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  const { page } = running;
  const wrongBefore = wrongOf();
  const queue = EPISODES.flatMap((episode, at) =>
    rows(episode).map((row) => ({ row, truth: truths[at] as Truth })),
  );
  const spoken = queue.filter(({ row }) => row.state !== 'scripted-not-spoken');
  await page.getByTestId('queue-button').click();
  await page.getByTestId('detail').waitFor();
  let keys = 0;
  let decisions = 0;
  const press = async (chord: string): Promise<void> => {
    keys += 1;
    await page.keyboard.press(chord);
  };
  // Without sound: the script knows the truth.
  await press('a');
  const keyNames = await page.locator('[data-testid^="assign-"]').evaluateAll((list) =>
    list.flatMap((each) => {
      const key = each.getAttribute('aria-keyshortcuts');
      return key === null ? [] : [[each.querySelector('bdi')?.textContent ?? '', key] as const];
    }),
  );
  const keyOf = new Map(keyNames);
  for (let count = 0; count < spoken.length; count += 1) {
    const id = await page.getByTestId('detail').getAttribute('data-utterance');
    const shown = spoken.find(({ row }) => row.id === id);
    if (shown === undefined) throw new Error(`${id} is not in the queue`);
    const { row, truth } = shown;
    const gold = goldOf(truth, row);
    const names = truth.characters.find(({ name }) => name === gold?.character);
    const known = names === undefined ? [] : [names.name, ...names.aliases];
    const right = known.find((name) => keyOf.has(name));
    await press(right === undefined || row.speaker === right ? 'Enter' : (keyOf.get(right) ?? 'Enter'));
    decisions += 1;
    if (count + 1 < spoken.length)
      await page.waitForFunction(
        (before) =>
          document.querySelector('[data-testid="detail"]')?.getAttribute('data-utterance') !== before,
        id,
      );
  }
  await expect
    .poll(() => EPISODES.flatMap(rows).filter(({ review }) => review !== 'unreviewed').length, {
      timeout: 10_000,
    })
    .toBe(spoken.length);
  console.log(
    `${decisions} decisions, ${keys} keys, ${(keys / decisions).toFixed(3)} keys for each; wrong labels ${wrongBefore} before, ${wrongOf()} after`,
  );
  expect(wrongOf()).toBe(0);
  expect(keys / decisions).toBeLessThan(1.5);
});
