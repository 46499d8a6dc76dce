import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RolecallError } from '../main/model/errors.ts';
import type { ManifestEntry } from './manifest.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** Native code cannot read inside Electron's archive; what it needs is unpacked beside it. */
const outsideArchive = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

/**
 * The folder of the model files, whether this code runs from its source, from a bundle in `dist/`
 * or from a packaged application. `ROLECALL_MODELS` overrides it.
 */
export function modelsDirectory(): string {
  const override = process.env['ROLECALL_MODELS'];
  if (override) return override;
  const candidates = [here, join(here, '..', 'native-models'), join(here, 'native-models')].map(
    outsideArchive,
  );
  return candidates.find((folder) => existsSync(join(folder, 'rolecall-voice-v0'))) ?? candidates[0]!;
}

/**
 * The script that an inference process runs: the source where it is there, else the bundle of it
 * (a packaged application leaves the sources out).
 */
export const inferenceEntry = (): string => processEntry('inference');

/** The same of the process that runs sherpa-onnx. */
export const sherpaEntry = (): string => processEntry('sherpa');

function processEntry(name: string): string {
  const candidates = [
    join(here, `${name}-process.ts`),
    join(here, '..', 'dist', `${name}.mjs`),
    join(here, `${name}.mjs`),
  ].map(outsideArchive);
  return candidates.find((file) => existsSync(file)) ?? candidates[0]!;
}

/**
 * What Rolecall keeps for this user on this machine, outside all projects: `ROLECALL_USER_FOLDER`, or the data folder
 * that the platform gives each user.
 */
export function userFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const override = environment['ROLECALL_USER_FOLDER'];
  if (override) return override;
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Rolecall');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Rolecall');
  const data = environment['XDG_DATA_HOME'];
  // The XDG rules: a relative path is not to be used.
  return join(data?.startsWith('/') ? data : join(homedir(), '.local', 'share'), 'rolecall');
}

/** The user's folder of models that were pulled: `ROLECALL_PULLED_MODELS`, or `models` in the user's folder. */
export const pulledModelsDirectory = (
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string => environment['ROLECALL_PULLED_MODELS'] || join(userFolder(environment, platform), 'models');

/** Whether a model comes with Rolecall or has to be pulled first. */
export const isPulled = (entry: ManifestEntry): boolean => entry.address !== undefined;

/** @param directory of all models, instead of the usual ones */
export const modelPath = (entry: ManifestEntry, directory?: string): string =>
  join(
    directory ?? (isPulled(entry) ? pulledModelsDirectory() : modelsDirectory()),
    ...entry.file.split('/'),
  );

export type ModelFileState =
  | { readonly kind: 'good'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'damaged'; readonly path: string; readonly why: string };

/** Reads a model file whole and compares it with the manifest. */
export async function checkModelFile(entry: ManifestEntry, directory?: string): Promise<ModelFileState> {
  const path = modelPath(entry, directory);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'missing', path };
    return { kind: 'damaged', path, why: `cannot be read (${(error as Error).message})` };
  }
  if (bytes.length !== entry.size) {
    return { kind: 'damaged', path, why: `holds ${bytes.length} bytes instead of ${entry.size}` };
  }
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== entry.sha256) {
    return { kind: 'damaged', path, why: `has sha256 ${found} instead of ${entry.sha256}` };
  }
  return { kind: 'good', path, bytes };
}

/**
 * The bytes of a model that is exactly what the manifest says. They go to the runtime as they are:
 * nothing is read twice, and a graph opened from memory can reach no other file.
 * @throws RolecallError `environment` where the file is missing or differs.
 */
export async function readModel(entry: ManifestEntry, directory?: string): Promise<Uint8Array> {
  const state = await checkModelFile(entry, directory);
  if (state.kind === 'good') return state.bytes;
  throw new RolecallError({
    kind: 'environment',
    mendedIn: 'models',
    message:
      state.kind === 'missing'
        ? `The model ${entry.id} is missing.`
        : `The model ${entry.id} ${state.why}; it is not opened.`,
    remedy: remedyFor(entry),
    file: state.path,
  });
}

/** What puts a missing or damaged model right. */
export const remedyFor = (entry: ManifestEntry): string =>
  isPulled(entry)
    ? `Run \`rolecall models pull ${entry.id}\`, or with \`--from FILE\` where this machine has no network.`
    : 'Restore the file from the repository or install Rolecall again, then run `rolecall models check`.';
