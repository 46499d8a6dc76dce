import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunEnd, runCli } from '../killed-runs.ts';
import { tools } from '../media.ts';
import { childOf, type Fault, findingsOf, freshProject, type Night, unless, untilTold } from './night.ts';

const DECODES = /ffmpeg.*pipe:3/;
const INFERS = /inference-process/;

/** Seconds of silence after which a program is given up in these runs. */
const TIME_LIMIT = '4';

/** Sends a signal to a program that the engine started, while it is at work; the same run must get over it. */
async function signalled(
  night: Night,
  title: string,
  command: RegExp,
  signal: NodeJS.Signals,
  environment: NodeJS.ProcessEnv = {},
): Promise<Fault> {
  const project = freshProject(night);
  let hit = false;
  const run = await runCli(
    ['run', project, '--progress', 'json'],
    night.temporary,
    async (pid, told) => {
      const child = await childOf(pid, command);
      if (child === null) return;
      // Not at its very start: some of its work must be lost.
      await untilTold(told, /"stage":"audio","fraction":0\.[1-9]/, pid);
      try {
        process.kill(child, signal);
        hit = true;
      } catch {
        hit = false;
      }
    },
    environment,
  );
  return {
    title,
    findings: [...unless(hit, 'it was not met at work'), ...findingsOf(night, project, run)],
    seen: `the same run got over it, ${(run.milliseconds / 1000).toFixed(1)} s`,
  };
}

export const ffmpegKilled = (night: Night): Promise<Fault> =>
  signalled(night, 'ffmpeg killed in the middle of decoding', DECODES, 'SIGKILL');

export const ffmpegHangs = (night: Night): Promise<Fault> =>
  signalled(night, 'ffmpeg hangs in the middle of decoding', DECODES, 'SIGSTOP', {
    ROLECALL_TIME_LIMIT: TIME_LIMIT,
  });

export const inferenceKilled = (night: Night): Promise<Fault> =>
  signalled(night, 'an inference process killed', INFERS, 'SIGKILL');

export const inferenceHangs = (night: Night): Promise<Fault> =>
  signalled(night, 'an inference process hangs', INFERS, 'SIGSTOP', { ROLECALL_TIME_LIMIT: TIME_LIMIT });

/** An ffmpeg that never answers when it is to decode: every episode is listed with what to do, and nothing waits for ever. */
export async function ffmpegAlwaysHangs(night: Night): Promise<Fault> {
  const project = freshProject(night);
  const { ffmpeg } = await tools();
  const fake = join(night.folder, 'ffmpeg-that-hangs');
  writeFileSync(
    fake,
    `#!/bin/sh\ncase "$*" in *pipe:1*) sleep 1000;; *) exec "${ffmpeg.path}" "$@";; esac\n`,
  );
  chmodSync(fake, 0o755);
  const first = await runCli(['run', project, '--json'], night.temporary, () => {}, {
    ROLECALL_FFMPEG: fake,
    ROLECALL_TIME_LIMIT: '1',
  });
  const second = await runCli(['run', project], night.temporary);
  return {
    title: 'an ffmpeg that always hangs, then one that works',
    findings: [
      ...unless(first.code === 1, `the run with it ended with ${first.code}, not 1`),
      ...unless(/given up/.test(first.stdout), 'the failure does not say that it was given up'),
      ...unless(/on a disk that answers/.test(first.stdout), 'the failure does not say what to do'),
      ...findingsOf(night, project, second),
    ],
    seen: `given up after ${(first.milliseconds / 1000).toFixed(1)} s, three attempts each`,
  };
}

/** Two runs at once: the second refuses and the first is not disturbed; what a killed run holds is taken over. */
export async function twoRuns(night: Night): Promise<Fault> {
  const project = freshProject(night);
  let refused: RunEnd | null = null;
  const first = await runCli(['run', project, '--progress', 'json'], night.temporary, async (pid, told) => {
    if (await untilTold(told, /"phase":"episodes"/, pid))
      refused = await runCli(['run', project, '--json'], night.temporary);
  });
  const { code, stdout, stderr } = (refused as RunEnd | null) ?? { code: null, stdout: '', stderr: 'never' };
  return {
    title: 'two runs at once',
    findings: [
      ...unless(code === 2, `the second run ended with ${code}, not 2`),
      ...unless(stdout === '', 'the second run printed a document'),
      ...unless(/Another run works on this project \(process \d+ on /.test(stderr), `it said: ${stderr}`),
      ...findingsOf(night, project, first),
    ],
    seen: stderr.trim().split('\n').at(-1) ?? '',
  };
}

/** A lock that another machine left behind, such as a container that is gone: it gives no sign of life. */
export async function lockLeftElsewhere(night: Night): Promise<Fault> {
  const project = freshProject(night);
  const { openDatabase } = await import('../../../main/store/index.ts');
  const database = openDatabase(project);
  database
    .prepare(`INSERT INTO run_lock VALUES (1, 7, 'a-container-that-is-gone', '12', ?, 3, NULL)`)
    .run(new Date().toISOString());
  database.close();
  const run = await runCli(['run', project], night.temporary);
  return {
    title: 'a lock left by a machine that is gone',
    findings: [
      ...unless(/Another machine held this project/.test(run.stderr), 'it was not said'),
      ...findingsOf(night, project, run),
    ],
    seen: `taken over, ${(run.milliseconds / 1000).toFixed(1)} s`,
  };
}

/** Paused, reordered, resumed: from other processes, while the run is at work. */
export async function pausedAndResumed(night: Night): Promise<Fault> {
  const project = freshProject(night);
  const findings: string[] = [];
  const run = await runCli(
    ['run', project, '--jobs', '1', '--progress', 'json'],
    night.temporary,
    async (pid, told) => {
      await untilTold(told, /"stage":"audio"/, pid);
      const paused = await runCli(['pause', project], night.temporary);
      findings.push(...unless(paused.code === 0, `pause ended with ${paused.code}: ${paused.stderr}`));
      await untilTold(told, /"paused":true/, pid);
      await sleep(400);
      const before = told().length;
      await sleep(1500);
      const moved = told().length - before;
      findings.push(...unless(moved < 3000, `it went on while it was paused (${moved} bytes told)`));
      const resumed = await runCli(['resume', project], night.temporary);
      findings.push(...unless(resumed.code === 0, `resume ended with ${resumed.code}: ${resumed.stderr}`));
    },
  );
  return {
    title: 'paused and resumed from another process',
    findings: [...findings, ...findingsOf(night, project, run)],
    seen: `${(run.milliseconds / 1000).toFixed(1)} s`,
  };
}

/** Cancelled from another process: exit code 130, and the next run goes on. */
export async function cancelledFromElsewhere(night: Night): Promise<Fault> {
  const project = freshProject(night);
  const first = await runCli(['run', project, '--progress', 'json'], night.temporary, async (pid, told) => {
    await untilTold(told, /"stage":"audio","fraction":0\.[1-9]/, pid);
    await runCli(['cancel', project], night.temporary);
  });
  const second = await runCli(['run', project], night.temporary);
  return {
    title: 'cancelled from another process, then run again',
    findings: [
      ...unless(first.code === 130, `the cancelled run ended with ${first.code}, not 130`),
      ...findingsOf(night, project, second),
    ],
    seen: `cancelled after ${(first.milliseconds / 1000).toFixed(1)} s`,
  };
}
