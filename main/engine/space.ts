import { lstat, readdir, rm, statfs } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { SpaceReport } from '../contract/index.ts';
import { backupsPath, cachePath, databasePath, listEpisodes, takeRunLock } from '../store/index.ts';
import { CACHE_FILES } from './cache.ts';
import type { Project } from './project.ts';

type Kind = SpaceReport['kinds'][number]['kind'];
interface FoundFile {
  readonly file: string;
  readonly bytes: number;
}

async function filesIn(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: FoundFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await lstat(file).then(
      ({ size }) => size,
      // It went in this moment.
      () => null,
    );
    if (bytes !== null) found.push({ file, bytes });
  }
  return found;
}

/**
 * What nobody needs: half-written files and decoded sound of runs that were interrupted, and the cache of episodes
 * that are no longer in the project. While a run works its own files look the same, so nothing counts then.
 */
function isLeftover(project: Project, episodes: ReadonlySet<string>, file: string): boolean {
  const [episode = ''] = relative(cachePath(project.path), file).split(sep);
  return file.endsWith('.part') || basename(file) === CACHE_FILES.samples || !episodes.has(episode);
}

async function cacheByKind(project: Project): Promise<{ kind: Kind; found: FoundFile }[]> {
  const episodes = new Set(listEpisodes(project.database).map(({ id }) => id));
  return (await filesIn(cachePath(project.path))).map((found) => ({
    found,
    kind: isLeftover(project, episodes, found.file)
      ? 'leftovers'
      : basename(found.file) === CACHE_FILES.audio
        ? 'listening'
        : 'analysis',
  }));
}

/** What the project's folder holds, by kind, and what the disk has left. */
export async function spaceOf(project: Project): Promise<SpaceReport> {
  const sums = new Map<Kind, { bytes: number; files: number }>();
  const add = (kind: Kind, found: readonly FoundFile[]): void => {
    const sum = sums.get(kind) ?? { bytes: 0, files: 0 };
    for (const { bytes } of found) {
      sum.bytes += bytes;
      sum.files += 1;
    }
    sums.set(kind, sum);
  };
  for (const { kind, found } of await cacheByKind(project)) add(kind, [found]);
  const main = basename(databasePath(project.path));
  const top = await readdir(project.path, { withFileTypes: true });
  for (const entry of top)
    if (entry.isFile() && entry.name.startsWith(main)) {
      const file = join(project.path, entry.name);
      add('database', [{ file, bytes: (await lstat(file)).size }]);
    }
  add('backups', await filesIn(backupsPath(project.path)));
  add('exports', await filesIn(join(project.path, 'exports')));
  const { bavail, bsize } = await statfs(project.path);
  const order: readonly Kind[] = ['listening', 'analysis', 'leftovers', 'database', 'backups', 'exports'];
  return {
    project: project.path,
    kinds: order.map((kind) => ({ kind, ...(sums.get(kind) ?? { bytes: 0, files: 0 }) })),
    free: bavail * bsize,
  };
}

/**
 * Removes leftovers, or the whole cache. The user's media, the decisions, backups and exports are never touched.
 *
 * @returns the bytes that were freed
 * @throws RolecallError `project` while a run works on the project
 */
export async function freeSpace(project: Project, what: 'leftovers' | 'cache'): Promise<number> {
  const lock = takeRunLock(project.database, project.path);
  try {
    let bytes = 0;
    for (const { kind, found } of await cacheByKind(project)) {
      if (what === 'leftovers' && kind !== 'leftovers') continue;
      await rm(found.file, { force: true });
      bytes += found.bytes;
    }
    return bytes;
  } finally {
    lock.giveBack();
  }
}
