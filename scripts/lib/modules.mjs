/** The npm packages: installed from package-lock.json when missing or outdated, never twice. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';
import { installedLockFile, lockFile, modulesFile, modulesFolder, root } from './paths.mjs';
import { npmCommand, npmEnvironment, runInherited } from './processes.mjs';
import { SetupError, say, secondsSince } from './say.mjs';

/** Packages whose archives come without the executable bit, and the file in them that must run. */
const EXECUTABLES = [
  { folder: '@ffmpeg-installer', file: 'ffmpeg' },
  { folder: '@ffprobe-installer', file: 'ffprobe' },
];

const HEARTBEAT_MS = 10_000;

/**
 * Cheap to compare on every start: names exactly the two files that decide whether packages are current.
 * @returns {string | null} null where nothing is installed
 */
export function modulesStamp() {
  try {
    return [lockFile, installedLockFile]
      .map((file) => {
        const { mtimeMs, size } = statSync(file);
        return `${mtimeMs}:${size}`;
      })
      .join(' ');
  } catch {
    return null;
  }
}

/** Whether the packages on disk are those of package-lock.json, by what set-up remembers or by comparison. */
export function modulesAreCurrent() {
  const stamp = modulesStamp();
  if (stamp === null) return false;
  return readJson(modulesFile)?.stamp === stamp || sameAsLock();
}

/** Installs what is missing and remembers it. Safe to interrupt: npm writes its own mark at the very end. */
export async function ensureModules() {
  if (!modulesAreCurrent()) {
    await install();
    if (!sameAsLock()) {
      throw new SetupError(
        'npm finished, but node_modules is not what package-lock.json asks for',
        'delete node_modules and run the command again; if it stays, package.json and package-lock.json disagree: run npm install',
      );
    }
  }
  makeExecutable();
  const stamp = modulesStamp();
  if (readJson(modulesFile)?.stamp !== stamp) writeJson(modulesFile, { lock: lockHash(), stamp });
}

/** npm empties the folder it installs into; behind a link that is somebody else's. */
function refuseLink() {
  if (lstatSync(modulesFolder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new SetupError(
    'node_modules is a link to another folder, whose packages are not those of package-lock.json',
    'remove the link and run the command again',
  );
}

async function install() {
  refuseLink();
  const startedAt = Date.now();
  say(`installing packages (npm ci, ${existsSync(modulesFolder) ? 'outdated' : 'none yet'})`);
  const npm = npmCommand();
  const heartbeat = setInterval(() => say(`still installing (${secondsSince(startedAt)})`), HEARTBEAT_MS);
  const code = await runInherited(
    npm.command,
    [
      ...npm.args,
      'ci',
      '--include=dev',
      '--include=optional',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    // npm's own output goes where set-up's goes: stdout may be somebody's JSON.
    { cwd: root, env: npmEnvironment(), shell: npm.shell, stdio: ['ignore', 2, 2] },
  ).finally(() => clearInterval(heartbeat));
  if (code !== 0) {
    throw new SetupError(
      `npm ci ended with code ${code} (its message is above)`,
      'check that the npm registry is reachable (npm ping) and that the disk has 2 GB free, then run the same command again',
    );
  }
  say(
    `packages from the npm registry, checksums of package-lock.json verified by npm (${secondsSince(startedAt)})`,
  );
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

/**
 * Compares npm's record of what it installed with the lock file. Optional packages of other platforms are
 * absent by right.
 */
function sameAsLock() {
  const wanted = readJson(lockFile)?.packages;
  const installed = readJson(installedLockFile)?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true && !fitsThisPlatform(entry);
    return (
      found.version === entry.version && found.integrity === entry.integrity && existsSync(join(root, path))
    );
  });
}

/** @param {{os?: string | string[], cpu?: string | string[], libc?: string | string[]}} entry */
function fitsThisPlatform(entry) {
  if (entry.os === undefined && entry.cpu === undefined && entry.libc === undefined) return false;
  // A package for one C library may rightly be left out here; npm decides that, set-up does not.
  if (entry.libc !== undefined) return false;
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch);
}

/**
 * @param {string | string[] | undefined} list as in package.json: names, or names with a leading "!"
 * @param {string} name
 */
function allows(list, name) {
  if (list === undefined) return true;
  const items = Array.isArray(list) ? list : [list];
  if (items.includes(`!${name}`)) return false;
  const named = items.filter((item) => !item.startsWith('!'));
  return named.length === 0 || named.includes(name);
}

function makeExecutable() {
  if (process.platform === 'win32') return;
  for (const { folder, file } of EXECUTABLES) {
    const parent = join(modulesFolder, folder);
    if (!existsSync(parent)) continue;
    for (const platform of readdirSync(parent)) {
      const binary = join(parent, platform, file);
      if (existsSync(binary) && (statSync(binary).mode & 0o111) !== 0o111) chmodSync(binary, 0o755);
    }
  }
}
