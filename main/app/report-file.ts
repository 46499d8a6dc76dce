import { lstatSync } from 'node:fs';
import { resolve, sep } from 'node:path';

/** Whether this is a page that Rolecall wrote: a plain `.html` file inside a project's folder. Nothing else is opened. */
export function isReport(path: string): boolean {
  const folders = resolve(path).split(sep).slice(0, -1);
  if (!path.endsWith('.html') || !folders.some((folder) => folder.endsWith('.rolecall'))) return false;
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}
