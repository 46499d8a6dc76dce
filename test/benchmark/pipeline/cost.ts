import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listEpisodes, listUtterances, openReadOnly } from '../../../main/store/index.ts';
import { makeLibrary } from './library.ts';
import { measured, rolecall, rolecallWithout } from './processes.ts';
import { PARTS, type Part } from './without/parts.ts';

/** Means over the rounds of one way to run the night. */
export interface NightCost {
  readonly without: readonly Part[];
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Of all rounds, in their order. */
  readonly cpuOfRounds: readonly number[];
}

export interface CostFigures {
  readonly audioHours: number;
  readonly utterances: number;
  readonly rounds: number;
  readonly whole: NightCost;
  /** The night with none of the parts. */
  readonly bare: NightCost;
  /** The night with all parts but one. */
  readonly lessOne: readonly NightCost[];
}

export interface CostOptions {
  readonly library?: string | undefined;
  readonly episodes: number;
  readonly minutes: number;
  readonly jobs?: string | undefined;
  readonly rounds: number;
  /** Whether each part is also left out alone. */
  readonly byPart: boolean;
}

const ALL = Object.keys(PARTS) as Part[];

/**
 * Runs one library in turn with and without the parts that measure sound, transcripts and languages. The switch is the
 * benchmark's: `without/hooks.ts` wraps the modules of these parts in the engine's process; everything else is the
 * product as it is. Each run has a fresh project. Turns are taken, so that what else the machine does hits all alike.
 */
export async function benchCost(options: CostOptions): Promise<CostFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-cost-'));
  try {
    const library =
      options.library ?? (await makeLibrary(join(folder, 'library'), { ...options, stereo: true })).folder;
    const ways: readonly (readonly Part[])[] = [
      [],
      ALL,
      ...(options.byPart ? ALL.map((part) => [part]) : []),
    ];
    const rounds = ways.map((): { cpu: number; wall: number }[] => []);
    let audioHours = 0;
    let utterances = 0;
    for (let round = 0; round < options.rounds; round += 1) {
      for (const [index, without] of ways.entries()) {
        const night = await runNight(join(folder, `${round}-${index}.rolecall`), library, without, options);
        rounds[index]?.push(night);
        ({ audioHours, utterances } = night);
      }
    }
    const [whole, bare, ...lessOne] = ways.map((without, index) => costOf(without, rounds[index] ?? []));
    if (whole === undefined || bare === undefined) throw new Error('nothing was run');
    return { audioHours, utterances, rounds: options.rounds, whole, bare, lessOne };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runNight(project: string, library: string, without: readonly Part[], options: CostOptions) {
  const made = await measured(rolecall('init', project, '--library', library, '--json'));
  if (made.code !== 0) throw new Error(made.stderr);
  const jobs = options.jobs === undefined ? [] : ['--jobs', options.jobs];
  const usage = await measured(rolecallWithout('run', project, '--json', ...jobs), {
    env: { ROLECALL_BENCH_WITHOUT: without.join(',') },
  });
  if (usage.code !== 0) throw new Error(usage.stderr);
  requireLeftOut(project, without);
  rmSync(project, { recursive: true, force: true });
  const { episodes, utterances } = JSON.parse(usage.stdout) as {
    episodes: { audioSeconds: number }[];
    utterances: number;
  };
  return {
    cpu: Object.values(usage.cpu).reduce((sum, each) => sum + each, 0),
    wall: usage.seconds,
    audioHours: episodes.reduce((sum, each) => sum + each.audioSeconds, 0) / 3600,
    utterances,
  };
}

/** The switch must have switched, or the figures would be those of the same night twice. */
function requireLeftOut(project: string, without: readonly Part[]): void {
  const database = openReadOnly(project);
  try {
    const rows = listEpisodes(database).flatMap(({ id }) => listUtterances(database, id));
    const has = {
      // Without the measures the judge's answers are not stored either.
      judge: without.includes('quality')
        ? !without.includes('judge')
        : rows.some(({ quality }) => typeof quality?.music === 'number'),
      quality: rows.some(({ quality }) => typeof quality?.dropouts === 'number'),
      words: rows.some(({ language }) => language !== null),
    };
    for (const part of ['judge', 'quality', 'words'] as const) {
      if (has[part] === without.includes(part))
        throw new Error(`${part} ${has[part] ? 'was not left out' : 'is missing'}`);
    }
  } finally {
    database.close();
  }
}

function costOf(
  without: readonly Part[],
  rounds: readonly { readonly cpu: number; readonly wall: number }[],
): NightCost {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
  return {
    without,
    cpuSeconds: mean(rounds.map(({ cpu }) => cpu)),
    wallSeconds: mean(rounds.map(({ wall }) => wall)),
    cpuOfRounds: rounds.map(({ cpu }) => cpu),
  };
}

const n = (value: number, digits = 1): string => value.toFixed(digits);
const percent = (value: number): string => `${n(100 * value)}%`;

export function tellCost({ audioHours, utterances, rounds, whole, bare, lessOne }: CostFigures): void {
  console.log(
    `cost of filtering and validation: ${n(audioHours, 2)} h, ${utterances} utterances, means of ${rounds} rounds taken in turn`,
  );
  console.log('  night                 CPU s   CPU s an hour   clock s   CPU s of each round');
  for (const [name, night] of [
    ['with all parts', whole],
    ['without them', bare],
  ] as const) {
    console.log(
      `  ${name.padEnd(18)} ${n(night.cpuSeconds).padStart(8)}  ${n(night.cpuSeconds / audioHours).padStart(14)}  ${n(night.wallSeconds).padStart(8)}   ${night.cpuOfRounds.map((each) => n(each)).join(', ')}`,
    );
  }
  const added = (of: (night: NightCost) => number): string =>
    `${n(of(whole) - of(bare))} s, ${percent(of(whole) / of(bare) - 1)}`;
  console.log(
    `  added: CPU ${added(({ cpuSeconds }) => cpuSeconds)}; clock ${added(({ wallSeconds }) => wallSeconds)}`,
  );
  if (lessOne.length === 0) return;
  console.log('  each part: the night less the night without it alone');
  for (const night of lessOne) {
    const cost = whole.cpuSeconds - night.cpuSeconds;
    const title = PARTS[night.without[0] as Part].title;
    console.log(
      `  ${title.padEnd(58)} ${n(cost, 2).padStart(6)} s  ${n(cost / audioHours, 2).padStart(6)} an hour  ${percent(cost / bare.cpuSeconds).padStart(6)}`,
    );
  }
}
