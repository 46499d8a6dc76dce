import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Problem, RolecallError } from '../model/index.ts';
import {
  databasePath,
  getSetting,
  listEpisodes,
  openDatabase,
  putSetting,
  stopInterrupted,
  type WritableDatabase,
} from '../store/index.ts';
import { ROLECALL_VERSION } from './version.ts';

/** An open project folder. Whoever opens it closes it. */
export interface Project {
  readonly path: string;
  readonly name: string;
  /** The folder that scans look through; only read. */
  readonly library: string;
  readonly database: WritableDatabase;
  close(): void;
}

/**
 * Makes a project folder for a library.
 *
 * @throws RolecallError kind `usage` where the library is no folder or the project exists
 */
export async function createProject(path: string, library: string): Promise<Project> {
  const project = resolve(path);
  const folder = resolve(library);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new RolecallError({
      kind: 'usage',
      message: 'The library is not a folder.',
      remedy: 'Name the folder that holds your media, subtitles and scripts.',
      file: folder,
    });
  }
  if (existsSync(databasePath(project))) {
    throw new RolecallError({
      kind: 'usage',
      message: 'There is a project here already.',
      remedy: `Use it (\`rolecall scan ${path}\`), or choose another place.`,
      file: project,
    });
  }
  const database = openDatabase(project, { create: true });
  putSetting(database, 'library', folder);
  putSetting(database, 'createdBy', `Rolecall ${ROLECALL_VERSION}`);
  return handle(project, folder, database);
}

/**
 * Opens a project; what a run left that is gone counts as stopped from then on.
 *
 * @throws RolecallError where there is no project, or its database cannot be used
 */
export function openProject(path: string): Project {
  const project = resolve(path);
  const database = openDatabase(project);
  const library = getSetting(database, 'library');
  if (library === null) {
    database.close();
    throw new RolecallError({
      kind: 'project',
      message: 'The project does not say where its library is.',
      remedy: 'Make the project again with `rolecall init`.',
      file: databasePath(project),
    });
  }
  stopInterrupted(database);
  return handle(project, library, database);
}

const handle = (path: string, library: string, database: WritableDatabase): Project => ({
  path,
  name: basename(path).replace(/\.rolecall$/, ''),
  library,
  database,
  close: () => database.close(),
});

export interface ProjectSummary {
  readonly path: string;
  readonly name: string;
  readonly library: string;
  readonly episodes: number;
  readonly utterances: number;
}

export function summarise(project: Project): ProjectSummary {
  const episodes = listEpisodes(project.database);
  return {
    path: project.path,
    name: project.name,
    library: project.library,
    episodes: episodes.length,
    utterances: episodes.reduce((sum, each) => sum + each.utterances, 0),
  };
}

/** The problem of an episode whose media is not where it was. */
export const missingMedia = (media: string): Problem => ({
  message: 'The media file is missing.',
  remedy: `Put it back at ${join(media)}, or scan the library again if it was moved.`,
  file: media,
  place: null,
});
