import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findTools } from '../../main/media/index.ts';
import { seededRandom } from '../../main/model/index.ts';
import { canonicalDump, checkDatabase, openDatabase } from '../../main/store/index.ts';
import { makeShortLibrary } from './short-library.ts';

export interface RunEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

const CLI = new URL('../../main/cli/main.ts', import.meta.url).pathname;

/** Runs the command line in a process of its own; `meanwhile` may disturb it. */
export async function runCli(
  args: readonly string[],
  temporary: string,
  meanwhile: (pid: number, told: () => string) => Promise<void> | void = () => {},
  environment: NodeJS.ProcessEnv = {},
): Promise<RunEnd> {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary, ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await meanwhile(child.pid ?? 0, () => stderr);
  const [code] = await ended;
  return { code, stdout, stderr, milliseconds: performance.now() - started };
}

/** What a project knows, without what differs between two runs that found the same. */
export function dumpOf(project: string): { lines: string[]; faults: string[] } {
  const database = openDatabase(project);
  try {
    return { lines: [...canonicalDump(database)], faults: checkDatabase(database) };
  } finally {
    database.close();
  }
}

/** Files below a folder that only unfinished work leaves: none after a run. */
export const leftovers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.part(-\w+)?$|\.s16$/.test(name),
  );

/** Processes that still work on a folder. */
export function workersOn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ');
        return command.includes(folder) && /ffmpeg|ffprobe|main\/cli/.test(command) ? [command] : [];
      } catch {
        return [];
      }
    });
}

export interface KilledRuns {
  /** Runs that were killed before they ended by themselves. */
  readonly killed: number;
  readonly undisturbedMilliseconds: number;
  /** What was not as it should be, one sentence each. */
  readonly faults: string[];
  /** How many kills fell on which part of a run. */
  readonly moments: Readonly<Record<string, number>>;
}

/** What a run was busy with when it wrote the last of `--progress json`. */
export function busyWith(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) return 'starting';
  const told = JSON.parse(last) as {
    phase: string;
    running: boolean;
    active: { stage: string; fraction: number }[];
  };
  if (!told.running) return 'ending';
  if (told.phase !== 'episodes') return told.phase;
  const stages = told.active.map(({ stage, fraction }) =>
    stage === 'embedding' && fraction === 1 ? 'storing' : stage,
  );
  return stages.length === 0 ? 'between episodes' : [...new Set(stages)].sort().join(' and ');
}

/** Titles that `status` shows as waiting or worked on: none where no run is at work. */
async function stillAtWork(project: string, temporary: string): Promise<string[]> {
  const { stdout } = await runCli(['status', project, '--json'], temporary);
  const { episodes } = JSON.parse(stdout) as { episodes: { title: string; status: string }[] };
  return episodes.filter(({ status }) => /queued|running/.test(status)).map(({ title }) => title);
}

/** Whether a process lives; one that ended is waited for by nobody. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Milliseconds that a kill falls behind the step that it waited for, at most. */
const LATEST_AFTER_A_STEP = 120;

/** Ends the engine with SIGKILL at random moments; each time a second run must end as an undisturbed one does. */
export async function killRuns(
  folder: string,
  options: { readonly kills: number; readonly seed: number; readonly onKill?: (told: string) => void },
): Promise<KilledRuns> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const library = await makeShortLibrary(join(folder, 'library'));
  const fresh = join(folder, 'fresh.rolecall');
  const project = join(folder, 'night.rolecall');
  // The same program in all runs: another ffmpeg, installed meanwhile, gives samples that differ in the last bit.
  const { ffmpeg, ffprobe } = await findTools();
  const environment = { ROLECALL_FFMPEG: ffmpeg.path, ROLECALL_FFPROBE: ffprobe.path };
  const made = await runCli(['init', fresh, '--library', library], temporary);
  if (made.code !== 0) throw new Error(made.stderr);
  const renew = (): void => {
    rmSync(project, { recursive: true, force: true });
    cpSync(fresh, project, { recursive: true });
  };
  renew();
  const undisturbed = await runCli(['run', project, '--progress', 'json'], temporary, undefined, environment);
  if (undisturbed.code !== 0) throw new Error(undisturbed.stderr);
  const expected = dumpOf(project).lines.join('\n');
  const random = seededRandom(options.seed);
  const faults: string[] = [];
  const moments: Record<string, number> = {};
  const steps = undisturbed.stderr.trim().split('\n').length;
  let milliseconds = undisturbed.milliseconds;
  let killed = 0;
  for (let kill = 0; kill < options.kills; kill += 1) {
    renew();
    // Every second one by what the run tells of itself: the clock alone seldom meets the short stages.
    const step = kill % 2 === 0 ? 0 : Math.ceil(random() * steps);
    const pause = random() * (step === 0 ? milliseconds : LATEST_AFTER_A_STEP);
    let moment = 0;
    const meanwhile = async (pid: number, told: () => string): Promise<void> => {
      const started = performance.now();
      const waits = (): boolean => step > 0 && told().split('\n').length <= step;
      while (waits() && isThere(pid) && performance.now() - started < 3 * milliseconds) await sleep(2);
      for (const until = performance.now() + pause; isThere(pid) && performance.now() < until; )
        await sleep(2);
      moment = performance.now() - started;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It had ended.
      }
    };
    const first = await runCli(['run', project, '--progress', 'json'], temporary, meanwhile, environment);
    const part = first.code === null ? busyWith(first.stderr) : 'ended';
    moments[part] = (moments[part] ?? 0) + 1;
    if (first.code === null) killed += 1;
    const unfinished = first.code === null ? await stillAtWork(project, temporary) : [];
    const second = await runCli(['run', project], temporary, undefined, environment);
    // Other work on the machine makes runs slower and quicker.
    milliseconds = (milliseconds + Math.max(second.milliseconds, undisturbed.milliseconds)) / 2;
    const { lines, faults: damage } = dumpOf(project);
    const told = [
      ...(second.code === 0
        ? []
        : [`the run after it ended with ${second.code}: ${second.stderr.slice(-300)}`]),
      ...(lines.join('\n') === expected ? [] : ['the store differs']),
      ...unfinished.map((title) => `${title} showed as at work after the kill`),
      ...damage.map((fault) => `the database: ${fault}`),
      ...leftovers(project).map((name) => `${name} was left`),
      ...readdirSync(temporary).map((name) => `${name} was left in the temporary folder`),
    ];
    for (const fault of told)
      faults.push(`kill ${kill + 1} after ${Math.round(moment)} ms (${part}): ${fault}`);
    options.onKill?.(
      `${kill + 1} of ${options.kills}: after ${Math.round(moment)} ms (${part}), ${told.length === 0 ? 'the same' : told.join('; ')}`,
    );
  }
  await sleep(500);
  for (const command of workersOn(folder)) faults.push(`still at work: ${command}`);
  if (!existsSync(project)) faults.push('the project is gone');
  return { killed, undisturbedMilliseconds: undisturbed.milliseconds, faults, moments };
}
