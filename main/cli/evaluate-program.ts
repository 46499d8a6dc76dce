import { type Command, InvalidArgumentError, Option } from 'commander';
import { PACK_FORMATS } from '../engine/index.ts';
import * as evaluation from './evaluate-commands.ts';
import type { Session } from './session.ts';

const names = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const between =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`A whole number from ${low} to ${high}.`);
  };

const SEED = ['--seed <text>', 'another seed holds out other episodes'] as const;
const ACCEPTED = ['--accepted-only', 'only what a person accepted'] as const;
const JSON_OPTION = ['--json', 'print one JSON document on stdout'] as const;
const SERIES = ['--series <name>', 'needed where the project has several'] as const;

/** Adds the commands of training and evaluating characters. */
export function addEvaluation(program: Command, session: (command: Command) => Session): void {
  const group = program
    .command('evaluate')
    .description('measure how much a model sounds and speaks like the characters')
    .exitOverride();
  group
    .command('prepare <project> <tests>')
    .description('write test prompts and references of each character from held-out episodes')
    .option(...SERIES)
    .option('--held-out <episodes>', 'titles or ids with commas; a fifth is drawn where absent', names)
    .option('--character <names>', 'only these, with commas', names)
    .option('--prompts <n>', 'most prompts for each character', between(4, 500), 20)
    .option(...SEED, 'rolecall')
    .option(...ACCEPTED, false)
    .option(...JSON_OPTION)
    .exitOverride()
    .action((project: string, tests: string, options: evaluation.PrepareOptions, command: Command) =>
      evaluation.prepare(session(command), project, tests, options),
    );
  group
    .command('collect <tests> <answers>')
    .description('ask a model behind an OpenAI-compatible address on this machine; goes on where it stopped')
    .requiredOption('--address <url>', 'such as http://127.0.0.1:8000/v1')
    .requiredOption('--model <name>', 'as the server calls it')
    .option('--voice <name>', 'the voice that the server should speak with')
    .option('--text-only', 'send and ask for words only', false)
    .option('--timeout <seconds>', 'for one request', between(1, 3600), 120)
    .option('--attempts <n>', 'requests for one prompt before it is given up', between(1, 10), 3)
    .option('--allow-remote', 'the address may be another machine: prompts and clips leave this one', false)
    .option(...JSON_OPTION)
    .exitOverride()
    .action((tests: string, answers: string, options: evaluation.CollectOptions, command: Command) =>
      evaluation.collect(session(command), tests, answers, options),
    );
  group
    .command('score <tests> <answers...>')
    .description('score folders of answers (NAME=FOLDER or FOLDER), write evaluation.json and report.html')
    .requiredOption('--report <dir>', 'where they go')
    .option('--judge <url>', 'address of a model that rates the words by the published rubric')
    .option('--judge-model <name>', 'as its server calls it')
    .option(
      '--recogniser <what>',
      'measure word error rates: command:PROGRAM, http://127.0.0.1:8000/v1#MODEL, sherpa:FOLDER, none',
    )
    .option(
      '--allow-remote',
      'judge and recogniser may be another machine: words and sounds leave this one',
      false,
    )
    .option(...JSON_OPTION)
    .exitOverride()
    .action((tests: string, answers: string[], options: evaluation.ScoreOptions, command: Command) =>
      evaluation.score(session(command), tests, answers, options),
    );
  program
    .command('pack <project> <dir>')
    .description('write a training set for one character, without anything of the held-out episodes')
    .requiredOption('--character <name>', 'who is learnt')
    .addOption(
      new Option('--format <format>', 'the training tool').choices(PACK_FORMATS).makeOptionMandatory(),
    )
    .option(...SERIES)
    .option(
      '--tests <dir>',
      'the test set whose episodes are held out; drawn as `evaluate prepare` does where absent',
    )
    .option('--turns <n>', 'most turns before a target line', between(1, 100), 10)
    .option(...SEED, 'rolecall')
    .option(...ACCEPTED, false)
    .option(...JSON_OPTION)
    .exitOverride()
    .action((project: string, directory: string, options: evaluation.PackOptions, command: Command) =>
      evaluation.pack(session(command), project, directory, options),
    );
}
