import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RolecallError } from '../model/index.ts';
import { MANIFEST_FILE } from './manifest.ts';

/** Marks a folder that is being written: only such a one is ever removed. */
const MARK = '.rolecall-export';
/** Where sound lies that is decoded for an export: what an interrupted one leaves there, the next one takes away. */
const TEMPORARY = '.temporary';

/** The folder for passing files of an export to this target. */
export const temporaryFolder = (target: string): string => join(`${resolve(target)}.part`, TEMPORARY);

/**
 * The folder that an export is written to, beside its target, until it takes the target's place.
 * Whoever prepares one ends it with `finish` or `discard`.
 */
export interface Workplace {
  readonly folder: string;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Makes the workplace `TARGET.part`; clears away what an interrupted export left, and puts back
 * what it had set aside.
 *
 * @throws RolecallError `usage` where target or workplace exist and are not ours: nothing is changed then
 */
export async function prepareWorkplace(target: string): Promise<Workplace> {
  const folder = `${target}.part`;
  const aside = `${target}.old`;
  await refuseForeign(target, MANIFEST_FILE);
  await refuseForeign(folder, MARK);
  await refuseForeign(aside, MANIFEST_FILE);
  if (existsSync(aside)) {
    // An export was interrupted between its two renames: the old dataset is the only whole one.
    if (existsSync(join(target, MANIFEST_FILE))) await remove(aside);
    else {
      await rm(target, { recursive: true, force: true });
      await rename(aside, target);
    }
  }
  await remove(folder);
  await mkdir(dirname(target), { recursive: true });
  await mkdir(folder);
  await (await open(join(folder, MARK), 'w')).close();
  return {
    folder,
    async finish() {
      await rm(join(folder, TEMPORARY), { recursive: true, force: true });
      await rm(join(folder, MARK));
      if (existsSync(target)) await rename(target, aside);
      await rename(folder, target);
      await syncFolder(dirname(target));
      await remove(aside);
    },
    discard: () => remove(folder),
  };
}

/** Takes a folder of ours away; what makes it ours goes last, so that what an interruption leaves is still ours. */
async function remove(folder: string): Promise<void> {
  const marks = new Set([MARK, MANIFEST_FILE]);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!marks.has(name)) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function refuseForeign(folder: string, mark: string): Promise<void> {
  if (!existsSync(folder)) return;
  if ((await stat(folder)).isDirectory()) {
    if (existsSync(join(folder, mark)) && mark === MARK) return;
    if ((await readdir(folder)).length === 0) return;
    const said = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => '');
    if (said.includes('"rolecall-dataset"')) return;
  }
  throw new RolecallError({
    kind: 'usage',
    message: `${basename(folder)} exists and is not a dataset that Rolecall exported.`,
    remedy: 'Choose a new or empty folder; nothing was changed.',
    file: folder,
  });
}

/** A rename is only safe from a power cut once its folder is written; not every system can be asked to. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no folders.
  }
}
