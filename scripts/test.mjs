/**
 * npm test [-- --only check|unit|e2e] [-- FILTER...]: sets up, checks, runs every test, and ends with one
 * plain line: `N passed, N failed, N skipped`.
 */
import { join } from 'node:path';
import { runChecks } from './lib/checks.mjs';
import { countsOf } from './lib/counts.mjs';
import { withInvisibleDisplay } from './lib/display.mjs';
import { inTemporaryFolder, readJson } from './lib/files.mjs';
import { root } from './lib/paths.mjs';
import { runInherited } from './lib/processes.mjs';
import { sayFailure } from './lib/say.mjs';
import { needsOwnDisplay, setUp } from './lib/set-up.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

const { only, filters } = readArguments(process.argv.slice(2));
const wanted = (/** @type {string} */ part) => only === undefined || only === part;

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  const endToEnd = wanted('e2e');
  const { node } = await setUp({ electron: endToEnd, display: endToEnd, build: endToEnd });
  if (wanted('check')) add(await part('check', () => runChecks(node)));
  if (wanted('unit'))
    add(await part('unit and integration tests', () => runVitest(node, 'vitest.config.ts')));
  if (endToEnd) {
    add(
      await part('end-to-end tests', () =>
        onSomeDisplay((env) => runVitest(node, 'test/end-to-end/vitest.config.ts', env)),
      ),
    );
  }
} catch (error) {
  sayFailure(error);
  total.failed += 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** @param {Counts} counts */
function add(counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

/**
 * @param {string} title
 * @param {() => Promise<Counts>} run
 */
async function part(title, run) {
  const startedAt = Date.now();
  console.log(`\n== ${title}`);
  const counts = await run();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `== ${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`,
  );
  return counts;
}

/**
 * @param {(env: NodeJS.ProcessEnv) => Promise<Counts>} run
 * @returns {Promise<Counts>}
 */
function onSomeDisplay(run) {
  return needsOwnDisplay() ? withInvisibleDisplay(run) : run({});
}

/**
 * @param {string} node
 * @param {string} config
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
function runVitest(node, config, env = {}) {
  return inTemporaryFolder('test', async (folder) => {
    const report = join(folder, 'report.json');
    const code = await runInherited(
      node,
      [
        join(root, 'node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--config',
        config,
        `--passWithNoTests=${filters.length > 0}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...filters,
      ],
      { cwd: root, env: { ...process.env, ...env } },
    );
    return countsOf(readJson(report), code);
  });
}

/** @param {string[]} args */
function readArguments(args) {
  const at = args.indexOf('--only');
  if (at === -1) return { only: undefined, filters: args };
  const only = args[at + 1];
  if (!['check', 'unit', 'e2e'].includes(only ?? '')) {
    process.stderr.write('usage: npm test -- [--only check|unit|e2e] [FILTER...]\n');
    process.exit(2);
  }
  return { only, filters: args.filter((_, index) => index !== at && index !== at + 1) };
}
