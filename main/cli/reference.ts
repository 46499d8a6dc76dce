import type { Command } from 'commander';
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
nothing else there; progress and messages go to stderr. Times are in seconds. No command asks anything.

Exit codes: 0 done; 1 done with failures that are listed; 2 wrong usage or unreadable input; 130 cancelled.

${commands.map(({ parent, command }) => section(parent, command)).join('\n')}`;
}

function section(parent: string, command: Command): string {
  const name = ['rolecall', parent, command.name()].filter(Boolean).join(' ');
  const usage = `${name} ${command.usage()}`;
  const options = command.options
    .map(
      (option) =>
        `| \`${option.flags.replaceAll('|', '\\|')}\` | ${option.description}${option.mandatory ? ' (needed)' : ''} |`,
    )
    .join('\n');
  return `## ${name}

${sentence(command.description())}

    ${usage}

${options === '' ? '' : `| option | meaning |\n|---|---|\n${options}\n`}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
