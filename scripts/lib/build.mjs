/**
 * The bundles of dist/:
 *   engine.mjs         the engine process, for the pinned Node 24 or Electron's utility process
 *   inference.mjs      a process that runs models, forked by the engine
 *   sherpa.mjs         a process that recognises speech with sherpa-onnx, started by the engine
 *   app/main.cjs       Electron's main process; CommonJS for the Node 18 of Electron 25
 *   app/preload.cjs    one sandboxed file that requires nothing but electron
 *   renderer/          the window's page, for Chrome 114 and newer
 * They are made in a temporary folder and put in place together.
 */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { fingerprintFile, sourcesFingerprint } from './build-if-changed.mjs';
import { inTemporaryFolder, putInPlace, writeJson } from './files.mjs';
import { keepModuleAddresses } from './module-addresses.mjs';
import { distFolder, root } from './paths.mjs';
import { SetupError } from './say.mjs';

/** Packages that hold native code or find files beside themselves: loaded from node_modules, not bundled. */
const NATIVE_PACKAGES = [
  'better-sqlite3',
  'onnxruntime-node',
  '@ffmpeg-installer/ffmpeg',
  '@ffprobe-installer/ffprobe',
  // Megabytes of statistics that only a run needs.
  'eld',
  'eld/small',
];
const BUILT_IN = [...builtinModules, /^node:/];

/**
 * @typedef {object} NodeBundle
 * @property {string} entry relative to the repository
 * @property {string} output relative to dist/
 * @property {'es' | 'cjs'} format
 * @property {string} target
 * @property {string[]} external
 */

/** @type {NodeBundle[]} */
const NODE_BUNDLES = [
  {
    entry: 'main/engine/process.ts',
    output: 'engine.mjs',
    format: 'es',
    target: 'node24',
    external: NATIVE_PACKAGES,
  },
  {
    entry: 'native-models/inference-process.ts',
    output: 'inference.mjs',
    format: 'es',
    target: 'node24',
    external: NATIVE_PACKAGES,
  },
  {
    entry: 'native-models/sherpa-process.ts',
    output: 'sherpa.mjs',
    format: 'es',
    target: 'node24',
    external: NATIVE_PACKAGES,
  },
  {
    entry: 'main/app/main.ts',
    output: 'app/main.cjs',
    format: 'cjs',
    target: 'node18',
    external: ['electron'],
  },
  {
    entry: 'main/preload/preload.ts',
    output: 'app/preload.cjs',
    format: 'cjs',
    target: 'chrome114',
    external: ['electron'],
  },
];
const PAGE = 'renderer/index.html';

/** Builds everything. A missing entry is an error that names it. */
export async function buildAll() {
  const missing = [...NODE_BUNDLES.map(({ entry }) => entry), PAGE].filter(
    (entry) => !existsSync(join(root, entry)),
  );
  if (missing.length > 0) {
    throw new SetupError(
      `the build's entry is missing: ${missing.join(', ')}`,
      'restore it (git status shows what was deleted)',
    );
  }
  const sources = sourcesFingerprint();
  await inTemporaryFolder('dist', async (folder) => {
    const made = join(folder, 'dist');
    for (const bundle of NODE_BUNDLES) await buildForNode(bundle, made);
    await buildPage(made);
    refuseUnsandboxedPreload(readFileSync(join(made, 'app', 'preload.cjs'), 'utf8'));
    writeJson(join(made, 'package.json'), appPackage());
    writeJson(join(made, relative(distFolder, fingerprintFile)), { sources });
    putInPlace(made, distFolder);
  });
}

/**
 * @param {NodeBundle} bundle
 * @param {string} outDir
 */
async function buildForNode({ entry, output, format, target, external }, outDir) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [keepModuleAddresses({ entry: join(root, entry), outputFile: join(distFolder, output) })],
    ssr: { target: 'node', noExternal: true, external },
    build: {
      ssr: join(root, entry),
      outDir,
      emptyOutDir: false,
      target,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        external: [...external, ...BUILT_IN],
        output: { format, entryFileNames: output, codeSplitting: false },
      },
    },
  });
}

/** @param {string} outDir */
async function buildPage(outDir) {
  await build({
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: join(outDir, 'renderer'),
      emptyOutDir: true,
      target: 'chrome114',
      cssTarget: 'chrome114',
      sourcemap: true,
      // The page's policy allows no data: URLs for scripts and fonts, and no inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  });
}

/**
 * A sandboxed preload may require electron and nothing else; anything more fails only when the window opens.
 * @param {string} code
 */
function refuseUnsandboxedPreload(code) {
  const other = Array.from(code.matchAll(/\brequire\(["']([^"']+)["']\)/g), (match) => match[1]).find(
    (name) => name !== 'electron',
  );
  if (other === undefined) return;
  throw new SetupError(
    `the preload requires ${other}, which its sandbox does not have`,
    'take the import out of main/preload and of what it imports (main/contract)',
  );
}

/** What Electron reads to find the app in dist/. */
function appPackage() {
  const { name, version, description, license } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return {
    name,
    productName: 'Rolecall',
    version,
    description,
    license,
    private: true,
    main: 'app/main.cjs',
  };
}
