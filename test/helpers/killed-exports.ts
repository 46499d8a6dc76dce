import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../main/model/index.ts';
import { contentOf } from './folder-hash.ts';
import { runCli, workersOn } from './killed-runs.ts';
import { makeShortLibrary } from './short-library.ts';

export interface KilledExports {
  /** Exports that were killed before they ended by themselves. */
  readonly killed: number;
  readonly undisturbedMilliseconds: number;
  /** What was not as it should be, one sentence each. */
  readonly faults: string[];
  /** What the target held after how many of the kills. */
  readonly held: Readonly<Record<string, number>>;
}

const FORMATS = 'audiofolder,parquet,webdataset,jsonl,recipe';
/** Milliseconds that a kill falls behind the manifest, at most: within them the new dataset takes the old one's place. */
const AFTER_THE_MANIFEST = 30;

/**
 * Ends exports with SIGKILL at random moments. A third of them falls anywhere in the run, a third after the first file,
 * a third at the end, where the new dataset takes the place of the old one. After each, the target must hold the old
 * dataset or the new one, whole; the next export must give what an undisturbed one gives; nothing may stay beside it.
 */
export async function killExports(
  folder: string,
  options: { readonly kills: number; readonly seed: number; readonly onKill?: (told: string) => void },
): Promise<KilledExports> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const call = async (...args: string[]): Promise<number> => {
    const { code, stderr, milliseconds } = await runCli(args, temporary);
    if (code !== 0) throw new Error(stderr);
    return milliseconds;
  };
  const project = join(folder, 'night.rolecall');
  await call('init', project, '--library', await makeShortLibrary(join(folder, 'library')));
  await call('run', project);
  const target = join(folder, 'exports', 'out');
  const wanted = ['export', project, target, '--format', FORMATS, '--rate', '24000', '--enhance', 'rnnoise'];
  const milliseconds = await call(...wanted);
  const whole = { new: wholeOf(target), old: '' };
  rmSync(target, { recursive: true });
  const old = join(folder, 'old');
  await call('export', project, old, '--format', 'jsonl,audiofolder');
  whole.old = wholeOf(old);
  if (whole.old === whole.new) throw new Error('the two datasets are the same');

  const random = seededRandom(options.seed);
  const faults: string[] = [];
  const held: Record<string, number> = {};
  let killed = 0;
  for (let kill = 0; kill < options.kills; kill += 1) {
    rmSync(join(folder, 'exports'), { recursive: true, force: true });
    cpSync(old, target, { recursive: true });
    const waitsFor = [null, `${target}.part`, join(`${target}.part`, 'manifest.json')][kill % 3] ?? null;
    const pause = random() * (kill % 3 === 2 ? AFTER_THE_MANIFEST : milliseconds);
    const { code } = await runCli(wanted, temporary, async (pid) => {
      const started = performance.now();
      while (waitsFor !== null && !existsSync(waitsFor) && performance.now() - started < 3 * milliseconds) {
        await sleep(1);
      }
      await sleep(pause);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It had ended.
      }
    });
    if (code === null) killed += 1;
    for (let wait = 0; workersOn(folder).length > 0 && wait < 100; wait += 1) await sleep(50);
    const holds = heldBy(target, whole);
    const said = code === null ? holds : `${holds} (it had ended)`;
    held[said] = (held[said] ?? 0) + 1;
    const fault = (what: string): unknown =>
      faults.push(`kill ${kill + 1}, after ${pause.toFixed(0)} ms: ${what}`);
    if (holds.startsWith('something')) fault(`the target holds ${holds}`);
    for (const left of workersOn(folder)) fault(`still at work: ${left}`);
    const again = await runCli(wanted, temporary);
    if (again.code !== 0) fault(`the next export ended with ${again.code}: ${again.stderr.slice(-200)}`);
    else if (wholeOf(target) !== whole.new) fault('the next export gave something else');
    const beside = readdirSync(join(folder, 'exports')).filter((name) => name !== 'out');
    if (beside.length > 0) fault(`left beside the target: ${beside.join(', ')}`);
    const passing = readdirSync(temporary);
    if (passing.length > 0) fault(`left among temporary files: ${passing.join(', ')}`);
    for (const name of passing) rmSync(join(temporary, name), { recursive: true, force: true });
    options.onKill?.(`kill ${kill + 1}: ${said}`);
  }
  return { killed, undisturbedMilliseconds: milliseconds, faults, held };
}

const wholeOf = (folder: string): string => JSON.stringify(contentOf(folder));

/** What the target holds: one of the whole datasets, or what an interruption may leave between two renames. */
function heldBy(target: string, whole: { readonly old: string; readonly new: string }): string {
  const hash = existsSync(target) ? wholeOf(target) : null;
  if (hash === whole.old) return 'the old dataset';
  if (hash === whole.new) return 'the new dataset';
  const aside = existsSync(`${target}.old`) ? wholeOf(`${target}.old`) : null;
  if (hash === null && aside === whole.old) return 'nothing yet, the old dataset set aside';
  return `something else (${hash === null ? 'nothing' : readdirSync(target).join(', ')})`;
}
