import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect } from 'vitest';
import { z } from 'zod';

const program = join(import.meta.dirname, '..', '..', 'main', 'cli', 'main.ts');

export interface Finished {
  /** The exit code, or null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCommand {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly finished: Promise<Finished>;
}

/** Starts `rolecall ...args` as a child process, without the launcher. Its input is closed. */
export function startRolecall(args: readonly string[]): StartedCommand {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (stream: Readable): (() => string) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString('utf8');
  };
  const stdout = read(child.stdout);
  const stderr = read(child.stderr);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: stdout(), stderr: stderr() }));
  });
  return { process: child, finished };
}

/** Runs `rolecall ...args` to its end. */
export const rolecall = (...args: readonly string[]): Promise<Finished> => startRolecall(args).finished;

/** Runs a command with `--json` and holds it to the contract: this exit code, one document of this shape, no more. */
export async function rolecallJson<T extends z.ZodType>(
  shape: T,
  args: readonly string[],
  code = 0,
): Promise<z.output<T>> {
  const finished = await rolecall(...args, '--json');
  expect(finished.code, finished.stderr).toBe(code);
  return documentOf(shape, finished);
}

/** The one document that a command printed. */
export function documentOf<T extends z.ZodType>(shape: T, { stdout }: Finished): z.output<T> {
  expect(stdout.endsWith('\n')).toBe(true);
  return shape.parse(JSON.parse(stdout));
}

/** Seconds of the contract: a number with at most 3 decimals. */
export const seconds = z
  .number()
  .min(0)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6, 'more than 3 decimals');
