/** dist/ is rebuilt when, and only when, the sources' fingerprint is another than the one it was built from. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readJson } from './files.mjs';
import { distFolder, lockFile, root } from './paths.mjs';
import { runInherited } from './processes.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

export const fingerprintFile = join(distFolder, 'fingerprint.json');

/** Folders and files that a build is made from. Models are read in place, not built. */
const SOURCES = ['main', 'renderer', 'native-models', 'scripts/build.mjs', 'scripts/lib', 'package.json'];
const SOURCE_FILE = /\.(?:ts|tsx|mjs|json|css|html|svg|png|woff2)$/;

/** @returns {string} SHA-256 over the names and contents of all sources and of package-lock.json */
export function sourcesFingerprint() {
  const hash = createHash('sha256');
  for (const file of [...SOURCES.flatMap((name) => filesUnder(join(root, name))), lockFile]) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} node the pinned Node: the bundler does not run on every Node that set-up runs on */
export async function ensureBuild(node) {
  if (readJson(fingerprintFile)?.sources === sourcesFingerprint()) return;
  const startedAt = Date.now();
  say('building dist/');
  const code = await runInherited(node, [join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) {
    throw new SetupError(
      'the build failed (its message is above)',
      'mend what it names and run the same command again',
    );
  }
  say(`dist/ is built from this folder's sources (${secondsSince(startedAt)})`);
}

/**
 * @param {string} path a file or a folder
 * @returns {string[]} sorted, so that the fingerprint does not depend on the file system
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) return filesUnder(inside);
      return SOURCE_FILE.test(entry.name) ? [inside] : [];
    });
}
