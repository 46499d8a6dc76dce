import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../../../main/store/index.ts';
import { runCli } from '../killed-runs.ts';
import { type Fault, findingsOf, freshProject, type Night, unless } from './night.ts';

/**
 * Sets the clock that a process reads, with `node --import`: `Date` is what the code reads it through (the time for
 * measuring is the kernel's own, which nobody can set). It shows the right time at first and jumps after a while.
 */
const jumpingClock = (afterMilliseconds: number, bySeconds: number): string => `
  const Real = globalThis.Date;
  const started = performance.now();
  const shift = () => performance.now() - started < ${afterMilliseconds} ? 0 : ${bySeconds * 1000};
  class Shifted extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + shift());
      else super(...given);
    }
    static now() { return Real.now() + shift(); }
  }
  globalThis.Date = Shifted;
`;

async function withClock(
  night: Night,
  title: string,
  jumps: readonly { readonly after: number; readonly by: number }[],
  args: readonly string[] = [],
): Promise<Fault> {
  const project = freshProject(night);
  const findings: string[] = [];
  let last = await runCli(['status', project], night.temporary);
  for (const [index, { after, by }] of jumps.entries()) {
    const clock = join(night.folder, `clock-${index}.mjs`);
    writeFileSync(clock, jumpingClock(after, by));
    last = await runCli(['run', project, '--progress', 'json', ...args], night.temporary, () => {}, {
      NODE_OPTIONS: `--import ${clock}`,
    });
    const told = last.stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { fraction: number; secondsLeft: number | null });
    const fractions = told.map(({ fraction }) => fraction);
    findings.push(
      ...unless(
        fractions.every((value, at) => value >= (fractions[at - 1] ?? 0)),
        'the progress went back',
      ),
      ...unless(
        told.every(({ secondsLeft }) => secondsLeft === null || (secondsLeft >= 0 && secondsLeft < 3600)),
        'the time left was told wrong',
      ),
    );
  }
  return {
    title,
    findings: [
      ...findings,
      ...unless(listBackups(project).length === jumps.length, 'not every run began with a backup'),
      ...findingsOf(night, project, last),
    ],
    seen: `${(last.milliseconds / 1000).toFixed(1)} s`,
  };
}

const DAY = 86_400;

export const clockSetBack = (night: Night): Promise<Fault> =>
  withClock(night, 'the clock set back by a day in the middle of a run', [
    { after: night.milliseconds / 3, by: -DAY },
  ]);

export const clockSetForward = (night: Night): Promise<Fault> =>
  withClock(night, 'the clock set forward by ten years in the middle of a run', [
    { after: night.milliseconds / 3, by: 3650 * DAY },
  ]);
