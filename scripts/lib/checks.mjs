/** Everything that is checked without running the product: types, style, walls, generated documents. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { runQuietly } from './processes.mjs';

/**
 * @typedef {{name: string, args: string[]}} Check a name for people and what the pinned Node runs for it
 */

/** @returns {Check[]} */
function allChecks() {
  const inModules = (/** @type {string[]} */ ...parts) => join(root, 'node_modules', ...parts);
  return [
    { name: 'types (tsc)', args: [inModules('typescript', 'bin', 'tsc'), '--build', '--pretty', 'false'] },
    {
      name: 'format and lint (biome)',
      args: [inModules('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '.'],
    },
    {
      name: 'walls between rooms (dependency-cruiser)',
      args: [
        inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err-long',
        ...['main', 'renderer', 'native-models', 'test', 'scripts', 'bin'].filter((folder) =>
          existsSync(join(root, folder)),
        ),
      ],
    },
    ...generatedDocuments(),
  ];
}

/** Each scripts/docs/*.ts makes one document, and with --check compares it with the one that is committed. */
function generatedDocuments() {
  const folder = join(root, 'scripts', 'docs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => ({ name: `generated document (${file})`, args: [join(folder, file), '--check'] }));
}

/**
 * Runs all checks side by side and prints each with its result.
 * @param {string} node
 * @returns {Promise<{passed: number, failed: number, skipped: number}>}
 */
export async function runChecks(node) {
  const results = await Promise.all(
    allChecks().map(async (check) => {
      const startedAt = Date.now();
      const { code, stdout, stderr } = await runQuietly(
        node,
        ['--disable-warning=ExperimentalWarning', ...check.args],
        { cwd: root },
      );
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      if (code === 0) console.log(`check passed: ${check.name} (${seconds} s)`);
      else console.log(`check FAILED: ${check.name} (${seconds} s)\n${stdout}${stderr}`);
      return code === 0;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}
