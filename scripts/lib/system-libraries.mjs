/** Debian packages that Electron and the invisible display need. Installed where set-up may, named where not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { findOnPath, runInherited, runQuietly } from './processes.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

/**
 * @param {{electron: string | null, display: boolean}} needs the Electron executable whose libraries must be
 *   there, and whether a display must be made (Xvfb)
 */
export async function ensureSystemLibraries({ electron, display }) {
  if (process.platform !== 'linux') return;
  const missing = await missingParts({ electron, display });
  if (missing.length === 0) return;
  say(`system libraries missing: ${missing.join(', ')}`);
  const wanted = await aptNames({ electron: electron !== null, display });
  if (!mayInstall()) throw notAllowed(missing, wanted);
  await aptInstall({ electron: electron !== null, display });
  const still = await missingParts({ electron, display });
  if (still.length > 0) {
    throw new SetupError(
      `still missing after apt-get install: ${still.join(', ')}`,
      'install what holds them and run the command again',
    );
  }
}

/**
 * @param {{electron: string | null, display: boolean}} needs
 * @returns {Promise<string[]>} names of shared libraries and programs
 */
async function missingParts({ electron, display }) {
  const missing = [];
  if (electron !== null) {
    const { stdout } = await runQuietly('ldd', [electron]);
    // Electron's own libraries lie beside it and are found at run time through its rpath.
    missing.push(...Array.from(stdout.matchAll(/^\s*(\S+) => not found$/gm), (match) => match[1] ?? ''));
  }
  if (display && findOnPath('Xvfb') === null) missing.push('Xvfb');
  return missing;
}

function mayInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && findOnPath('apt-get') !== null;
}

/**
 * @param {string[]} missing
 * @param {string[]} wanted
 */
function notAllowed(missing, wanted) {
  const what = `${missing.join(', ')} must be installed, which needs the system's administrator`;
  if (existsSync('/etc/debian_version')) {
    return new SetupError(
      what,
      `run this once: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${wanted.join(' ')}`,
    );
  }
  return new SetupError(
    what,
    `install your system's packages for GTK 3, NSS, ALSA, GBM and Xvfb (on Debian they are: ${wanted.join(' ')})`,
  );
}

/** @param {{electron: boolean, display: boolean}} needs */
async function aptInstall(needs) {
  const startedAt = Date.now();
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  const quiet = { env, stdio: /** @type {['ignore', 'ignore', 2]} */ (['ignore', 'ignore', 2]) };
  // A fresh container has no package lists: fetch them, then choose names and install.
  say('apt-get update');
  if ((await runInherited('apt-get', ['update', '-qq', ...wait], quiet)) !== 0) {
    say('apt-get update had failures; going on with the lists that are there');
  }
  const names = await aptNames(needs);
  say(`apt-get install ${names.join(' ')}`);
  const code = await runInherited(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...wait, ...names],
    quiet,
  );
  if (code !== 0) {
    throw new SetupError(
      `apt-get install ended with code ${code} (its message is above)`,
      `run it by hand: apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  say(`system libraries from Debian's packages, signatures verified by apt (${secondsSince(startedAt)})`);
}

/**
 * The names of this release: of each list in the manifest the first that apt knows, else the last.
 * @param {{electron: boolean, display: boolean}} needs
 */
async function aptNames({ electron, display }) {
  const { systemLibraries } = JSON.parse(
    readFileSync(join(root, 'scripts', 'runtime-manifest.json'), 'utf8'),
  );
  /** @type {string[][]} */
  const lists = [...(electron ? systemLibraries.electron : []), ...(display ? systemLibraries.display : [])];
  const { stdout } = await runQuietly('apt-cache', ['search', '--names-only', '^lib|^xvfb$']);
  const known = new Set(stdout.split('\n').map((line) => line.split(' ')[0]));
  return lists.map((names) => names.find((name) => known.has(name)) ?? names.at(-1) ?? '').filter(Boolean);
}
