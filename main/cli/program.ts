import { Command, InvalidArgumentError, Option } from 'commander';
import { ROLECALL_VERSION } from '../engine/index.ts';
import { addEvaluation } from './evaluate-program.ts';
import { addExportOptions, type ExportArguments, numberBetween } from './export-options.ts';
import * as files from './file-commands.ts';
import { type GatesArguments, gates } from './gate-commands.ts';
import { addGateOption } from './gate-options.ts';
import { type LanguageOptions, languages } from './language-commands.ts';
import * as machine from './machine-commands.ts';
import { addModels } from './models-program.ts';
import * as night from './night-commands.ts';
import * as projects from './project-commands.ts';
import * as queue from './queue-commands.ts';
import type { Session } from './session.ts';
import { voices } from './voice-commands.ts';

const EXIT_CODES = `
Exit codes: 0 done; 1 done with failures that are listed; 2 wrong usage or unreadable input; 130 cancelled.`;

/** All commands of the published contract that exist. */
export function buildProgram(signal: AbortSignal, setExitCode: (code: number) => void): Command {
  const program = new Command('rolecall')
    .description(
      'Join media, subtitles and scripts into a verified, character-grounded speech dataset, offline.',
    )
    .version(ROLECALL_VERSION)
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', EXIT_CODES);
  const session = (command: Command): Session => ({
    signal,
    setExitCode,
    json: command.opts<{ json?: boolean }>().json === true,
  });
  const add = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .option('--json', 'print one JSON document on stdout')
      .exitOverride();

  add('init <project>', 'make a project from a library folder')
    .requiredOption('--library <dir>', 'folder with media, subtitles and scripts; it is only read')
    .action((project: string, options: { library: string }, command: Command) =>
      projects.init(session(command), project, options.library),
    );
  add('scan <project>', 'look for new, changed and missing files of the library').action(
    (project: string, _options, command: Command) => projects.scan(session(command), project),
  );
  add('run <project>', 'do what is unfinished: decode, find speech, align, compare voices, store')
    .option('--only <glob>', 'only episodes whose title matches, for example "*S01*"')
    .option('--jobs <n>', 'episodes worked on side by side', wholeNumber)
    .option('--encoder <name>', 'speaker encoder of the project from now on (see `rolecall models list`)')
    .option('--first <glob>', 'take these before all others')
    .option(
      '--recogniser <what>',
      'check all texts from now on with a recogniser: command:PROGRAM, http://127.0.0.1:8000/v1#MODEL, sherpa:FOLDER, none',
    )
    .option(
      '--allow-remote',
      'the recogniser may be on another machine: clips of your library leave this one',
    )
    .option('--nice', 'low priority: let everything else on the machine go first')
    .addOption(
      new Option(
        '--progress <how>',
        'a line for people on stderr, or there each step as a JSON document of one line',
      )
        .choices(['line', 'json'])
        .default('line'),
    )
    .addOption(
      new Option('--at <HH:MM>', 'wait for this time before anything is started').argParser(timeOfDay),
    )
    .addOption(new Option('--until <HH:MM>', 'start nothing that would not end by then').argParser(timeOfDay))
    .option('--dry-run', 'say what would be done and why, and do nothing')
    .action((project: string, options: projects.RunOptions, command: Command) =>
      options.dryRun
        ? queue.foresee(session(command), project, options)
        : projects.run(session(command), project, options),
    );
  for (const [what, description] of [
    ['pause', 'hold up the run at work, within seconds; it keeps what it has'],
    ['resume', 'let a paused run go on'],
    ['cancel', 'stop the run at work; the next run goes on where it stopped'],
  ] as const) {
    add(`${what} <project>`, description).action((project: string, _options, command: Command) =>
      queue.steer(session(command), project, what),
    );
  }
  add('queue <project>', 'what waits, in the order in which it is taken; a run at work follows a new order')
    .option('--first <glob>', 'move these to the front')
    .option('--last <glob>', 'move these to the end')
    .action((project: string, options: { first?: string; last?: string }, command: Command) =>
      queue.queue(session(command), project, options),
    );
  add('status <project>', 'counts by state, for each episode and each character').action(
    (project: string, _options, command: Command) => projects.status(session(command), project),
  );
  add(
    'report <project>',
    'write the morning report: report.html, which stands alone, and report.json',
  ).action((project: string, _options, command: Command) => night.report(session(command), project));
  add('backup <project>', 'copy the database into the backups folder, also while it is in use').action(
    (project: string, _options, command: Command) => night.backup(session(command), project),
  );
  add('restore <project>', 'put a backup in the place of the database, which is set aside')
    .option('--from <file>', 'this backup; else the newest one that is sound')
    .option('--list', 'only list the backups')
    .action((project: string, options: { from?: string; list?: boolean }, command: Command) =>
      night.restore(session(command), project, options),
    );
  add('utterances <project>', 'all utterances with their evidence')
    .option('--episode <id>', 'only this episode')
    .action((project: string, options: { episode?: string }, command: Command) =>
      projects.utterances(session(command), project, options.episode ?? null),
    );
  addGateOption(
    add(
      'gates <project>',
      'what each gate of an export would cost, and whom, balanced where none is named; writes nothing',
    ),
  )
    .option('--accepted-only', 'only what a person accepted', false)
    .addOption(
      new Option('--character <name>', 'only this character; may be given again').argParser(
        (name: string, before: string[] | undefined) => [...(before ?? []), name],
      ),
    )
    .addOption(
      new Option('--sample <n>', 'also list so many of what is held back, drawn by chance').argParser(
        numberBetween(1, 10_000),
      ),
    )
    .option('--of <gate>', 'draw only from what this gate holds back')
    .addOption(
      new Option('--seed <n>', 'another number draws another sample')
        .argParser(numberBetween(0, 4_294_967_295))
        .default(0),
    )
    .action((project: string, options: GatesArguments, command: Command) =>
      gates(session(command), project, options),
    );
  addExportOptions(add('export <project> <dir>', 'write the dataset')).action(
    (project: string, directory: string, options: ExportArguments, command: Command) =>
      projects.exportDataset(session(command), project, directory, options),
  );
  add('rebuild <recipe> <dir>', 'make a dataset again from its recipe.jsonl and the same media')
    .requiredOption('--library <dir>', 'folder with the media, under any names; it is only read')
    .action((recipe: string, directory: string, options: { library: string }, command: Command) =>
      files.rebuild(session(command), recipe, directory, options.library),
    );
  add('verify <dir>', 'check an exported folder: checksums, counts, decoding, leaks between splits').action(
    (directory: string, _options, command: Command) => files.verify(session(command), directory),
  );

  addEvaluation(program, session);
  add('align', 'give the cues of one subtitle file their speakers')
    .requiredOption('--subtitles <file>', 'SRT, WebVTT, ASS')
    .requiredOption('--script <file>', 'plain text, Fountain, HTML, CSV, TSV, JSON lines, DOCX')
    .option('--media <file>', 'correct the times to the sound of this file')
    .action((options: files.AlignOptions, command: Command) => files.align(session(command), options));
  add('vad <media>', 'where somebody speaks').action((media: string, _options, command: Command) =>
    files.vad(session(command), media),
  );
  add('embed <media...>', 'speaker embeddings of whole files or of segments')
    .option(
      '--segments <file>',
      'JSON: what `vad --json` prints, or a list of {start, end}; of a single media file',
    )
    .option('--encoder <name>', 'another speaker encoder than the bundled one')
    .action((media: string[], options: files.EmbedOptions, command: Command) =>
      files.embed(session(command), media, options),
    );

  add('voices <project>', 'whose voices are known, how sure that is, and which voices nobody named')
    .option('--name <voice=character>', 'give all utterances of an unnamed voice to a character')
    .action((project: string, options: { name?: string }, command: Command) =>
      voices(session(command), project, options.name ?? null),
    );
  add('languages <project>', 'which languages the series and their episodes are in, and which are expected')
    .option(
      '--expect <codes>',
      'say which languages a series is in, for example en,fr; its next run reads it anew',
    )
    .option('--series <name>', 'with --expect or --find: only this series')
    .option('--find', 'take that back: the next run finds the languages in the text')
    .action((project: string, options: LanguageOptions, command: Command) =>
      languages(session(command), project, options),
    );
  addModels(program, session);
  add('doctor [project]', 'what is wrong with this machine or a project, and the remedy').action(
    (project: string | undefined, _options, command: Command) =>
      machine.doctor(session(command), project ?? null),
  );
  add('bench', 'how fast this machine is: whole runs, speech detection beside sherpa-onnx, the store')
    .option('--library <dir>', 'a library to run over instead of a made-up one; it is only read')
    .option(
      '--only <parts>',
      'of pipeline, vad, store and hours, with commas between; the first three unless said',
    )
    .option('--episodes <n>', 'episodes of the made-up library, 12 unless said')
    .option('--minutes <n>', 'length of each of them, 26 unless said')
    .option('--hours <list>', 'also one file of each of these lengths, such as 1,2,5,10')
    .option('--utterances <n>', 'utterances in the store, a million unless said')
    .action((options: machine.BenchOptions, command: Command) => machine.bench(session(command), options));
  program
    .command('open [project]')
    .description('open the window')
    .exitOverride()
    .action((project: string | undefined) => machine.open(setExitCode, project ?? null));
  return program;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64)
    throw new InvalidArgumentError('A number from 1 to 64.');
  return value;
}

function timeOfDay(text: string): Date {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('A time such as 07:00.');
  const date = new Date();
  date.setHours(Number(match[1]), Number(match[2]), 0, 0);
  if (date.getTime() <= Date.now()) date.setDate(date.getDate() + 1);
  return date;
}
