import {
  collectEvaluation,
  openProject,
  type PackFormatName,
  packCharacter,
  prepareEvaluation,
  readRecogniser,
  type ScoreReport,
  scoreAnswers,
} from '../engine/index.ts';
import { clock, ProgressLine, printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

export interface PrepareOptions {
  readonly series?: string;
  readonly heldOut?: readonly string[];
  readonly character?: readonly string[];
  readonly prompts: number;
  readonly seed: string;
  readonly acceptedOnly: boolean;
}

export async function prepare(
  session: Session,
  path: string,
  directory: string,
  options: PrepareOptions,
): Promise<void> {
  const project = openProject(path);
  try {
    const line = new ProgressLine();
    const report = await prepareEvaluation(project, {
      directory,
      series: options.series ?? null,
      heldOut: options.heldOut ?? null,
      characters: options.character ?? null,
      prompts: options.prompts,
      acceptedOnly: options.acceptedOnly,
      seed: options.seed,
      signal: session.signal,
      onProgress: (_fraction, message) => line.show(message),
    }).finally(() => line.end());
    if (session.json) {
      printJson(report);
      return;
    }
    printLines([
      ...table(
        ['character', 'prompts', 'voice clips'],
        report.characters.map(({ name, prompts, voice }) => [printable(name), prompts, voice]),
      ),
      `Held out: ${printable(report.heldOut.join(', '))}. ${report.clips} clips in ${report.directory}`,
    ]);
    for (const { character, reason } of report.leftOut) {
      process.stderr.write(`${printable(character)}: left out, ${reason}.\n`);
    }
  } finally {
    project.close();
  }
}

export interface CollectOptions {
  readonly address: string;
  readonly model: string;
  readonly voice?: string;
  readonly allowRemote: boolean;
  /** False with `--text-only`. */
  readonly textOnly: boolean;
  readonly timeout: number;
  readonly attempts: number;
}

export async function collect(
  session: Session,
  tests: string,
  directory: string,
  options: CollectOptions,
): Promise<void> {
  const line = new ProgressLine();
  const report = await collectEvaluation({
    tests,
    directory,
    address: options.address,
    allowRemote: options.allowRemote,
    model: options.model,
    voice: options.voice,
    sendAudio: !options.textOnly,
    wantAudio: !options.textOnly,
    timeLimitSeconds: options.timeout,
    attempts: options.attempts,
    signal: session.signal,
    onProgress: (done, of) => line.show(`${done} of ${of} prompts`),
  }).finally(() => line.end());
  if (report.failed.length > 0) session.setExitCode(1);
  if (session.json) {
    printJson(report);
    return;
  }
  for (const { prompt, message } of report.failed) process.stderr.write(`${prompt}: ${printable(message)}\n`);
  printLines([
    `${report.answered} answers collected, ${report.already} were there, ${report.failed.length} failed: ${report.folder}`,
  ]);
}

/** `NAME=FOLDER`, or a folder that gives the name. */
function systemOf(text: string): { folder: string; name: string | null } {
  const at = text.indexOf('=');
  return at > 0 ? { name: text.slice(0, at), folder: text.slice(at + 1) } : { name: null, folder: text };
}

export interface ScoreOptions {
  readonly report: string;
  readonly judge?: string;
  readonly judgeModel?: string;
  readonly recogniser?: string;
  readonly allowRemote: boolean;
}

export async function score(
  session: Session,
  tests: string,
  answers: readonly string[],
  options: ScoreOptions,
): Promise<void> {
  const line = new ProgressLine();
  const report = await scoreAnswers({
    tests,
    systems: answers.map(systemOf),
    directory: options.report,
    judge:
      options.judge === undefined
        ? undefined
        : {
            address: options.judge,
            model: options.judgeModel ?? 'default',
            allowRemote: options.allowRemote,
          },
    recogniser:
      options.recogniser === undefined
        ? null
        : readRecogniser(options.recogniser, { allowRemote: options.allowRemote }),
    signal: session.signal,
    onProgress: (_fraction, message) => line.show(message),
  }).finally(() => line.end());
  for (const warning of report.warnings) process.stderr.write(`${printable(warning)}\n`);
  if (session.json) printJson(report.evaluation);
  else printLines(scoreLines(report));
}

function scoreLines({ evaluation, files }: ScoreReport): string[] {
  const { ceiling, systems, floor, comparisons, recogniser } = evaluation;
  const shown = (estimate: { mean: number; low: number; high: number } | null): string =>
    estimate === null
      ? '-'
      : `${estimate.mean.toFixed(3)} (${estimate.low.toFixed(3)} to ${estimate.high.toFixed(3)})`;
  return [
    ...table(
      ['answers', 'voice', 'margin', 'words', ...(recogniser === null ? [] : ['word errors'])],
      [ceiling, ...systems, floor].map(({ name, overall }) => [
        printable(name),
        shown(overall.similarity),
        shown(overall.margin),
        shown(overall.content),
        ...(recogniser === null ? [] : [shown(overall.wordErrorRate)]),
      ]),
    ),
    ...comparisons.map(
      ({ measure, first, second, difference, probability }) =>
        `${measure}: ${printable(first)} minus ${printable(second)} ${shown(difference)}, p = ${probability.toFixed(4)}`,
    ),
    ...(recogniser === null
      ? []
      : [
          `Word errors: ${recogniser.measured} of ${recogniser.spoken} spoken answers measured, ${recogniser.withoutText} without text.`,
        ]),
    ...files,
  ];
}

export interface PackOptions {
  readonly character: string;
  readonly format: PackFormatName;
  readonly series?: string;
  readonly tests?: string;
  readonly seed: string;
  readonly turns: number;
  readonly acceptedOnly: boolean;
}

export async function pack(
  session: Session,
  path: string,
  directory: string,
  options: PackOptions,
): Promise<void> {
  const project = openProject(path);
  try {
    const line = new ProgressLine();
    const result = await packCharacter(project, {
      directory,
      series: options.series ?? null,
      character: options.character,
      format: options.format,
      tests: options.tests ?? null,
      seed: options.seed,
      contextTurns: options.turns,
      acceptedOnly: options.acceptedOnly,
      signal: session.signal,
      onProgress: (_fraction, message) => line.show(message),
    }).finally(() => line.end());
    if (session.json) printJson(result);
    else {
      printLines([
        `${result.examples} examples with ${result.targets} lines of ${printable(result.character)} (${clock(result.targetSeconds)}), ` +
          `${result.heldOutEpisodes.length} episodes held out: ${result.directory}`,
      ]);
    }
  } finally {
    project.close();
  }
}
