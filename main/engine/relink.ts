import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { RolecallError } from '../model/index.ts';
import { listEpisodes, moveEpisodeFiles, putSetting } from '../store/index.ts';
import type { Project } from './project.ts';

/**
 * Follows a library that was moved: every file that lies in the new folder where it lay in the old one is taken
 * from there. What a person decided stays.
 *
 * @returns the project with its new library, and how many episodes were found there
 * @throws RolecallError where the folder is none, or holds nothing of this project
 */
export function relinkLibrary(project: Project, library: string): { project: Project; found: number } {
  const folder = resolve(library);
  const episodes = listEpisodes(project.database);
  const moved = (file: string | null): string | null => {
    if (file === null || file.startsWith('embedded:')) return file;
    const inside = relative(project.library, file);
    if (inside.startsWith(`..${sep}`) || inside === '..') return file;
    const there = join(folder, inside);
    return existsSync(there) ? there : file;
  };
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const found = episodes.filter((each) => isFolder && moved(each.media) !== each.media);
  if (!isFolder || (found.length === 0 && episodes.length > 0)) {
    throw new RolecallError({
      kind: 'input',
      message: 'This folder holds none of the episodes of the project.',
      remedy: 'Choose the folder that has the media where the old one had them.',
      file: folder,
    });
  }
  project.database.transaction(() => {
    putSetting(project.database, 'library', folder);
    for (const each of found) {
      moveEpisodeFiles(project.database, each.id, {
        media: moved(each.media) ?? each.media,
        subtitles: moved(each.subtitles),
        script: moved(each.script),
      });
    }
  })();
  return { project: { ...project, library: folder }, found: found.length };
}
