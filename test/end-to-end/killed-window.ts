import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openProject, utterancesForOutput } from '../../main/engine/index.ts';
import { seededRandom } from '../../main/model/index.ts';
import { checkDatabase } from '../../main/store/index.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { enginesBelow } from './processes.ts';

const EPISODE = 'the-lamplighters-s01e01';

/** What is ended with SIGKILL: the engine, the page alone, or the whole window with all its processes. */
export type Victim = 'engine' | 'page' | 'window';

export interface Killed {
  readonly victim: Victim;
  /** When, in milliseconds after the first decision. */
  readonly moment: number;
  /** Decisions whose keys had been pressed by then, or by the end where the window lived on. */
  readonly pressed: number;
  /** How many of them are not in the project. */
  readonly lost: number;
  /** What was not as it should be, one sentence each. */
  readonly faults: readonly string[];
}

interface Options {
  /** A project of the sample library, all of it run; only read. */
  readonly sample: string;
  readonly folder: string;
  readonly victim: Victim;
  readonly random: () => number;
  /** Milliseconds from one decision to the next. */
  readonly pace: number;
}

/** Which rows of the episode, as spoken, a person decided about. */
function decided(project: string): { rows: boolean[]; faults: string[] } {
  const opened = openProject(project);
  try {
    const rows = utterancesForOutput(opened, EPISODE).map(({ review }) => review !== 'unreviewed');
    return { rows, faults: checkDatabase(opened.database) };
  } finally {
    opened.close();
  }
}

/** The driver now and then misses the start of a window that is there: then it is started again. */
const STARTS = 3;

async function openReview(project: string, userData: string): Promise<RunningRolecall> {
  for (let start = 1; ; start += 1) {
    try {
      const running = await launchRolecall({ project, userData });
      await running.page.getByTestId(`episode-row-${EPISODE}`).dblclick();
      await running.page.getByTestId('detail').waitFor();
      await running.page.keyboard.press('a');
      await running.page.keyboard.press('Home');
      return running;
    } catch (error) {
      if (start === STARTS) throw error;
    }
  }
}

/** What the banner said while it stood, noted inside the page. */
const noteBanners = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      const banner = document.querySelector('[data-testid="engine-banner"]');
      if (banner) said.push(banner.textContent ?? '');
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });

const bannersOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { said: string[] }).said);

/** One curator at work on the first episode, and one kill at a random moment. */
export async function killOnce({ sample, folder, victim, random, pace }: Options): Promise<Killed> {
  const project = join(folder, 'killed.rolecall');
  const userData = join(folder, 'user-data');
  for (const old of [project, userData]) rmSync(old, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(sample, project, { recursive: true });
  const running = await openReview(project, userData);
  const { app, page } = running;
  const faults: string[] = [];
  const total = decided(project).rows.length;
  const planned = total - 5;
  const moment = Math.floor(random() * pace * planned * 0.8);
  const main = app.process().pid ?? 0;
  const pids =
    victim === 'engine'
      ? enginesBelow(main)
      : victim === 'window'
        ? [main]
        : [
            await app.evaluate(
              ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
            ),
          ];
  await noteBanners(page);
  let dead = false;
  const killer = sleep(moment).then(() => {
    dead = true;
    for (const pid of pids) process.kill(pid, 'SIGKILL');
  });
  let pressed = 0;
  // A press into a page that dies meanwhile may never be answered.
  const gone = victim === 'engine' ? [] : [killer.then(() => sleep(1000, false))];
  try {
    for (; pressed < planned; pressed += 1) {
      if (dead && victim !== 'engine') break;
      const press = page.keyboard.press(random() < 0.8 ? 'Enter' : random() < 0.5 ? 'x' : '2');
      press.catch(() => undefined);
      if (!(await Promise.race([press.then(() => true), ...gone]))) break;
      await sleep(pace);
    }
  } catch {
    // The window is gone in the middle of a press: nobody knows whether the key still counted.
  }
  await killer;
  if (victim === 'engine') {
    // Its answers to the last keys, and the reading again after the restart.
    const shown = async (): Promise<number> =>
      Number(/^\d+/.exec((await page.getByTestId('review-progress').textContent()) ?? '')?.[0]);
    await page.getByTestId('engine-banner').waitFor({ state: 'detached' });
    const stored = () => decided(project).rows.filter(Boolean).length;
    const deadline = Date.now() + 15_000;
    while ((await shown()) !== stored() && Date.now() < deadline) await sleep(100);
    if ((await shown()) !== stored())
      faults.push(`the window shows ${await shown()}, stored are ${stored()}`);
    if (!(await bannersOf(page)).some((said) => said.includes('starting again')))
      faults.push('the window said nothing of the restart');
    await running.close();
  } else if (victim === 'page') {
    // The window brings its page back by itself.
    const back = await app
      .evaluate(
        ({ BrowserWindow }) =>
          new Promise<string>((resolve) => {
            const started = Date.now();
            const look = async (): Promise<void> => {
              // A page that dies while it is asked never answers.
              const text = await Promise.race([
                BrowserWindow.getAllWindows()[0]
                  ?.webContents.executeJavaScript(
                    'document.querySelector(\'[data-testid="library-screen"]\') !== null',
                  )
                  .catch(() => false),
                new Promise((unanswered) => setTimeout(unanswered, 1000, false)),
              ]);
              if (text === true || Date.now() - started > 20_000) resolve(text === true ? 'back' : 'gone');
              else setTimeout(() => void look(), 200);
            };
            void look();
          }),
      )
      .catch((error: unknown) => String(error));
    if (back !== 'back') faults.push(`the page did not come back: ${back}`);
    // The driver, too, may wait for an answer of the page that died.
    const closed = await Promise.race([running.close().then(() => true), sleep(10_000, false)]);
    if (!closed) process.kill(main, 'SIGKILL');
  } else {
    await running.close().catch(() => undefined);
    // The engine sees that nobody is left, and ends.
    await sleep(300);
  }
  const after = decided(project);
  faults.push(...after.faults.map((fault) => `the database: ${fault}`));
  const stored = after.rows.filter(Boolean).length;
  const firstOpen = after.rows.indexOf(false);
  if (victim !== 'engine' && after.rows.slice(firstOpen).some(Boolean))
    faults.push('a later decision is stored and an earlier one is not');
  if (stored > pressed + 1) faults.push(`${pressed} were decided, ${stored} are stored`);
  const again = await openReview(project, userData);
  const progress = await again.page.getByTestId('review-progress').textContent();
  if (!progress?.startsWith(`${stored} `))
    faults.push(`opened again it shows ${progress}, stored are ${stored}`);
  await again.close();
  return { victim, moment, pressed, lost: Math.max(0, pressed - stored), faults };
}

/** Kills of each kind in turn. */
export async function killMany(options: {
  readonly sample: string;
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  readonly pace: number;
  readonly onKill?: (killed: Killed) => void;
}): Promise<Killed[]> {
  const random = seededRandom(options.seed);
  const victims: readonly Victim[] = ['engine', 'window', 'page'];
  const all: Killed[] = [];
  for (let count = 0; count < options.kills; count += 1) {
    const victim = victims[count % victims.length] as Victim;
    const killed = await killOnce({ ...options, victim, random });
    options.onKill?.(killed);
    all.push(killed);
  }
  return all;
}
