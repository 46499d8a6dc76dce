/** What Node and glibc read when the engine starts; where it is set already, that stays. */
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { root, setupFolder } from './paths.mjs';

/**
 * A run takes about a hundred megabytes less with these, for the same results (docs/batch.md, "Memory"):
 * - the sources are compiled once for all processes, not in each, which costs 20 MB there and half a second;
 * - freed blocks from one megabyte on go back to the system. Left alone, glibc raises that bound to the largest block
 *   that was ever freed, and each of Node's threads keeps a heap of its own. The window starts its engine with the same.
 * @returns {NodeJS.ProcessEnv}
 */
export const engineEnvironment = () => ({
  NODE_COMPILE_CACHE: join(setupFolder, 'compile-cache'),
  ...readJson(join(root, 'main', 'app', 'freed-memory.json')),
  ...process.env,
});
