import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { GateTable } from '../../main/engine/gate-table.ts';
import { openProject } from '../../main/engine/index.ts';
import { PRESETS, type Utterance } from '../../main/model/index.ts';
import { listEpisodes, listUtterances } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-export-'));
const project = join(folder, 'The Lamplighters.rolecall');
let running: RunningRolecall;

beforeAll(async () => {
  await makeSampleProject(project);
  running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  await running.page.getByTestId('export-button').click();
  await running.page.getByTestId('export-preview').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine that does much else answers late. */
const PATIENCE = { timeout: 20_000 };

const shown = async (): Promise<number> =>
  Number((await running.page.getByTestId('preview-utterances').innerText()).replaceAll(',', ''));
const counted = async (gates: (typeof PRESETS)[keyof typeof PRESETS]): Promise<number> => {
  const opened = openProject(project);
  try {
    return (await new GateTable(opened.database).count({ acceptedOnly: false, gates })).included.utterances;
  } finally {
    opened.close();
  }
};
/** What the gate on length holds back. */
const shortOnes = (): Utterance[] => {
  const opened = openProject(project);
  try {
    const all = listEpisodes(opened.database).flatMap(({ id }) => listUtterances(opened.database, id));
    return all.filter(({ text, start, end }) => text !== '' && end > start && end - start < 1.5 * 16_000);
  } finally {
    opened.close();
  }
};

interface Play {
  readonly address: string;
  readonly from: number;
  to: number | null;
}

/** Notes inside the page what is played and from where to where: these elements stand nowhere in the page. */
const listen = (): Promise<void> =>
  running.page.evaluate(() => {
    const plays: Play[] = [];
    Object.assign(window, { plays });
    const { play } = HTMLMediaElement.prototype;
    const known = new Set<HTMLMediaElement>();
    HTMLMediaElement.prototype.play = function begin() {
      if (!known.has(this)) {
        known.add(this);
        this.addEventListener('playing', () =>
          plays.push({ address: this.src, from: this.currentTime, to: null }),
        );
        this.addEventListener('pause', () => {
          const last = plays.at(-1);
          if (last?.address === this.src) last.to = this.currentTime;
        });
      }
      return play.call(this);
    };
  });

/** Waits until one clip was played from its start to its end, and holds it against those that it may be. */
async function hearWhole(candidates: readonly Utterance[]): Promise<void> {
  const plays = () => running.page.evaluate(() => (window as unknown as { plays: Play[] }).plays);
  await expect.poll(async () => (await plays())[0]?.to ?? null, PATIENCE).not.toBeNull();
  const [heard, ...more] = await plays();
  expect(more).toEqual([]);
  const found = candidates.filter(
    ({ episode, start, end }) =>
      heard?.address === `rolecall-media://episode/${episode}/audio` &&
      Math.abs(heard.from - start / 16_000) < 0.15 &&
      Math.abs((heard.to ?? 0) - end / 16_000) < 0.3,
  );
  expect(found.length, `${JSON.stringify(heard)} is none of ${JSON.stringify(candidates)}`).toBeGreaterThan(
    0,
  );
  await running.page.evaluate(() => (window as unknown as { plays: Play[] }).plays.splice(0));
}

const manifest = (directory: string) =>
  z
    .object({
      formats: z.array(z.string()),
      utterances: z.number(),
      excluded: z.number(),
      gates: z.unknown(),
    })
    .parse(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')));

it('begins balanced, and each preset shows what the engine counts', async () => {
  const { page } = running;
  await expect.poll(shown, PATIENCE).toBe(await counted(PRESETS.balanced));
  for (const [label, preset] of [
    ['Strict', PRESETS.strict],
    ['Everything', PRESETS.everything],
  ] as const) {
    await page.getByTestId('export-presets').getByText(label).click();
    await expect.poll(shown, PATIENCE).toBe(await counted(preset));
  }
});

it('a dial that is moved by keyboard changes the figures, and what it holds back can be heard and is told why', async () => {
  const { page } = running;
  await page.getByTestId('export-presets').getByText('Everything').click();
  await expect.poll(shown, PATIENCE).toBe(await counted(PRESETS.everything));
  const before = await shown();
  await page.getByTestId('gate-on-shortest').check();
  const dial = page.getByTestId('gate-dial-shortest').getByRole('slider');
  await dial.focus();
  for (let count = 0; count < 10; count += 1) await page.keyboard.press('ArrowRight');
  expect(await page.getByTestId('gate-limit-shortest').innerText()).toBe('at least 1.5 s');
  expect(await dial.getAttribute('aria-valuetext')).toBe('at least 1.5 s');
  const gates = { shortest: { limit: 1.5, unmeasured: 'pass' as const } };
  await expect.poll(shown, PATIENCE).toBe(await counted(gates));
  expect(await shown()).toBeLessThan(before);
  expect(await page.getByTestId('gate-cost-shortest').innerText()).toMatch(/^holds back \d+ /);

  await page.getByTestId('sample-reason').selectOption({ label: 'Shortest' });
  await expect
    .poll(() => page.getByTestId('sample-reasons').innerText(), PATIENCE)
    .toMatch(/^too short \([\d.]+ s\)$/);
  await listen();
  const first = await page.getByTestId('export-sample').innerText();
  await page.getByTestId('sample-play').click();
  await hearWhole(shortOnes().filter(({ text }) => first.includes(text)));
  // To go on plays the next one, to go back the first again.
  await page.getByTestId('sample-next').click();
  await expect.poll(() => page.getByTestId('export-sample').innerText(), PATIENCE).not.toBe(first);
  const second = await page.getByTestId('export-sample').innerText();
  await hearWhole(shortOnes().filter(({ text }) => second.includes(text)));
  await page.getByTestId('sample-previous').click();
  await hearWhole(shortOnes().filter(({ text }) => first.includes(text)));
});

it('exports what the screen shows, reads it again, and remembers all settings', async () => {
  const { page } = running;
  const target = join(folder, 'dataset');
  const utterances = await counted({ shortest: { limit: 1.5, unmeasured: 'pass' } });
  await page.getByTestId('format-parquet').check();
  await page.getByTestId('format-audiofolder').uncheck();
  await page.getByTestId('clip-codec').selectOption('wav');
  await page.getByTestId('export-folder').fill(target);
  await page.keyboard.press('Enter');
  await page.getByTestId('export-done').waitFor({ timeout: 120_000 });
  expect(await page.getByTestId('export-verified').getAttribute('data-ok')).toBe('true');
  const written = manifest(target);
  expect(written.formats).toEqual(['jsonl', 'parquet']);
  expect(written.utterances).toBe(utterances);
  expect(written.gates).toEqual({ shortest: { limit: 1.5, unmeasured: 'pass' } });
  const excluded = readFileSync(join(target, 'excluded.jsonl'), 'utf8').trim().split('\n');
  expect(excluded.length).toBe(written.excluded);

  await page.waitForTimeout(800);
  await page.getByTestId('back-button').click();
  await page.getByTestId('export-button').click();
  await page.getByTestId('export-preview').waitFor();
  // What was written last is still told, and the settings stand as they were left.
  await page.getByTestId('export-done').waitFor();
  expect(await page.getByTestId('format-parquet').isChecked()).toBe(true);
  expect(await page.getByTestId('format-audiofolder').isChecked()).toBe(false);
  expect(await page.getByTestId('clip-codec').inputValue()).toBe('wav');
  expect(await page.getByTestId('export-folder').inputValue()).toBe(target);
  expect(await page.getByTestId('gate-limit-shortest').innerText()).toBe('at least 1.5 s');
});

it('says what is in the way, leaves it alone, and explains where nothing would go in', async () => {
  const { page } = running;
  const occupied = join(folder, 'thesis');
  writeFileSync(occupied, 'mine');
  await page.getByTestId('export-folder').fill(occupied);
  await page.getByTestId('export-run-button').click();
  expect(await page.getByTestId('export-error').innerText()).toContain('not a dataset');
  expect(readFileSync(occupied, 'utf8')).toBe('mine');

  await page.getByTestId('accepted-only').check();
  await page.getByTestId('export-nothing').waitFor();
  expect(await page.getByTestId('export-run-button').isDisabled()).toBe(true);
  await page.getByTestId('export-nothing').getByRole('button').click();
  await page.getByTestId('export-nothing').waitFor({ state: 'detached' });
});

it('an export that is cancelled leaves nothing behind', async () => {
  const { page } = running;
  const target = join(folder, 'cancelled');
  await page.getByTestId('format-audiofolder').check();
  await page.getByTestId('format-webdataset').check();
  await page.getByTestId('clip-codec').selectOption('opus');
  await page.getByTestId('export-folder').fill(target);
  await page.getByTestId('export-run-button').click();
  await page.getByTestId('export-cancel').click();
  await page.getByTestId('export-cancelled').waitFor({ timeout: 30_000 });
  expect(existsSync(target)).toBe(false);
});
