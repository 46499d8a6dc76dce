import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DamagedLibrary, makeDamagedLibrary } from './damaged-library.ts';
import { contentOf } from './folder-hash.ts';
import { leftovers, runCli } from './killed-runs.ts';

const problem = z.object({ message: z.string(), remedy: z.string(), file: z.string().nullable() });
const runReport = z.object({
  episodes: z.array(z.object({ id: z.string(), status: z.string(), error: z.string().optional() })),
});
const morning = z.object({
  episodes: z.array(z.object({ title: z.string(), status: z.string(), utterances: z.number() })),
  failures: z.array(z.object({ title: z.string(), problem })),
});

export interface DamagedRun {
  readonly done: number;
  readonly listed: number;
  readonly kinds: number;
  readonly seconds: number;
  /** What was not as it should be, one sentence each. */
  readonly findings: string[];
}

/**
 * Runs a batch over a library of which some files are damaged: the sound ones are done, each damaged one is listed with
 * what is wrong and what to do, and no file of the library is touched.
 */
export async function runDamaged(
  folder: string,
  counts: { readonly good: number; readonly damaged: number },
): Promise<DamagedRun> {
  const library = join(folder, 'library');
  const project = join(folder, 'damaged.rolecall');
  const made = await makeDamagedLibrary(library, counts);
  const initialised = await runCli(['init', project, '--library', library], folder);
  if (initialised.code !== 0) throw new Error(initialised.stderr);
  made.takeAway();
  const before = contentOf(library, { times: true });
  const run = await runCli(['run', project, '--json'], folder);
  const after = contentOf(library, { times: true });
  const report = morning.parse(JSON.parse(readFileSync(join(project, 'report.json'), 'utf8')));
  const page = readFileSync(join(project, 'report.html'), 'utf8');
  const told = runReport.parse(JSON.parse(run.stdout));
  const findings = [
    ...(run.code === 1 ? [] : [`the run ended with ${run.code}, not 1: ${run.stderr.slice(-300)}`]),
    ...(JSON.stringify(before) === JSON.stringify(after) ? [] : ['a file of the library was touched']),
    ...leftovers(project).map((name) => `${name} was left`),
    ...checkGood(made, report),
    ...checkDamaged(made, report, page),
    ...(told.episodes.length === counts.good + counts.damaged
      ? []
      : [`the run tells of ${told.episodes.length} episodes`]),
  ];
  return {
    done: told.episodes.filter(({ status }) => status === 'done').length,
    listed: report.failures.length,
    kinds: new Set([...made.damaged.values()].map(({ name }) => name)).size,
    seconds: run.milliseconds / 1000,
    findings,
  };
}

function checkGood({ good }: DamagedLibrary, report: z.infer<typeof morning>): string[] {
  return good.flatMap((title) => {
    const found = report.episodes.find((each) => each.title === title);
    if (found === undefined) return [`${title} is not in the report`];
    if (found.status !== 'done') return [`${title} is ${found.status}`];
    return found.utterances > 0 ? [] : [`${title} has no utterances`];
  });
}

function checkDamaged({ damaged }: DamagedLibrary, report: z.infer<typeof morning>, page: string): string[] {
  return [...damaged].flatMap(([title, { message, remedy }]) => {
    const found = report.failures.find((each) => each.title === title)?.problem;
    if (found === undefined) return [`${title} is not listed`];
    return [
      ...(message.test(found.message) ? [] : [`${title} is told as: ${found.message}`]),
      ...(remedy.test(found.remedy) ? [] : [`${title} has the remedy: ${found.remedy}`]),
      ...(found.file?.includes(title) ? [] : [`${title} is listed without its file`]),
      ...(page.includes(title) ? [] : [`${title} is not on the page`]),
    ];
  });
}
