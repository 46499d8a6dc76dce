import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { engineEnvironment } from '../../../scripts/lib/engine-environment.mjs';

/** What a command and all processes it started used. */
export interface Usage {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** Greatest sum of the resident memory of all processes at one moment; shared pages count in each. */
  readonly peakBytes: number;
  /** The resident memory of each program at that moment. */
  readonly peakBytesOf: Readonly<Record<string, number>>;
  /** Greatest sum of the proportional set sizes, where shared pages are divided among their users. */
  readonly peakProportionalBytes: number;
  /** Seconds of CPU by program: `engine`, `inference`, `ffmpeg`, `ffprobe`. */
  readonly cpu: Readonly<Record<string, number>>;
}

const TICKS = 100;
const PAGE = 4096;
const EVERY_MILLISECONDS = 50;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly bytes: number;
}

/** One line of /proc/PID/stat; null where the process just ended. */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]),
      bytes: Number(fields[21]) * PAGE,
    };
  } catch {
    return null;
  }
}

/** Seconds of CPU that a process has used so far. */
export const cpuSeconds = (pid: number): number => (statOf(pid)?.ticks ?? 0) / TICKS;

function proportionalBytes(pid: number): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'));
    return Number(line?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The process and everything below it. */
export function processTree(root: number): Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const found = all.filter(({ pid }) => pid === root);
  for (let at = 0; at < found.length; at += 1) {
    found.push(...all.filter(({ parent }) => parent === (found[at] as Stat).pid));
  }
  return found;
}

function programOf(pid: number, root: number): string {
  if (pid === root) return 'engine';
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
    return /ffprobe|ffmpeg|inference/.exec(command)?.[0] ?? 'other';
  } catch {
    return 'other';
  }
}

/** Runs a command to its end and measures it and all its children from /proc (Linux). */
export async function measured(
  command: readonly string[],
  options: {
    readonly env?: NodeJS.ProcessEnv;
    readonly onStart?: (child: ChildProcess) => void;
    readonly onStderr?: (text: string) => void;
  } = {},
): Promise<Usage> {
  const [program, ...args] = command as [string, ...string[]];
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // As the launcher starts the engine (bin/rolecall.mjs).
    env: { ...engineEnvironment(), ...options.env },
  });
  options.onStart?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(text);
  });
  const root = child.pid ?? 0;
  const ticks = new Map<number, { program: string; ticks: number }>();
  let peakBytes = 0;
  let peakBytesOf: Record<string, number> = {};
  let peakProportionalBytes = 0;
  let samples = 0;
  const timer = setInterval(() => {
    const tree = processTree(root);
    for (const each of tree) {
      const known = ticks.get(each.pid);
      // A fork has its parent's command line until it starts its own program.
      const program =
        known === undefined || known.program === 'other' ? programOf(each.pid, root) : known.program;
      ticks.set(each.pid, { program, ticks: each.ticks });
    }
    const bytesOf: Record<string, number> = {};
    for (const { pid, bytes } of tree) {
      const program = ticks.get(pid)?.program ?? 'other';
      bytesOf[program] = (bytesOf[program] ?? 0) + bytes;
    }
    const bytes = Object.values(bytesOf).reduce((sum, each) => sum + each, 0);
    if (bytes > peakBytes) {
      peakBytes = bytes;
      peakBytesOf = bytesOf;
    }
    samples += 1;
    if (samples % 10 === 0) {
      peakProportionalBytes = Math.max(
        peakProportionalBytes,
        tree.reduce((sum, { pid }) => sum + proportionalBytes(pid), 0),
      );
    }
  }, EVERY_MILLISECONDS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  const cpu: Record<string, number> = {};
  for (const each of ticks.values()) cpu[each.program] = (cpu[each.program] ?? 0) + each.ticks / TICKS;
  return {
    code,
    stdout,
    stderr,
    seconds: (performance.now() - started) / 1000,
    peakBytes,
    peakBytesOf,
    peakProportionalBytes,
    cpu,
  };
}

export const rolecall = (...args: readonly string[]): string[] => [
  process.execPath,
  new URL('../../../main/cli/main.ts', import.meta.url).pathname,
  ...args,
];
