/**
 * What set-up says. Everything goes to stderr, so that a command whose stdout is data
 * (`rolecall ... --json`) stays clean even when set-up runs first.
 */

/** @param {string} line one plain line of progress */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/** A failure that says what happened and what to do about it. Shown without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened
   * @param {string} remedy what the person at the keyboard can do
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

/**
 * Prints any error the way a person can use it.
 * @param {unknown} error
 */
export function sayFailure(error) {
  if (error instanceof SetupError) {
    process.stderr.write(`\nset-up failed: ${error.message}\n  remedy: ${error.remedy}\n`);
  } else {
    process.stderr.write(`\nset-up failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

/**
 * Runs an entry script: its number becomes the exit code, a failure is shown and becomes 1.
 * @param {() => Promise<number | void>} main
 */
export async function runAsMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    sayFailure(error);
    process.exitCode = 1;
  }
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** @param {number} startedAt from Date.now() */
export function secondsSince(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
