import { lstat } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { describeFile, listFiles, MANIFEST_FILE, type Manifest } from '../manifest.ts';
import { folded } from '../names.ts';
import type { Finding } from './report.ts';

/** Whether a path of a manifest or a row stays inside the folder. */
export const isInside = (path: string): boolean =>
  !isAbsolute(path) &&
  !path.includes('\\') &&
  !/^[a-z]:/i.test(path) &&
  !normalize(path).split(sep).includes('..');

/** Every file against its checksum; nothing missing, nothing that is not listed, no links, no twins. */
export async function checkFiles(
  folder: string,
  stated: Manifest,
  findings: Finding[],
  signal: AbortSignal,
): Promise<void> {
  const listed = new Set<string>([MANIFEST_FILE]);
  const names = new Map<string, string>();
  for (const entry of stated.files) {
    signal.throwIfAborted();
    const say = (message: string): unknown => findings.push({ file: entry.path, message });
    const twin = names.get(folded(entry.path));
    if (listed.has(entry.path)) say('is listed twice');
    else if (twin !== undefined) say(`differs from ${twin} in case or composition only`);
    listed.add(entry.path);
    names.set(folded(entry.path), entry.path);
    if (!isInside(entry.path)) {
      say('leads out of the folder');
      continue;
    }
    const file = join(folder, entry.path);
    const found = await lstat(file).catch(() => null);
    if (found === null) say('is missing');
    else if (!found.isFile()) say('is not a plain file');
    else if (found.size !== entry.size) say(`has ${found.size} bytes, should have ${entry.size}`);
    else if ((await describeFile(file)).sha256 !== entry.sha256) say('has other content than exported');
  }
  for (const path of await listFiles(folder)) {
    if (!listed.has(path)) findings.push({ file: path, message: 'is not listed in the manifest' });
  }
}
