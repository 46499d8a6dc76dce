import type { Command } from 'commander';
import * as machine from './machine-commands.ts';
import type { Session } from './session.ts';

const JSON_OPTION = ['--json', 'print one JSON document on stdout'] as const;

/** Adds the commands about models. */
export function addModels(program: Command, session: (command: Command) => Session): void {
  const models = program
    .command('models')
    .description('the models of this installation, and those that may be pulled')
    .exitOverride();
  models
    .command('list')
    .description('every model with its source, size, licence and whether it is there')
    .option(...JSON_OPTION)
    .exitOverride()
    .action((_options, command: Command) => machine.listModels(session(command)));
  models
    .command('pull [name]')
    .description('download a speaker encoder and check it; goes on where an earlier try was cut off')
    .option('--from <file>', 'take a file that was carried here instead; no network is used')
    .option(...JSON_OPTION)
    .exitOverride()
    .action((name: string | undefined, options: { from?: string }, command: Command) =>
      machine.pullModel(session(command), name ?? null, options.from ?? null),
    );
  models
    .command('check')
    .description('checksums, and one known input through each model that is there')
    .option(...JSON_OPTION)
    .exitOverride()
    .action((_options, command: Command) => machine.checkModels(session(command)));
}
