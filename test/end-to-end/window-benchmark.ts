/**
 * How the window holds an episode of ten hours and 10,000 utterances: frames while the list and the waveform
 * are scrolled, jumps, accept-and-next, memory; and how long a project of a million utterances takes to open.
 *
 *     npm run setup && node scripts/on-pinned-node.mjs test/end-to-end/window-benchmark.ts [--million]
 *
 * Frames are the distances of requestAnimationFrame; a jump lasts from the press in the overview until a drawn
 * piece of the waveform stands in view; accept-and-next lasts from the key's event until the media element says
 * `playing` for the next utterance. All within the page, so no time of the test driver is in them.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { CACHE_FILES, cacheFolder } from '../../main/engine/cache.ts';
import { createProject, openProject, summarise } from '../../main/engine/project.ts';
import { findTools } from '../../main/media/index.ts';
import { UNMEASURED, type Utterance } from '../../main/model/index.ts';
import {
  putScannedEpisode,
  putUtterances,
  setEpisodeAudio,
  setEpisodeStatus,
} from '../../main/store/index.ts';
import { withInvisibleDisplay } from '../../scripts/lib/display.mjs';
import { needsOwnDisplay } from '../../scripts/lib/set-up.mjs';
import { launchRolecall } from '../helpers/electron.ts';

const HOURS = 10;
const COUNT = 10_000;
const RATE = 16_000;
const SAMPLES = HOURS * 3600 * RATE;
const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-window-'));

function utterance(episode: string, at: number, of: number): Utterance {
  const length = Math.floor(SAMPLES / of);
  const speaker = `Character ${at % 12}`;
  return {
    id: `${episode}-${at}`,
    episode,
    start: at * length + 4000,
    end: at * length + Math.min(length - 4000, 3 * RATE),
    text: `Line ${at} of a long evening, long enough to fill most of its row in the list.`,
    speaker,
    state: at % 40 === 0 ? 'conflict' : 'matched',
    review: 'unreviewed',
    confidence: 0.5 + (at % 50) / 100,
    witnesses: {
      script: { character: speaker, probability: 0.9, lines: [at] },
      subtitle: null,
      voice: [{ character: speaker, probability: 0.8 }],
    },
    mislabelProbability: (at % 30) / 100,
    quality: {
      loudness: -20,
      signalToNoise: 25,
      clipping: 0,
      bandwidth: 7000,
      speechRatio: 0.9,
      ...UNMEASURED,
    },
    cue: at + 1,
    part: 0,
    scene: 0,
    reason: null,
    language: null,
    transcript: null,
  };
}

async function makeProject(name: string, episodes: number): Promise<string> {
  const library = join(folder, 'library');
  mkdirSync(library, { recursive: true });
  const path = join(folder, `${name}.rolecall`);
  const project = await createProject(path, library);
  for (let number = 0; number < episodes; number += 1) {
    const id = `evening-${number}`;
    putScannedEpisode(project.database, {
      id,
      title: `A long evening ${number}`,
      series: 'Evenings',
      media: join(library, `${id}.mkv`),
      subtitles: null,
      script: null,
      warnings: [],
    });
    setEpisodeAudio(project.database, id, { samples: SAMPLES, size: 1, hash: id });
    setEpisodeStatus(project.database, id, 'done');
    // The first episode row by row, the others as its copies.
    if (number === 0)
      project.database.transaction(() =>
        putUtterances(
          project.database,
          Array.from({ length: COUNT }, (_, at) => utterance(id, at, COUNT)),
        ),
      )();
    else
      project.database
        .prepare(
          `INSERT INTO utterance (id, episode, start, end, text, speaker, state, review, confidence, witnesses,
             mislabel_probability, quality, cue, part, scene, reason)
           SELECT @id || substr(id, 10), @id, start, end, text, speaker, state, review,
             confidence, witnesses, mislabel_probability, quality, cue, part, scene, reason
           FROM utterance WHERE episode = 'evening-0'`,
        )
        .run({ id });
  }
  project.close();
  return path;
}

/** Ten hours of a minute that comes again and again: the container is as long as a real one. */
async function makeSound(project: string): Promise<void> {
  const { path: ffmpeg } = (await findTools()).ffmpeg;
  const cache = cacheFolder(project, 'evening-0');
  mkdirSync(cache, { recursive: true });
  const minute = join(folder, 'minute.ogg');
  const quiet = ['-hide_banner', '-loglevel', 'error', '-y'];
  execFileSync(ffmpeg, [
    ...quiet,
    '-f',
    'lavfi',
    '-i',
    'anoisesrc=d=60:a=0.2:r=48000',
    '-ac',
    '1',
    '-c:a',
    'libopus',
    '-b:a',
    '24k',
    minute,
  ]);
  execFileSync(ffmpeg, [
    ...quiet,
    '-stream_loop',
    String(HOURS * 60 - 1),
    '-i',
    minute,
    '-c',
    'copy',
    join(cache, CACHE_FILES.audio),
  ]);
  const peaks = new Int8Array(HOURS * 3600 * 200);
  for (let at = 0; at < peaks.length; at += 2) {
    const height = Math.round(60 * Math.abs(Math.sin(at / 700)) + (at % 40));
    peaks[at] = -height;
    peaks[at + 1] = height;
  }
  writeFileSync(join(cache, CACHE_FILES.peaks), peaks);
  writeFileSync(join(cache, CACHE_FILES.speech), new Uint8Array(Math.ceil(SAMPLES / 512)).fill(200));
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

const tell = (what: string, values: readonly number[]): void =>
  console.log(
    `${what}: median ${percentile(values, 0.5).toFixed(1)} ms, 95% under ${percentile(values, 0.95).toFixed(1)} ms, longest ${Math.max(...values).toFixed(1)} ms (${values.length})`,
  );

/** Distances of frames while `step` is done in each of them. */
const frames = (page: Page, selector: string, by: number): Promise<number[]> =>
  page.evaluate(
    ([wanted, distance]) =>
      new Promise<number[]>((resolve) => {
        const host = document.querySelector(wanted);
        const inner = [...(host?.children ?? [])].find((child) => child.shadowRoot)?.shadowRoot;
        const scrolled = inner?.querySelector('.scroll') ?? host;
        const times: number[] = [];
        let before = performance.now();
        const step = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (scrolled) {
            scrolled.scrollTop += distance;
            scrolled.scrollLeft += distance;
          }
          if (times.length < 240) requestAnimationFrame(step);
          else resolve(times.slice(5));
        };
        requestAnimationFrame(step);
      }),
    [selector, by] as const,
  );

const jump = (page: Page, share: number): Promise<number> =>
  page.evaluate(
    (place) =>
      new Promise<number>((resolve) => {
        const overview = document.querySelector('.rc-overview') as HTMLElement;
        const box = overview.getBoundingClientRect();
        const where = {
          clientX: box.left + box.width * place,
          clientY: box.top + 10,
          bubbles: true,
          button: 0,
          pointerId: 1,
          isPrimary: true,
        };
        const start = performance.now();
        overview.dispatchEvent(new PointerEvent('pointerdown', where));
        overview.dispatchEvent(new PointerEvent('pointerup', where));
        const host = document.querySelector('[data-testid="waveform"]');
        const frame = host?.getBoundingClientRect();
        const look = (): void => {
          const inner = [...(host?.children ?? [])].find((child) => child.shadowRoot)?.shadowRoot;
          const drawn = [...(inner?.querySelectorAll('canvas') ?? [])].some((canvas) => {
            const { left, right } = canvas.getBoundingClientRect();
            return (
              frame !== undefined &&
              right > frame.left + frame.width / 2 &&
              left < frame.right - frame.width / 2
            );
          });
          if (drawn || performance.now() - start > 5000) resolve(performance.now() - start);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    share,
  );

async function acceptAndNext(page: Page): Promise<number> {
  const heard = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let pressed = 0;
        window.addEventListener('keydown', (event) => (pressed = event.timeStamp), {
          once: true,
          capture: true,
        });
        const player = document.querySelector('[data-testid="player"]') as HTMLAudioElement;
        const listen = (): void => {
          if (pressed === 0) return;
          player.removeEventListener('playing', listen);
          resolve(performance.now() - pressed);
        };
        player.addEventListener('playing', listen);
      }),
  );
  await page.waitForTimeout(30);
  await page.keyboard.press('Enter');
  return heard;
}

async function measureWindow(project: string): Promise<void> {
  const running = await launchRolecall({ project, userData: join(folder, 'user-data') });
  const { app, page } = running;
  try {
    await page.getByTestId('episode-row-evening-0').dblclick();
    await page.getByTestId('detail').waitFor();
    await page.waitForTimeout(3000);
    tell('frames, the list scrolled', await frames(page, '[data-testid="utterance-list"]', 90));
    tell('frames, the waveform scrolled', await frames(page, '[data-testid="waveform"]', 60));
    const jumps: number[] = [];
    for (const share of [0.93, 0.11, 0.57, 0.31, 0.78, 0.02, 0.66, 0.45, 0.88, 0.24])
      jumps.push(await jump(page, share));
    tell('a jump until its waveform stands', jumps);
    const nexts: number[] = [];
    for (let count = 0; count < 30; count += 1) nexts.push(await acceptAndNext(page));
    tell('accept, until the next is heard', nexts);
    const memory = await app.evaluate(({ app: inside }) =>
      inside
        .getAppMetrics()
        .map(({ type, memory: used }) => ({ type, megabytes: Math.round(used.workingSetSize / 1024) })),
    );
    for (const { type, megabytes } of memory) console.log(`memory, ${type}: ${megabytes} MB`);
  } finally {
    await running.close();
  }
}

async function measureOpening(): Promise<void> {
  const million = await makeProject('million', 100);
  const start = performance.now();
  const opened = openProject(million);
  const { utterances } = summarise(opened);
  console.log(
    `open a project of ${utterances} utterances: ${((performance.now() - start) / 1000).toFixed(2)} s`,
  );
  opened.close();
}

try {
  if (process.argv.includes('--million')) await measureOpening();
  const project = await makeProject('long', 1);
  await makeSound(project);
  if (needsOwnDisplay()) {
    await withInvisibleDisplay(async (env: NodeJS.ProcessEnv) => {
      Object.assign(process.env, env);
      await measureWindow(project);
    });
  } else await measureWindow(project);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
