import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RolecallError } from '../model/errors.ts';

const DEEPEST = 12;
const MOST_FILES = 500_000;

/**
 * Paths of all files below a library folder, relative to it, with `/`, sorted. Links to folders are followed
 * once; hidden folders and Rolecall's own projects are passed over.
 *
 * @throws RolecallError where the folder cannot be read or holds more files than any library
 */
export async function listLibraryFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = async (folder: string, depth: number): Promise<void> => {
    const real = await realpath(folder).catch(() => null);
    // The library itself must be there: an empty answer would make every episode missing.
    if (real === null && folder === root) throw unreadable(root, 'ENOENT');
    if (real === null || seen.has(real) || depth > DEEPEST) return;
    seen.add(real);
    for (const entry of await entriesOf(folder, root)) {
      if (entry.name.startsWith('.') || entry.name.endsWith('.rolecall')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path))))
        await visit(path, depth + 1);
      else found.push(relative(root, path).split(sep).join('/'));
      if (found.length > MOST_FILES) throw tooMany(root);
    }
  };
  await visit(root, 0);
  return found.sort();
}

async function entriesOf(folder: string, root: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    // One locked folder does not hide the rest of a library; the library itself must be readable.
    if (folder !== root) return [];
    throw unreadable(root, (cause as NodeJS.ErrnoException).code ?? String(cause));
  }
}

const unreadable = (root: string, why: string): RolecallError =>
  new RolecallError({
    kind: 'input',
    message: `The library cannot be read (${why}).`,
    remedy: 'Put the folder back, or give yourself the right to read it.',
    file: root,
  });

const isFolder = async (path: string): Promise<boolean> =>
  readdir(path).then(
    () => true,
    () => false,
  );

const tooMany = (root: string): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `The folder holds more than ${MOST_FILES} files.`,
    remedy: 'Choose the folder of the library itself, not the whole disk.',
    file: root,
  });
