import {
  chooseEncoder,
  chooseRecogniser,
  createProject,
  exportProject,
  openProject,
  type Project,
  projectStatus,
  type RunReport,
  type RunStatus,
  runProject,
  type ScanReport,
  scanProject,
  utterancesForOutput,
} from '../engine/index.ts';
import { type ExportArguments, exportRequest, reportExport } from './export-options.ts';
import { clock, ProgressLine, printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

export interface RunOptions {
  readonly only?: string;
  readonly first?: string;
  readonly jobs?: number;
  readonly at?: Date;
  readonly dryRun?: boolean;
  readonly until?: Date;
  readonly nice?: boolean;
  readonly encoder?: string;
  readonly progress?: 'line' | 'json';
  readonly recogniser?: string;
  readonly allowRemote?: boolean;
}

export async function init(session: Session, path: string, library: string): Promise<void> {
  const project = await createProject(path, library);
  try {
    reportScan(session, await scanProject(project));
  } finally {
    project.close();
  }
}

export async function scan(session: Session, path: string): Promise<void> {
  await withProject(path, async (project) => reportScan(session, await scanProject(project)));
}

function reportScan(session: Session, report: ScanReport): void {
  if (session.json) {
    printJson(report);
    return;
  }
  const rows = report.episodes.map((each) => [
    each.id,
    each.change,
    base(each.media),
    base(each.subtitles),
    base(each.script),
  ]);
  printLines(
    table(
      ['episode', 'change', 'media', 'subtitles', 'script'],
      rows.map((row) => row.map(printable)),
    ),
  );
  for (const each of report.episodes) {
    for (const { message, remedy } of each.warnings)
      process.stderr.write(`${each.id}: ${message} ${remedy}\n`);
  }
  if (rows.length === 0)
    process.stderr.write(
      'No media was found in the library. Put episodes into it and run `rolecall scan`, or make a project from another folder.\n',
    );
  for (const file of report.unpaired) process.stderr.write(`${printable(file)}: belongs to no media file.\n`);
}

const base = (path: string | null): string => (path === null ? '-' : (path.split(/[\\/]/).at(-1) ?? path));

export async function run(
  session: Session,
  path: string,
  { encoder, recogniser, allowRemote, progress = 'line', at, dryRun: _, ...options }: RunOptions,
): Promise<void> {
  await withProject(path, async (project) => {
    if (encoder !== undefined) await chooseEncoder(project, encoder);
    if (recogniser !== undefined)
      await chooseRecogniser(project, recogniser, { allowRemote: allowRemote === true });
    const line = new ProgressLine();
    let failuresTold = 0;
    const report = await runProject(project, {
      ...options,
      ...(at === undefined ? {} : { startAt: at, until: laterThan(at, options.until) }),
      signal: session.signal,
      onWatchLock: (seconds) =>
        line.show(`Another machine held this project: looking for ${seconds} s whether it still does.`, true),
      onProgress: (status) => {
        if (progress === 'json') {
          process.stderr.write(`${JSON.stringify(status)}\n`);
          return;
        }
        for (const { episode, problem } of status.failures.slice(failuresTold)) {
          line.end();
          process.stderr.write(
            `${printable(episode)} failed: ${printable(problem.message)} ${printable(problem.remedy)}\n`,
          );
        }
        failuresTold = status.failures.length;
        line.show(progressText(status));
      },
    }).finally(() => line.end());
    if (session.json) printJson(report);
    else reportRun(report);
    if (report.ended === 'cancelled') session.setExitCode(130);
    else if (report.ended === 'disk full' || report.episodes.some((each) => each.status === 'failed'))
      session.setExitCode(1);
  });
}

function progressText(status: RunStatus): string {
  if (status.phase === 'scheduled') return 'Waiting for the time to start.';
  if (status.phase === 'planning') return 'Looking at what changed.';
  const parts = [
    ...(status.paused ? ['Paused'] : []),
    `${Math.floor(status.fraction * 100)}%`,
    `${status.done + status.failed} of ${status.total} episodes`,
  ];
  if (status.xRealtime !== null) parts.push(`${status.xRealtime.toFixed(0)}x realtime`);
  if (status.secondsLeft !== null) parts.push(`${clock(status.secondsLeft)} left`);
  if (status.failed > 0) parts.push(`${status.failed} failed`);
  const stages = status.stages.map(
    ({ stage, fraction }) => `${STAGE_WORDS_SHORT[stage]} ${Math.floor(fraction * 100)}%`,
  );
  if (stages.length > 0) parts.push(`(${stages.join(', ')})`);
  return parts.join(', ');
}

const STAGE_WORDS_SHORT: Readonly<Record<RunStatus['stages'][number]['stage'], string>> = {
  audio: 'sound',
  text: 'texts',
  alignment: 'alignment',
  boundaries: 'boundaries',
  embedding: 'voices',
  voice: 'comparison',
  words: 'words',
};

/** The end of a night that begins later, at the same time of day. */
function laterThan(start: Date, until: Date | undefined): Date | undefined {
  if (until === undefined || until > start) return until;
  const next = new Date(until);
  next.setDate(next.getDate() + 1);
  return next;
}

function reportRun(report: RunReport): void {
  const worked = report.episodes.filter((each) => each.status !== 'skipped');
  if (worked.length === 0) {
    printLines([
      report.episodes.length === 0
        ? 'The project has no episodes. Put media into its library and run `rolecall scan`.'
        : `Nothing to do: all ${report.episodes.length} episodes are done (${report.utterances} utterances).`,
    ]);
    return;
  }
  const rows = worked.map((each) => [printable(each.id), each.status, each.seconds, each.audioSeconds]);
  printLines([
    ...table(['episode', 'status', 'seconds', 'audio seconds'], rows),
    `${report.utterances} utterances, ${report.xRealtime.toFixed(1)}x realtime.`,
  ]);
  for (const each of worked) {
    if (each.error) process.stderr.write(`${printable(each.id)}: ${each.error}\n`);
  }
}

export async function status(session: Session, path: string): Promise<void> {
  await withProject(path, (project) => {
    const report = projectStatus(project);
    if (session.json) {
      printJson(report);
      return;
    }
    printLines([
      ...table(
        ['episode', 'status', 'utterances', 'reviewed'],
        report.episodes.map((each) => [printable(each.id), each.status, each.utterances, each.reviewed]),
      ),
      '',
      ...table(['state', 'utterances'], Object.entries(report.states)),
      '',
      ...table(
        ['character', 'utterances', 'accepted', 'minutes'],
        report.characters.map((each) => [
          printable(each.character),
          each.utterances,
          each.accepted,
          Math.round(each.seconds / 6) / 10,
        ]),
      ),
    ]);
    for (const each of report.episodes) {
      if (!each.failure) continue;
      const { file, message, remedy } = each.failure;
      process.stderr.write(
        `${each.id}: ${file === null ? '' : `${printable(file)}: `}${message} ${remedy}\n`,
      );
    }
  });
}

export async function utterances(session: Session, path: string, episode: string | null): Promise<void> {
  await withProject(path, (project) => {
    const rows = utterancesForOutput(project, episode);
    if (session.json) {
      printJson(rows);
      return;
    }
    printLines(
      table(
        ['id', 'start', 'end', 'state', 'speaker', 'sure', 'text'],
        rows.map((row) => [
          row.id,
          row.start.toFixed(3),
          row.end.toFixed(3),
          row.state,
          printable(row.speaker ?? '-'),
          row.confidence.toFixed(2),
          printable(row.text),
        ]),
      ),
    );
  });
}

export async function exportDataset(
  session: Session,
  path: string,
  directory: string,
  options: ExportArguments,
): Promise<void> {
  await withProject(path, async (project) => {
    const line = new ProgressLine();
    const result = await exportProject(project, {
      ...exportRequest(options),
      directory,
      signal: session.signal,
      onProgress: (_fraction, message) => line.show(message),
    }).finally(() => line.end());
    reportExport(session, result);
  });
}

async function withProject(path: string, work: (project: Project) => void | Promise<void>): Promise<void> {
  const project = openProject(path);
  try {
    await work(project);
  } finally {
    project.close();
  }
}
