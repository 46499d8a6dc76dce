/** Small file helpers of set-up: JSON with a default, atomic writes, checksums, temporary folders. */
import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setupFolder } from './paths.mjs';
import { isAlive } from './processes.mjs';

/**
 * The parsed file, or null where it is absent or is not JSON (set-up then makes it anew).
 * @param {string} file
 * @returns {any}
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Writes beside the target and renames, so that a reader never sees half a file.
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(
    dirname(file),
    `.${basename(file)}.${process.pid}.${randomBytes(4).toString('hex')}`,
  );
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, file);
}

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @returns {Promise<string>} hexadecimal digest
 */
export async function digestOf(file, algorithm) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * A fresh folder under .setup that carries its owner's process id, and is removed when `use` ends.
 * Folders whose owner died (an interrupted set-up) are cleared on the way.
 * @template T
 * @param {string} label
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function inTemporaryFolder(label, use) {
  clearAbandoned();
  const folder = join(setupFolder, `tmp-${process.pid}-${label}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes temporary folders that an interrupted set-up left behind. */
function clearAbandoned() {
  if (!existsSync(setupFolder)) return;
  for (const name of readdirSync(setupFolder)) {
    const owner = /^tmp-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      rmSync(join(setupFolder, name), { recursive: true, force: true });
    }
  }
}

/**
 * Puts a finished folder in its place. What stood there is moved away first, so that the place holds
 * the old folder, nothing, or the new one, never a mixture.
 * @param {string} finished
 * @param {string} target
 */
export function putInPlace(finished, target) {
  const replaced = join(setupFolder, `tmp-${process.pid}-replaced-${randomBytes(4).toString('hex')}`);
  mkdirSync(setupFolder, { recursive: true });
  if (existsSync(target)) renameSync(target, replaced);
  renameSync(finished, target);
  rmSync(replaced, { recursive: true, force: true });
}
