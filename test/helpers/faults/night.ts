import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dumpOf, leftovers, type RunEnd, runCli } from '../killed-runs.ts';
import { makeShortLibrary } from '../short-library.ts';

/** A project before its first run, and what an undisturbed run makes of it. */
export interface Night {
  readonly folder: string;
  readonly library: string;
  /** Kept as `rolecall init` made it; copied for every fault. */
  readonly fresh: string;
  readonly temporary: string;
  readonly expected: string;
  readonly milliseconds: number;
}

/** One thing that goes wrong, and what was not as it should be after it: one sentence each. */
export interface Fault {
  readonly title: string;
  /** Said instead where this machine cannot show it. */
  readonly skipped?: string;
  readonly findings: readonly string[];
  /** What was seen, for who reads along. */
  readonly seen: string;
}

export async function prepareNight(folder: string): Promise<Night> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const library = await makeShortLibrary(join(folder, 'library'));
  const fresh = join(folder, 'fresh.rolecall');
  const made = await runCli(['init', fresh, '--library', library], temporary);
  if (made.code !== 0) throw new Error(made.stderr);
  const project = join(folder, 'undisturbed.rolecall');
  cpSync(fresh, project, { recursive: true });
  const run = await runCli(['run', project], temporary);
  if (run.code !== 0) throw new Error(run.stderr);
  const { lines } = dumpOf(project);
  rmSync(project, { recursive: true });
  return {
    ...{ folder, library, fresh, temporary, milliseconds: run.milliseconds },
    expected: lines.join('\n'),
  };
}

/** A copy of the project before its first run, at a place of its own. */
export function freshProject(night: Night, at = join(night.folder, 'night.rolecall')): string {
  rmSync(at, { recursive: true, force: true });
  cpSync(night.fresh, at, { recursive: true });
  return at;
}

/** What a project must be after its last run: as an undisturbed one, sound, and without unfinished files. */
export function findingsOf(night: Night, project: string, last: RunEnd): string[] {
  const { lines, faults } = dumpOf(project);
  return [
    ...(last.code === 0 ? [] : [`the last run ended with ${last.code}: ${last.stderr.slice(-400)}`]),
    ...(lines.join('\n') === night.expected ? [] : ['the store differs from that of an undisturbed run']),
    ...faults.map((fault) => `the database: ${fault}`),
    ...leftovers(project).map((name) => `${name} was left`),
    ...readdirSync(night.temporary).map((name) => `${name} was left in the temporary folder`),
  ];
}

/** Says what is wanted and was not so. */
export const unless = (isSo: boolean, finding: string): string[] => (isSo ? [] : [finding]);

/** Waits until a run told something of itself (`--progress json`), or ended. */
export async function untilTold(told: () => string, wanted: RegExp, pid: number): Promise<boolean> {
  while (isRunning(pid)) {
    if (wanted.test(told())) return true;
    await sleep(5);
  }
  return false;
}

const isRunning = (pid: number): boolean => statusOf(pid) !== null;

/** Parent and command of a process; null where it is gone. */
function statusOf(pid: number): { parent: number; command: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (after[0] === 'Z') return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
    return { parent: Number(after[1]), command };
  } catch {
    return null;
  }
}

/** The children of a process whose command fits. */
export function childrenOf(pid: number, command: RegExp): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      const status = statusOf(each);
      return status?.parent === pid && command.test(status.command);
    });
}

/** Waits for a child whose command fits; null where the process ended before there was one. */
export async function childOf(pid: number, command: RegExp): Promise<number | null> {
  while (isRunning(pid)) {
    const [child] = childrenOf(pid, command);
    if (child !== undefined) return child;
    await sleep(2);
  }
  return null;
}
