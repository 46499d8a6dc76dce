/**
 * How the window holds episodes of ten hours and 10,000 utterances, and a project of a million, in the real
 * Electron: frames while the list and the waveform are scrolled (with and without its
 * spectrogram), jumps, accept-and-next in an episode and in a queue over two, what blocks the window, memory over a scripted review.
 *
 *     npm run bench:window [-- --decisions 3600] [--pace 1000] [--without-million]
 *
 * Frames are the distances of requestAnimationFrame's own times. A jump lasts from the press into the overview
 * until the middle of the view holds a canvas with something drawn there. Accept-and-next lasts from the key's
 * event until the media element says `playing` for the next utterance, and, told beside it, until a frame finds
 * the element's clock running. All of it is noted within the page, so no time of the test driver is in it. There
 * is no sound card under Xvfb: Chromium then plays into a clock, and what a real card adds is its own buffer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { seededRandom } from '../../main/model/index.ts';
import { withInvisibleDisplay } from '../../scripts/lib/display.mjs';
import { needsOwnDisplay, setUp } from '../../scripts/lib/set-up.mjs';
import { Aims } from '../helpers/aims.ts';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { LIMITS, longest, percentile, slope, spread } from './window-benchmark/figures.ts';
import {
  acceptAndNext,
  frames,
  type Heard,
  heapAfterCollection,
  heapByKind,
  jump,
  takeLongTasks,
  watchLongTasks,
} from './window-benchmark/in-page.ts';
import { copySound, EPISODE, makeProject, makeSound, OTHER_EPISODE } from './window-benchmark/projects.ts';

const SIZE = { hours: 10, utterances: 10_000 };
const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '3600' },
    /** Milliseconds from one decision to the next; 0 for as fast as the window takes them. */
    pace: { type: 'string', default: '0' },
    'without-million': { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-window-'));
const aims = new Aims();

function under(what: string, figure: number, limit: number, unit: string, more = ''): void {
  aims.judge(what, figure, { under: limit }, { unit, digits: 1, more });
}

async function blocked(page: Page, during: string): Promise<void> {
  const tasks = await takeLongTasks(page);
  under(
    `longest task, ${during}`,
    longest(tasks),
    LIMITS.task,
    'ms',
    tasks.length === 0 ? 'none over 50 ms' : `${tasks.length} over 50 ms`,
  );
}

async function measureOpening(project: string): Promise<void> {
  const { page, close } = await launchRolecall({ userData: join(folder, 'opening') });
  try {
    // A project that was opened once stands among the recent ones.
    await page.evaluate(
      async ([path]) => {
        const { rolecall } = window as unknown as {
          rolecall: { call(name: string, input: unknown): Promise<unknown> };
        };
        await rolecall.call('project.open', { project: path });
        await rolecall.call('project.close', {});
      },
      [project],
    );
    await page.reload();
    await page.getByTestId('recent-projects').getByRole('button').first().waitFor();
    // What the page before the reload has left behind is none of the opening's.
    await heapAfterCollection(await page.context().newCDPSession(page));
    await watchLongTasks(page);
    const milliseconds = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const start = performance.now();
          document.querySelector<HTMLElement>('[data-testid="recent-projects"] button')?.click();
          const look = (): void => {
            if (document.querySelector('[role="row"][data-status]')) resolve(performance.now() - start);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
    );
    under('open a project of 1,000,000 utterances', milliseconds, LIMITS.open, 'ms');
    await blocked(page, 'while it opens');
  } finally {
    await close();
  }
}

async function measureEpisode({ page }: RunningRolecall): Promise<void> {
  await watchLongTasks(page);
  const opened = performance.now();
  await page.getByTestId(`episode-row-${EPISODE}`).dblclick();
  await page.getByTestId('detail').waitFor();
  aims.tell('the episode opens', `${(performance.now() - opened).toFixed(0)} ms`);
  await page.waitForTimeout(3000);
  await blocked(page, 'while the episode opens');

  const scrolled: readonly [what: string, selector: string, pixels: number][] = [
    ['nothing scrolled, for comparison', '[data-testid="utterance-list"]', 0],
    ['the list scrolled', '[data-testid="utterance-list"]', 90],
    ['the waveform scrolled', '[data-testid="waveform"]', 60],
  ];
  for (const [what, selector, pixels] of scrolled) {
    const times = await frames(page, selector, pixels);
    under(`95% of frames, ${what}`, percentile(times, 0.95), LIMITS.frame, 'ms', spread(times));
    await blocked(page, what);
  }
  await page.keyboard.press('g');
  await page.locator('[data-testid="spectrogram"][data-missing="0"]').waitFor();
  await blocked(page, 'the spectrogram comes');
  const pictured = await frames(page, '[data-testid="waveform"]', 60);
  const what = 'the waveform scrolled with its spectrogram';
  under(`95% of frames, ${what}`, percentile(pictured, 0.95), LIMITS.frame, 'ms', spread(pictured));
  await blocked(page, what);
  await page.keyboard.press('g');
  const random = seededRandom(11);
  const jumps: number[] = [];
  for (let count = 0; count < 40; count += 1) jumps.push(await jump(page, 0.01 + 0.98 * random()));
  under('a jump until its waveform stands, the longest', longest(jumps), LIMITS.jump, 'ms', spread(jumps));
  await blocked(page, 'jumps');

  await page.getByTestId('utterance-list').focus();
  await page.keyboard.press('Home');
  await page.waitForTimeout(800);
  const nexts: Heard[] = [];
  for (let count = 0; count < 60; count += 1) {
    nexts.push(await acceptAndNext(page));
    // Nobody decides before a word is heard.
    await page.waitForTimeout(350);
  }
  const playing = nexts.map((each) => each.playing);
  const running = nexts.map((each) => each.running);
  under(
    'accept, until the next plays, 95% of them',
    percentile(playing, 0.95),
    LIMITS.next,
    'ms',
    spread(playing),
  );
  aims.tell('accept, until its clock is seen running', spread(running));
  await blocked(page, 'accept-and-next');
}

/** The worst of a series, which lie now in one episode of ten hours, now in the other. */
async function measureQueue({ page }: RunningRolecall): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByTestId('queue-button').click();
  await page.getByTestId('detail').waitFor();
  await page.getByTestId('utterance-list').focus();
  await page.keyboard.press('Home');
  await page.waitForTimeout(3000);
  await takeLongTasks(page);
  const episode = (): Promise<string | null> => page.getByTestId('queue-episode').textContent();
  const across: number[] = [];
  const within: number[] = [];
  for (let count = 0; count < 40; count += 1) {
    const before = await episode();
    const { playing } = await acceptAndNext(page);
    await page.waitForTimeout(700);
    ((await episode()) === before ? within : across).push(playing);
  }
  if (across.length === 0) throw new Error('the queue stayed in one episode');
  under(
    'accept in a queue, until the next plays in another episode, 95% of them',
    percentile(across, 0.95),
    LIMITS.next,
    'ms',
    `${spread(across)}; ${within.length} stayed in their episode`,
  );
  await blocked(page, 'accept in a queue over two episodes');
  await page.keyboard.press('Escape');
  await page.getByTestId(`episode-row-${EPISODE}`).dblclick();
  await page.getByTestId('detail').waitFor();
  await page.getByTestId('utterance-list').focus();
  await page.waitForTimeout(3000);
  await takeLongTasks(page);
}

/** The keys of a curator who mostly accepts, and what share of the decisions each is. */
const HABITS: readonly [chord: string, share: number][] = [
  ['Enter', 0.8],
  ['3', 0.08],
  ['x', 0.04],
  ['0', 0.02],
  ['Control+z', 0.06],
];

function habit(random: () => number): string {
  let left = random();
  for (const [chord, share] of HABITS) {
    left -= share;
    if (left < 0) return chord;
  }
  return 'Enter';
}

async function measureMemory({ app, page }: RunningRolecall): Promise<void> {
  const debug = await page.context().newCDPSession(page);
  const processes = (): Promise<{ type: string; megabytes: number }[]> =>
    app.evaluate(({ app: inside }) =>
      inside.getAppMetrics().map(({ type, memory }) => ({ type, megabytes: memory.workingSetSize / 1024 })),
    );
  const tab = async (): Promise<number> =>
    longest((await processes()).filter(({ type }) => type === 'Tab').map(({ megabytes }) => megabytes));
  const decisions = Number(values.decisions);
  const pace = Number(values.pace);
  const random = seededRandom(17);
  const points: { x: number; heap: number; nodes: number; resident: number }[] = [];
  const started = performance.now();
  const measuring = Math.max(1, Math.floor(decisions / 12));
  let tasks: number[] = [];
  let early = new Map<string, number>();
  for (let count = 0; count <= decisions; count += 1) {
    if (count % measuring === 0) {
      tasks = [...tasks, ...(await takeLongTasks(page))];
      const { heap, nodes } = await heapAfterCollection(debug);
      points.push({ x: count, heap, nodes, resident: await tab() });
      if (points.length === 3) early = await heapByKind(debug);
      await takeLongTasks(page);
    }
    const due = started + count * pace - performance.now();
    if (pace > 0 && due > 0) await page.waitForTimeout(due);
    await page.keyboard.press(habit(random));
  }
  const minutes = (performance.now() - started) / 60_000;
  aims.tell('scripted review', `${decisions} decisions in ${minutes.toFixed(1)} minutes`);
  for (const { x, heap, nodes, resident } of points)
    aims.tell(
      `after ${x} decisions`,
      `heap ${heap.toFixed(1)} MB, ${nodes} nodes, process ${resident.toFixed(0)} MB`,
    );
  under('memory of the window, the most', longest(points.map((each) => each.resident)), LIMITS.memory, 'MB');
  // What is read first stays: growth is what goes on after that.
  const later = points.slice(2);
  const growth = slope(later.map(({ x, heap }) => ({ x: x / 1000, y: heap })));
  under('growth of the heap for 1000 decisions', growth, 1, 'MB');
  const late = await heapByKind(debug);
  const grown = [...late].map(([kind, size]) => [kind, size - (early.get(kind) ?? 0)] as const);
  const since = (decisions - measuring * 2) / 1000;
  const data = grown.reduce((sum, [kind, more]) => (kind === 'code' ? sum : sum + more), 0);
  // The engine of the page compiles what is used often: that is no data of the window, and ends by itself.
  under('growth without compiled code, for 1000 decisions', data / since, 0.1, 'MB');
  aims.tell(
    'growth by kind',
    grown
      .filter(([, more]) => Math.abs(more) > 0.005)
      .map(([kind, more]) => `${kind} ${(more / since).toFixed(3)}`)
      .join(', '),
  );
  const longestTask = longest(tasks);
  under('longest task, in the scripted review', longestTask, LIMITS.task, 'ms', `${tasks.length} over 50 ms`);
  for (const { type, megabytes } of await processes())
    aims.tell(`memory, ${type}`, `${megabytes.toFixed(0)} MB`);
}

async function measure(): Promise<void> {
  if (!values['without-million']) await measureOpening(await makeProject(folder, 'million', 100, SIZE));
  const project = await makeProject(folder, 'long', 2, SIZE);
  await makeSound(project, folder, SIZE);
  copySound(project, OTHER_EPISODE);
  const running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  try {
    await measureEpisode(running);
    await measureQueue(running);
    await measureMemory(running);
  } finally {
    await running.close();
  }
}

try {
  await setUp({ electron: true, display: true, build: true });
  if (needsOwnDisplay())
    await withInvisibleDisplay((env: NodeJS.ProcessEnv) => {
      Object.assign(process.env, env);
      return measure();
    });
  else await measure();
  process.exitCode = aims.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
