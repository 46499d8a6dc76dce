import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type RunEnd, runCli } from '../killed-runs.ts';
import { type Fault, findingsOf, freshProject, type Night, unless, untilTold } from './night.ts';

/** Megabytes of the small disk: the whole project of an undisturbed run takes about a third of it. */
const DISK_MEGABYTES = 24;

/** Mounts a small disk in memory; null where this machine does not allow it. */
function mountSmallDisk(at: string): { unmount: () => void } | null {
  mkdirSync(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', at], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return {
    unmount: () => {
      execFileSync('umount', ['-l', at], { stdio: 'ignore' });
    },
  };
}

const NOT_ALLOWED = 'this user may not mount a small disk';

/** Fills a disk until only so many bytes are free, whoever else writes to it meanwhile. */
function fill(folder: string, free: number): string {
  const ballast = join(folder, 'ballast');
  rmSync(ballast, { force: true });
  const file = openSync(ballast, 'w');
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(folder);
      const bytes = Math.min(1024 * 1024, bavail * bsize - free);
      if (bytes <= 0) return ballast;
      writeSync(file, Buffer.alloc(bytes, 1));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return ballast;
    throw error;
  } finally {
    closeSync(file);
  }
}

function refusal(run: RunEnd): string[] {
  const said = `${run.stdout}${run.stderr}`;
  return [
    ...unless(run.code === 1 || run.code === 2, `the run on the full disk ended with ${run.code}`),
    ...unless(/The disk is full/.test(said), `it did not say that the disk is full: ${said.slice(-300)}`),
    ...unless(/Free some space and run again/.test(said), 'it did not say what to do'),
  ];
}

/** The whole project lies on a disk on which so many bytes are free when the run begins. */
export async function projectOnFullDisk(night: Night, free: number): Promise<Fault> {
  const title = `the disk of the project full after ${(free / 1e6).toFixed(2)} MB`;
  const at = join(night.folder, 'small-disk');
  const disk = mountSmallDisk(at);
  if (disk === null) return { title, skipped: NOT_ALLOWED, findings: [], seen: '' };
  try {
    const project = freshProject(night, join(at, 'night.rolecall'));
    const ballast = fill(at, free);
    const first = await runCli(['run', project, '--json'], night.temporary);
    rmSync(ballast);
    const second = await runCli(['run', project], night.temporary);
    return {
      title,
      findings: [...refusal(first), ...findingsOf(night, project, second)],
      seen: `ended with ${first.code} after ${(first.milliseconds / 1000).toFixed(1)} s`,
    };
  } finally {
    disk.unmount();
  }
}

/** The disk fills while the run is at work, at a moment that it tells of itself. */
export async function diskFillsMeanwhile(night: Night, moment: RegExp, name: string): Promise<Fault> {
  const title = `the disk of the project fills ${name}`;
  const at = join(night.folder, 'small-disk');
  const disk = mountSmallDisk(at);
  if (disk === null) return { title, skipped: NOT_ALLOWED, findings: [], seen: '' };
  try {
    const project = freshProject(night, join(at, 'night.rolecall'));
    let ballast = '';
    const first = await runCli(
      ['run', project, '--json', '--progress', 'json'],
      night.temporary,
      async (pid, told) => {
        if (await untilTold(told, moment, pid)) ballast = fill(at, 0);
      },
    );
    const met = ballast !== '';
    if (met) rmSync(ballast, { force: true });
    const second = await runCli(['run', project], night.temporary);
    return {
      title,
      findings: [
        ...unless(met, 'the moment was not met'),
        ...refusal(first),
        ...findingsOf(night, project, second),
      ],
      seen: `ended with ${first.code} after ${(first.milliseconds / 1000).toFixed(1)} s`,
    };
  } finally {
    disk.unmount();
  }
}

/** Only the cache is on a full disk; the database has room and records what happened. */
export async function cacheOnFullDisk(night: Night, free: number): Promise<Fault> {
  const title = `the disk of the cache full after ${(free / 1e6).toFixed(2)} MB, that of the database not`;
  const project = freshProject(night);
  const cache = join(project, 'cache');
  const disk = mountSmallDisk(cache);
  if (disk === null) return { title, skipped: NOT_ALLOWED, findings: [], seen: '' };
  try {
    const ballast = fill(cache, free);
    const first = await runCli(['run', project, '--json'], night.temporary);
    const status = await runCli(['status', project, '--json'], night.temporary);
    rmSync(ballast);
    const second = await runCli(['run', project], night.temporary);
    return {
      title,
      findings: [
        ...refusal(first),
        ...unless(/The disk is full/.test(status.stdout), 'the project does not keep the failure'),
        ...findingsOf(night, project, second),
      ],
      seen: `ended with ${first.code}, the failure is listed`,
    };
  } finally {
    disk.unmount();
  }
}

/** The library's disk is taken away while the run is at work, and put back. */
export async function mediaTakenAway(night: Night): Promise<Fault> {
  const project = freshProject(night);
  const away = `${night.library}-taken-away`;
  let first: RunEnd;
  try {
    first = await runCli(
      ['run', project, '--jobs', '1', '--json', '--progress', 'json'],
      night.temporary,
      async (pid, told) => {
        await untilTold(told, /"stage":"audio","fraction":0\.[1-9]/, pid);
        renameSync(night.library, away);
      },
    );
  } finally {
    if (existsSync(away)) renameSync(away, night.library);
  }
  const second = await runCli(['run', project], night.temporary);
  return {
    title: 'the library taken away in the middle of a run, and put back',
    findings: [
      ...unless(first.code === 1, `the run without it ended with ${first.code}, not 1`),
      ...unless(/The media file is missing/.test(first.stdout), 'it did not say what is missing'),
      ...unless(/Put it back at/.test(first.stdout), 'it did not say what to do'),
      ...findingsOf(night, project, second),
    ],
    seen: 'listed as missing, done by the next run',
  };
}

/** A medium that breaks off while it is read, as a network share that goes away; then it is whole again. */
export async function mediaBreaksOff(night: Night): Promise<Fault> {
  const project = freshProject(night);
  const kept = join(night.folder, 'kept-media');
  const name = readdirSync(night.library).find((each) => each.endsWith('.mkv')) ?? '';
  const media = join(night.library, name);
  const { size, atime, mtime } = statSync(media);
  copyFileSync(media, kept);
  let first: RunEnd;
  try {
    truncateSync(media, Math.floor(size / 2));
    first = await runCli(['run', project, '--json'], night.temporary);
  } finally {
    copyFileSync(kept, media);
    utimesSync(media, atime, mtime);
    rmSync(kept);
  }
  const second = await runCli(['run', project], night.temporary);
  return {
    title: 'a medium that breaks off, and is whole again',
    findings: [
      ...unless(first.code === 1, `the run with half of it ended with ${first.code}, not 1`),
      ...unless(/breaks off/.test(first.stdout), 'it did not say that it breaks off'),
      ...findingsOf(night, project, second),
    ],
    seen: 'listed, done by the next run',
  };
}
