// The whole pipeline over a library: x-realtime, memory and CPU of all processes, by stage.
// Usage: npm run bench:pipeline -- [--library DIR] [--episodes N] [--minutes N] [--uneven] [--jobs N] [--json]
//    or: npm run bench:pipeline -- --hours 1,2,5,10 [--json]: one file of each length, one job, a table
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openReadOnly, secondsByStage } from '../../main/store/index.ts';
import { type Estimates, pastEstimates } from './pipeline/estimates.ts';
import { makeLibrary } from './pipeline/library.ts';
import { measured, rolecall } from './pipeline/processes.ts';

export interface PipelineFigures {
  readonly episodes: number;
  readonly failed: number;
  readonly audioHours: number;
  readonly wallSeconds: number;
  readonly xRealtime: number;
  /** Seconds of audio for each second of CPU: on an idle machine with two cores, twice this is the limit. */
  readonly audioPerCpuSecond: number;
  readonly coresBusy: number;
  readonly peakMegabytes: number;
  readonly peakProportionalMegabytes: number;
  /** Resident memory of each program at the moment of the peak. */
  readonly peakMegabytesOf: Readonly<Record<string, number>>;
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** Wall-clock seconds of all jobs together. */
  readonly stageSeconds: Readonly<Record<string, number>>;
  /** Seconds of audio for each second of a stage in one job. */
  readonly stageXRealtime: Readonly<Record<string, number>>;
  readonly estimates: Estimates;
  readonly utterances: number;
}

export interface PipelineOptions {
  readonly library?: string | undefined;
  readonly episodes: number;
  readonly minutes: number;
  /** Episodes of very different lengths: what the time left is hardest to tell of. */
  readonly uneven?: boolean | undefined;
  readonly jobs?: string | undefined;
}

export async function benchPipeline(options: PipelineOptions): Promise<PipelineFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'));
  try {
    const library = options.library ?? (await makeLibrary(join(folder, 'library'), options)).folder;
    const project = join(folder, 'bench.rolecall');
    const made = await measured(rolecall('init', project, '--library', library, '--json'));
    if (made.code !== 0) throw new Error(made.stderr);
    const estimates = pastEstimates();
    const usage = await measured(
      rolecall('run', project, '--json', ...(options.jobs === undefined ? [] : ['--jobs', options.jobs])),
      { onStderr: estimates.read },
    );
    if (usage.code !== 0 && usage.code !== 1) throw new Error(usage.stderr);
    const report = JSON.parse(usage.stdout) as {
      episodes: { status: string; audioSeconds: number }[];
      utterances: number;
    };
    const audio = report.episodes.reduce((sum, each) => sum + each.audioSeconds, 0);
    const cpu = Object.values(usage.cpu).reduce((sum, each) => sum + each, 0);
    const database = openReadOnly(project);
    const stageSeconds = Object.fromEntries(secondsByStage(database));
    database.close();
    return {
      episodes: report.episodes.length,
      failed: report.episodes.filter(({ status }) => status !== 'done').length,
      audioHours: audio / 3600,
      wallSeconds: usage.seconds,
      xRealtime: audio / usage.seconds,
      audioPerCpuSecond: audio / cpu,
      coresBusy: cpu / usage.seconds,
      peakMegabytes: usage.peakBytes / 1e6,
      peakProportionalMegabytes: usage.peakProportionalBytes / 1e6,
      peakMegabytesOf: mapped(usage.peakBytesOf, (bytes) => bytes / 1e6),
      cpuSeconds: usage.cpu,
      stageSeconds,
      stageXRealtime: mapped(stageSeconds, (seconds) => audio / Math.max(seconds, 1e-3)),
      estimates: estimates.judge(usage.seconds),
      utterances: report.utterances,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const mapped = (
  values: Readonly<Record<string, number>>,
  change: (value: number) => number,
): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

/** One file of each length through one job, a fresh project each. */
export async function benchHours(hours: readonly number[]): Promise<PipelineFigures[]> {
  const found: PipelineFigures[] = [];
  for (const each of hours) found.push(await benchPipeline({ episodes: 1, minutes: each * 60, jobs: '1' }));
  return found;
}

export function tellHours(all: readonly PipelineFigures[]): void {
  console.log('one file, one job:');
  console.log(
    '  hours   clock s  x realtime  CPU s  CPU s an hour  peak MB  of that: engine, inference, ffmpeg',
  );
  for (const each of all) {
    const cpu = Object.values(each.cpuSeconds).reduce((sum, value) => sum + value, 0);
    const of = (program: string): string => n(each.peakMegabytesOf[program] ?? 0);
    console.log(
      `  ${n(each.audioHours, 2).padStart(5)}  ${n(each.wallSeconds, 1).padStart(8)}  ${n(each.xRealtime).padStart(10)}  ${n(cpu, 1).padStart(5)}  ${n(cpu / each.audioHours, 1).padStart(13)}  ${n(each.peakMegabytes).padStart(7)}  ${of('engine')}, ${of('inference')}, ${of('ffmpeg')}${each.failed > 0 ? '  FAILED' : ''}`,
    );
  }
}

const n = (value: number, digits = 0): string => value.toFixed(digits);

export function tellPipeline(title: string, figures: PipelineFigures): void {
  console.log(
    `${title}: ${figures.episodes} episodes, ${n(figures.audioHours, 2)} h, ${figures.utterances} utterances, ${figures.failed} failed`,
  );
  console.log(
    `  ${n(figures.wallSeconds, 1)} s: ${n(figures.xRealtime)}x realtime, ${n(figures.coresBusy, 2)} cores busy`,
  );
  console.log(
    `  ${n(figures.audioPerCpuSecond)} s of audio for each second of CPU (two idle cores: at most ${n(2 * figures.audioPerCpuSecond)}x)`,
  );
  const each = (values: Readonly<Record<string, number>>, unit: string, digits = 1): string =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${n(value, digits)} ${unit}`)
      .join(', ');
  console.log(
    `  peak memory of all processes: ${n(figures.peakMegabytes)} MB resident (${each(figures.peakMegabytesOf, 'MB', 0)}), ${n(figures.peakProportionalMegabytes)} MB with shared pages counted once`,
  );
  console.log(`  CPU by program: ${each(figures.cpuSeconds, 's')}`);
  console.log('  stage        s, all jobs   x realtime in one job');
  for (const [stage, seconds] of Object.entries(figures.stageSeconds)) {
    console.log(
      `  ${stage.padEnd(12)} ${n(seconds, 1).padStart(11)}  ${n(figures.stageXRealtime[stage] ?? 0).padStart(8)}`,
    );
  }
  const { count, worst, median } = figures.estimates;
  if (count > 0) {
    console.log(
      `  time left as told after the first tenth: off by ${n(median * 100)}% of the run in the median, ${n(worst * 100)}% at worst (${count} tellings)`,
    );
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      library: { type: 'string' },
      episodes: { type: 'string', default: '12' },
      minutes: { type: 'string', default: '26' },
      uneven: { type: 'boolean', default: false },
      jobs: { type: 'string' },
      hours: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.hours !== undefined) {
    const figures = await benchHours(values.hours.split(',').map(Number));
    if (values.json) console.log(JSON.stringify(figures));
    else tellHours(figures);
  } else {
    const figures = await benchPipeline({
      library: values.library,
      episodes: Number(values.episodes),
      minutes: Number(values.minutes),
      uneven: values.uneven,
      jobs: values.jobs,
    });
    if (values.json) console.log(JSON.stringify(figures));
    else tellPipeline('whole pipeline', figures);
  }
}
