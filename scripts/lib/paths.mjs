/** Where things lie in the repository. Every script takes its places from here. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What set-up made and remembers; never in git, may be deleted at any time. */
export const setupFolder = join(root, '.setup');
export const runtimeFile = join(setupFolder, 'runtime.json');
export const modulesFile = join(setupFolder, 'modules.json');
export const electronFolder = join(setupFolder, 'electron');

export const lockFile = join(root, 'package-lock.json');
export const modulesFolder = join(root, 'node_modules');
/** npm writes this last, so its presence says that an installation was finished. */
export const installedLockFile = join(modulesFolder, '.package-lock.json');

export const distFolder = join(root, 'dist');
