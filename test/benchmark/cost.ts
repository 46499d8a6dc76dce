// npm run bench:cost: what clean lines (sound judge, measures, cepstra, choice of channels, words) add to a night.
// The same library is run with all of it, without all of it, and with each part alone left out, in turn.
// Usage: npm run bench:cost -- [--library DIR] [--episodes N] [--minutes N] [--rounds N] [--jobs N] [--json]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LEFT_OUT, PARTS } from './cost/leave-out.ts';
import { makeLibrary } from './pipeline/library.ts';
import { measured, rolecall } from './pipeline/processes.ts';

interface Cost {
  readonly cpuSeconds: number;
  readonly clockSeconds: number;
}

const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    episodes: { type: 'string', default: '6' },
    minutes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    jobs: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-cost-'));
const preload = new URL('cost/leave-out.ts', import.meta.url).href;

/** One night over a fresh project of the library. */
async function night(library: string, leftOut: readonly string[]): Promise<Cost & { audioSeconds: number }> {
  const project = join(folder, 'cost.rolecall');
  const made = await measured(rolecall('init', project, '--library', library, '--json'));
  if (made.code !== 0) throw new Error(made.stderr);
  const [node, ...command] = rolecall(
    'run',
    project,
    '--json',
    ...(values.jobs === undefined ? [] : ['--jobs', values.jobs]),
  );
  const usage = await measured([node as string, '--import', preload, ...command], {
    env: { [LEFT_OUT]: leftOut.join(',') },
  });
  rmSync(project, { recursive: true, force: true });
  if (usage.code !== 0) throw new Error(usage.stderr);
  const { episodes } = JSON.parse(usage.stdout) as { episodes: { audioSeconds: number }[] };
  return {
    cpuSeconds: Object.values(usage.cpu).reduce((sum, each) => sum + each, 0),
    clockSeconds: usage.seconds,
    audioSeconds: episodes.reduce((sum, each) => sum + each.audioSeconds, 0),
  };
}

const middle = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
};
/** The median of the rounds. */
const typical = (costs: readonly Cost[]): Cost => ({
  cpuSeconds: middle(costs.map(({ cpuSeconds }) => cpuSeconds)),
  clockSeconds: middle(costs.map(({ clockSeconds }) => clockSeconds)),
});
const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

try {
  const names = Object.keys(PARTS);
  const library =
    values.library ??
    (
      await makeLibrary(join(folder, 'library'), {
        episodes: Number(values.episodes),
        minutes: Number(values.minutes),
      })
    ).folder;
  const plans: Record<string, readonly string[]> = {
    with: [],
    without: names,
    ...Object.fromEntries(names.map((name) => [name, [name]])),
  };
  // The file system's cache and the compile cache are warm for the first that counts.
  const { audioSeconds } = await night(library, []);
  const found: Record<string, Cost[]> = Object.fromEntries(Object.keys(plans).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, leftOut] of Object.entries(plans)) {
      const cost = await night(library, leftOut);
      found[name]?.push(cost);
      if (!values.json)
        console.log(
          `round ${round + 1}, ${leftOut.length === 0 ? 'everything' : `without ${leftOut.join(', ')}`}: ${cost.cpuSeconds.toFixed(1)} s of CPU, ${cost.clockSeconds.toFixed(1)} s`,
        );
    }
  }
  const of = Object.fromEntries(Object.entries(found).map(([name, costs]) => [name, typical(costs)]));
  const { with: whole, without: bare } = of as { with: Cost; without: Cost };
  const hours = audioSeconds / 3600;
  const added = {
    cpu: whole.cpuSeconds / bare.cpuSeconds - 1,
    clock: whole.clockSeconds / bare.clockSeconds - 1,
  };
  const byPart = Object.fromEntries(
    names.map((name) => [name, (whole.cpuSeconds - (of[name] as Cost).cpuSeconds) / hours]),
  );
  if (values.json) {
    console.log(JSON.stringify({ hours, rounds, whole, bare, added, cpuSecondsAnHourByPart: byPart }));
  } else {
    console.log(`${hours.toFixed(2)} h of sound, medians of ${rounds} rounds, for each hour of it:`);
    for (const [name, cost] of [['with all of it', whole] as const, ['without', bare] as const])
      console.log(
        `  ${name.padEnd(15)} ${(cost.cpuSeconds / hours).toFixed(1)} s of CPU, ${(cost.clockSeconds / hours).toFixed(1)} s by the clock`,
      );
    console.log(`  added: ${percent(added.cpu)} of CPU, ${percent(added.clock)} by the clock (at most 15%)`);
    for (const [name, seconds] of Object.entries(byPart))
      console.log(`    ${name.padEnd(9)} ${seconds.toFixed(2)} s of CPU`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
