/** The steps of set-up in their order. Each looks first and does nothing where nothing is to be done. */
import { ensureBuild } from './build-if-changed.mjs';
import { ensureElectron, rememberedElectron } from './electron.mjs';
import { readJson, writeJson } from './files.mjs';
import { whileLocked } from './lock.mjs';
import { ensureModules } from './modules.mjs';
import { root, runtimeFile } from './paths.mjs';
import { findPinnedNode } from './pinned-node.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/**
 * @typedef {object} Needs
 * @property {boolean} [electron] the window's runtime and its system libraries
 * @property {boolean} [display] an invisible display (Xvfb), where there is no real one
 * @property {boolean} [build] dist/
 * @property {string | undefined} [preferElectron] 'official' or 'registry': only that source, replacing the other
 */

/**
 * Packages and the pinned Node always; the rest by need.
 * @param {Needs} [needs]
 * @returns {Promise<{node: string}>} the executable that everything of the project runs on
 */
export async function setUp(needs = {}) {
  const oldest = 20;
  if (Number(process.versions.node.split('.')[0]) < oldest) {
    const { SetupError } = await import('./say.mjs');
    throw new SetupError(`Node ${process.version} is too old`, `install Node ${oldest} or newer`);
  }
  return whileLocked(async () => {
    await ensureModules();
    const runtime = findPinnedNode();
    remember(runtime);
    if (needs.electron === true) await ensureElectron({ node: runtime.node, prefer: needs.preferElectron });
    if (needs.electron === true || needs.display === true) {
      await ensureSystemLibraries({
        electron: needs.electron === true ? (rememberedElectron()?.electron ?? null) : null,
        display: needs.display === true && needsOwnDisplay(),
      });
    }
    if (needs.build === true) await ensureBuild(runtime.node);
    return { node: runtime.node };
  });
}

/** Linux without a display: tests then make an invisible one. */
export function needsOwnDisplay() {
  return process.platform === 'linux' && !hasDisplay();
}

/** Whether a window could be seen by somebody here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @param {import('./pinned-node.mjs').PinnedNode} runtime */
function remember(runtime) {
  const known = readJson(runtimeFile);
  const kept = known?.root === root ? known : {};
  if (
    kept.node === runtime.node &&
    kept.nodeVersion === runtime.nodeVersion &&
    kept.nodeSource === runtime.nodeSource
  )
    return;
  writeJson(runtimeFile, { ...kept, root, ...runtime });
}
