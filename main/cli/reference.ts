import type { Command, Option } from 'commander';
import { ENVIRONMENT } from './environment.ts';
import { buildProgram } from './program.ts';

/** The reference of the command line in Markdown, made from the commands themselves. */
export function commandLineReference(): string {
  const program = buildProgram(new AbortController().signal, () => {});
  const commands = program.commands.flatMap((command) =>
    command.commands.length > 0
      ? command.commands.map((each) => ({ parent: command.name(), command: each }))
      : [{ parent: '', command }],
  );
  return `# The command line

Made from the program by \`npm run docs\`; a test compares the two.

\`rolecall\` stands for \`npx rolecall\` in a clone of the repository. \`--json\` prints one JSON document on stdout and
nothing else there; progress and messages go to stderr. Times are in seconds. No command asks anything. Every command
takes \`--help\`; \`rolecall --version\` says which Rolecall this is.

Exit codes: 0 done; 1 done with failures that are listed; 2 wrong usage or unreadable input; 130 cancelled.

${commands.map(({ parent, command }) => section(parent, command)).join('\n')}
## Variables of the environment

| variable | what it sets |
|---|---|
${Object.entries(ENVIRONMENT)
  .map(([name, meaning]) => `| \`${name}\` | ${meaning} |`)
  .join('\n')}
`;
}

function section(parent: string, command: Command): string {
  const name = ['rolecall', parent, command.name()].filter(Boolean).join(' ');
  const usage = `${name} ${command.usage()}`;
  const options = command.options
    .map((option) => `| \`${cell(option.flags)}\` | ${cell(option.description)}${cell(limits(option))} |`)
    .join('\n');
  return `## ${name}

${sentence(command.description())}

    ${usage}

${options === '' ? '' : `| option | meaning |\n|---|---|\n${options}\n`}`;
}

/** What an option allows, and what it is where nobody gives it. */
function limits(option: Option): string {
  const choices = option.argChoices === undefined ? '' : `; one of ${option.argChoices.join(', ')}`;
  const usual = option.defaultValueDescription ?? option.defaultValue;
  // A flag that is off unless it is given needs no word.
  const isSaid = usual !== undefined && usual !== false;
  return `${choices}${option.mandatory ? ' (needed)' : isSaid ? ` (${String(usual)} unless given)` : ''}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
