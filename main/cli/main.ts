/** The command line: argv in, exit code out. See docs/command-line.md for the contract. */
import { CommanderError } from 'commander';
import { asRolecallError } from '../engine/index.ts';
import { exitCodeOf } from './exit-codes.ts';
import { buildProgram } from './program.ts';

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second request does not wait for anything.
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  });
}
// `rolecall … | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const program = buildProgram(abort.signal, (code) => {
    process.exitCode = code;
  });
  await program.parseAsync(process.argv);
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : 2;
  } else {
    const error = asRolecallError(thrown);
    process.stderr.write(`rolecall: ${error.describe()}\n`);
    if (error.kind === 'internal' && error.cause instanceof Error)
      process.stderr.write(`${error.cause.stack}\n`);
    process.exitCode = abort.signal.aborted ? 130 : exitCodeOf(error);
  }
}
