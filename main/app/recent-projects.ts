import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';

const MOST = 12;
const entries = z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.string() }));
type Entry = z.infer<typeof entries>[number];

const file = (): string => join(app.getPath('userData'), 'recent-projects.json');

function read(): Entry[] {
  try {
    return entries.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return [];
  }
}

/** Newest first, with whether the project is still where it was. */
export const recentProjects = (): (Entry & { missing: boolean })[] =>
  read().map((entry) => ({ ...entry, missing: !existsSync(join(entry.path, 'project.db')) }));

export function rememberProject(path: string): void {
  const entry = { path, name: basename(path).replace(/\.rolecall$/, ''), openedAt: new Date().toISOString() };
  const list = [entry, ...read().filter((each) => each.path !== path)].slice(0, MOST);
  mkdirSync(dirname(file()), { recursive: true });
  const beside = `${file()}.part`;
  writeFileSync(beside, JSON.stringify(list, null, 2));
  renameSync(beside, file());
}
