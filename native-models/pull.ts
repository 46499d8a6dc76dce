import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled, RolecallError } from '../main/model/errors.ts';
import { type DownloadOptions, downloadTo } from './download.ts';
import { type ManifestEntry, PULLED_MODELS } from './manifest.ts';
import { checkModelFile, modelPath } from './model-files.ts';

export interface PullOptions extends DownloadOptions {
  /** Folder of the models; the user's own where absent. */
  readonly directory?: string;
  /** Tries before giving up; each goes on where the last one ended. */
  readonly attempts?: number;
  /** Milliseconds before the second try; each later one waits twice as long. */
  readonly pause?: number;
}

export interface PullResult {
  readonly path: string;
  /** False where the right file was there already. */
  readonly fetched: boolean;
}

/**
 * Downloads a model to the user's folder: goes on where an earlier try was cut off, and puts the file in its place
 * only when size and SHA-256 are what the manifest says. Nothing else in Rolecall downloads anything.
 *
 * @throws RolecallError `usage` where the model comes with Rolecall; `environment` where the download fails (what
 *   came is kept for the next try), the disk is full, or the file is not the one of the manifest (it is thrown away);
 *   `cancelled`
 */
export async function pullModel(entry: ManifestEntry, options: PullOptions = {}): Promise<PullResult> {
  const { attempts = 5, pause = 1_000, signal } = options;
  const { address } = entry;
  if (address === undefined) throw bundled(entry);
  const path = modelPath(entry, options.directory);
  if ((await checkModelFile(entry, options.directory)).kind === 'good') return { path, fetched: false };
  await mkdir(dirname(path), { recursive: true });
  // Named by the checksum: the rest of another version is not gone on with.
  const part = `${path}.${entry.sha256.slice(0, 8)}.part`;
  await requireSpace(entry, part);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await downloadTo(part, address, entry, options);
      break;
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      if (!(error instanceof RolecallError && error.passing) || attempt >= attempts) throw error;
      await sleep(pause * 2 ** (attempt - 1), undefined, signal ? { signal } : {}).catch(() => {
        throw cancelled();
      });
    }
  }
  const found = await sha256Of(part, signal);
  if (found !== entry.sha256) {
    await rm(part, { force: true });
    throw new RolecallError({
      kind: 'environment',
      message: `What ${new URL(address).host} gave for ${entry.id} has sha256 ${found} instead of ${entry.sha256}; it was thrown away.`,
      remedy:
        'Try again; if it stays so, the file was changed where it is published, and should not be used.',
      file: part,
    });
  }
  await rename(part, path);
  return { path, fetched: true };
}

/**
 * Takes a model file that was carried here by hand, after the same check. The file is copied and left alone.
 *
 * @param entry which model it should be; found by its checksum where absent
 * @throws RolecallError `input` where the file cannot be read or is none of the models
 */
export async function takeModel(
  file: string,
  entry: ManifestEntry | null,
  options: Pick<PullOptions, 'directory' | 'signal'> & { readonly models?: readonly ManifestEntry[] } = {},
): Promise<PullResult & { readonly entry: ManifestEntry }> {
  const { directory, signal, models = PULLED_MODELS } = options;
  if (entry !== null && entry.address === undefined) throw bundled(entry);
  const size = (await stat(file).catch((error: Error) => Promise.reject(unreadable(file, error)))).size;
  const found = await sha256Of(file, signal).catch((error: Error) => Promise.reject(unreadable(file, error)));
  const fitting = (entry === null ? models : [entry]).find(
    (each) => each.sha256 === found && each.size === size,
  );
  if (fitting === undefined) {
    throw new RolecallError({
      kind: 'input',
      message:
        entry === null
          ? `The file (${size} bytes, sha256 ${found}) is none of the models.`
          : `The file (${size} bytes, sha256 ${found}) is not ${entry.id} (${entry.size} bytes, sha256 ${entry.sha256}).`,
      remedy: `Download it from the address that \`rolecall models list --json\` names${entry === null ? '' : `: ${entry.address}`}.`,
      file,
    });
  }
  const path = modelPath(fitting, directory);
  if ((await checkModelFile(fitting, directory)).kind === 'good') {
    return { path, fetched: false, entry: fitting };
  }
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  try {
    await requireSpace(fitting, part);
    await copyChecked(file, part, fitting, signal);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return { path, fetched: true, entry: fitting };
}

/** Copies and hashes what is copied: the file may change after it was looked at. */
async function copyChecked(
  from: string,
  to: string,
  entry: ManifestEntry,
  signal: AbortSignal | undefined,
): Promise<void> {
  const hash = createHash('sha256');
  const handle = await open(to, 'w');
  try {
    for await (const chunk of createReadStream(from, signal ? { signal } : {})) {
      hash.update(chunk as Buffer);
      await handle.writeFile(chunk as Buffer);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') !== entry.sha256) {
    throw new RolecallError({
      kind: 'input',
      message: 'The file changed while it was copied.',
      remedy: 'Try again when nobody writes to it.',
      file: from,
    });
  }
}

async function sha256Of(file: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, signal ? { signal } : {})) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function requireSpace(entry: ManifestEntry, part: string): Promise<void> {
  const there = await stat(part).then(
    ({ size }) => size,
    () => 0,
  );
  const disk = await statfs(dirname(part)).catch(() => null);
  if (disk === null) return;
  const free = disk.bavail * disk.bsize;
  const needed = entry.size - there;
  if (free >= needed) return;
  throw new RolecallError({
    kind: 'environment',
    message: `The disk has ${megabytes(free)} free; ${entry.id} needs ${megabytes(needed)} more.`,
    remedy: 'Free some space and try again: what was downloaded is kept.',
    file: dirname(part),
  });
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

const bundled = (entry: ManifestEntry): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `${entry.id} comes with Rolecall; there is nothing to pull.`,
    remedy: 'See `rolecall models list`.',
  });

const unreadable = (file: string, error: Error): RolecallError =>
  new RolecallError({
    kind: 'input',
    message: `The file cannot be read (${error.message}).`,
    remedy: 'Name the model file that was carried here.',
    file,
    cause: error,
  });
