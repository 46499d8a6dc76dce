/** An invisible display for tests: Xvfb, started and ended here (xvfb-run is often not installed). */
import { spawn } from 'node:child_process';
import { SetupError } from './say.mjs';

const START_LIMIT_MS = 20_000;

/**
 * Runs `work` with a DISPLAY of its own. The server chooses a free number and tells it on descriptor 3.
 * @template T
 * @param {(env: {DISPLAY: string}) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInvisibleDisplay(work) {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  const end = () => server.kill('SIGTERM');
  process.once('exit', end);
  try {
    return await work({ DISPLAY: `:${await displayNumber(server)}` });
  } finally {
    process.off('exit', end);
    end();
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    let number = '';
    const fail = (/** @type {string} */ reason) => {
      clearTimeout(limit);
      reject(
        new SetupError(
          `the invisible display did not start: ${reason}`,
          'try it by hand: Xvfb :99 -screen 0 1600x1000x24',
        ),
      );
    };
    const limit = setTimeout(
      () => fail(`nothing heard for ${START_LIMIT_MS / 1000} s ${said}`),
      START_LIMIT_MS,
    );
    server.stderr?.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-500);
    });
    const answer = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    answer.setEncoding('utf8').on('data', (text) => {
      number += text;
      if (!number.includes('\n')) return;
      clearTimeout(limit);
      resolve(number.trim());
    });
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`Xvfb ended with code ${code} ${said.trim()}`));
  });
}
