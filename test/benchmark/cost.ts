// npm run bench:cost: what clean lines (sound judge, measures, cepstra, choice of channels, words) add to a night.
// Two nights over the same library run side by side, one job each, one with everything and one with something left
// out: all of it, then each part alone. What slows the machine down slows both, so that their ratio holds.
// Usage: npm run bench:cost -- [--library DIR] [--episodes N] [--minutes N] [--rounds N] [--whole] [--in-turn]
//        [--json]
// Ends with 1 where all of it costs more than 15% of CPU.
//   --whole: all of it only, not each part; for libraries of a night's size
//   --in-turn: one after the other, each with as many jobs as a night has: what the clock says on a quiet machine
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Aims } from '../helpers/aims.ts';
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
    episodes: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    whole: { type: 'boolean', default: false },
    'in-turn': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-cost-'));
const preload = new URL('cost/leave-out.ts', import.meta.url).href;

/** One night over a fresh project of the library. */
async function night(library: string, leftOut: readonly string[]): Promise<Cost & { audioSeconds: number }> {
  const project = join(folder, `without-${leftOut.join('-')}.rolecall`);
  const made = await measured(rolecall('init', project, '--library', library, '--json'));
  if (made.code !== 0) throw new Error(made.stderr);
  const jobs = values['in-turn'] ? [] : ['--jobs', '1'];
  const [node, ...command] = rolecall('run', project, '--json', ...jobs);
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

/** Two nights, side by side unless they are wanted in turn. */
async function two<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  if (!values['in-turn']) return Promise.all(works.map((work) => work()));
  const done: T[] = [];
  for (const work of works) done.push(await work());
  return done;
}

/** Two nights. Seconds of CPU for each hour of sound; by how much the clock of the whole one is longer. */
interface Pair {
  readonly name: string;
  readonly whole: number;
  readonly bare: number;
  readonly clock: number;
}
const ALL = 'all of it';

const middle = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
};
const percent = (value: number): string => `${value < 0 ? '' : '+'}${(100 * value).toFixed(1)}%`;
const told = ({ name, whole, bare, clock }: Pair): string =>
  `${name.padEnd(9)} ${whole.toFixed(1)} s of CPU for each hour of sound, ${bare.toFixed(1)} s without: ${percent(whole / bare - 1)} of CPU, ${percent(clock)} by the clock`;

try {
  const names = Object.keys(PARTS);
  const parts = values.whole ? [] : names;
  const library =
    values.library ??
    (
      await makeLibrary(join(folder, 'library'), {
        episodes: Number(values.episodes),
        minutes: Number(values.minutes),
        // Of one channel there is nothing to choose.
        stereo: true,
      })
    ).folder;
  // The caches of the file system and of compiled sources are warm for the first pair that counts.
  const warm = await two([[], names].map((each) => () => night(library, each)));
  const audioSeconds = warm[0]?.audioSeconds ?? 0;
  const hours = audioSeconds / 3600;
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const leftOut of [names, ...parts.map((name) => [name])]) {
      // Whoever starts first has the machine for itself a moment longer: they take turns.
      const order = round % 2 === 0 ? [[], leftOut] : [leftOut, []];
      const costs = await two(order.map((each) => () => night(library, each)));
      const [whole, bare] = (round % 2 === 0 ? costs : costs.toReversed()) as unknown as [Cost, Cost];
      const name = leftOut.length === 1 ? (leftOut[0] as string) : ALL;
      pairs.push({
        name,
        whole: whole.cpuSeconds / hours,
        bare: bare.cpuSeconds / hours,
        clock: whole.clockSeconds / bare.clockSeconds - 1,
      });
      if (!values.json) console.log(`round ${round + 1}: ${told(pairs.at(-1) as Pair)}`);
    }
  }
  const figures = [ALL, ...parts].map((name): Pair => {
    const of = pairs.filter((pair) => pair.name === name);
    const bare = middle(of.map((pair) => pair.bare));
    return {
      name,
      // The median of the ratios, not the ratio of the medians: only the two of one pair saw the same machine.
      whole: bare * middle(of.map((pair) => pair.whole / pair.bare)),
      bare,
      clock: middle(of.map((pair) => pair.clock)),
    };
  });
  if (values.json) console.log(JSON.stringify({ hours, rounds, figures, pairs }));
  else {
    console.log(`${hours.toFixed(2)} h of sound, medians of ${rounds} rounds:`);
    for (const figure of figures) console.log(`  ${told(figure)}`);
  }
  const aims = new Aims(values.json ? console.error : console.log);
  const all = figures[0] as Pair;
  const shown = { unit: '%', digits: 1 };
  aims.judge('clean lines, all of it: more CPU', 100 * (all.whole / all.bare - 1), { most: 15 }, shown);
  // Side by side, the clock of one night is that of the other's load too.
  if (values['in-turn'])
    aims.judge('clean lines, all of it: more by the clock', 100 * all.clock, { most: 15 }, shown);
  else aims.tell('clean lines, all of it: more by the clock', 100 * all.clock, shown);
  process.exitCode = aims.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
