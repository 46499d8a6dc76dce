import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { RolecallError } from '../model/errors.ts';
import { runTool } from './tool-process.ts';

export interface Tool {
  readonly path: string;
  /** As the program says it: "5.1.9-0+deb12u1", "N-47683-g0e8eb07980-static". */
  readonly version: string;
  /** Where it was found, for people. */
  readonly source: 'environment' | 'PATH' | 'package';
}

export interface Tools {
  readonly ffmpeg: Tool;
  readonly ffprobe: Tool;
}

type ToolName = keyof Tools;

/** The oldest release on PATH that is taken without a word: Debian 11's is 4.3, Ubuntu 22.04's 4.4. */
const OLDEST = [4, 4] as const;

/**
 * Finds ffmpeg and ffprobe: the ones that `ROLECALL_FFMPEG` and `ROLECALL_FFPROBE` name, else those on PATH
 * from 4.4 on, else the ones that come as packages.
 * @throws RolecallError `environment` where one is nowhere, or the named one does not work.
 */
export async function findTools(environment: NodeJS.ProcessEnv = process.env): Promise<Tools> {
  const [ffmpeg, ffprobe] = await Promise.all([find('ffmpeg', environment), find('ffprobe', environment)]);
  return { ffmpeg, ffprobe };
}

async function find(name: ToolName, environment: NodeJS.ProcessEnv): Promise<Tool> {
  const variable = `ROLECALL_${name.toUpperCase()}`;
  const named = environment[variable];
  if (named) {
    const version = await versionOf(named, name);
    if (version !== null) return { path: named, version, source: 'environment' };
    throw new RolecallError({
      kind: 'environment',
      mendedIn: 'doctor',
      message: `${variable} names ${named}, which is no working ${name}.`,
      remedy: `Let ${variable} name an ${name} program, or unset it.`,
    });
  }
  const onPath = searchPath(name, environment['PATH'] ?? '');
  if (onPath !== null) {
    const version = await versionOf(onPath, name);
    if (version !== null && isRecent(version)) return { path: onPath, version, source: 'PATH' };
  }
  const packaged = fromPackage(name);
  if (packaged !== null) {
    const version = await versionOf(packaged, name);
    if (version !== null) return { path: packaged, version, source: 'package' };
  }
  throw new RolecallError({
    kind: 'environment',
    mendedIn: 'doctor',
    message: `No ${name} was found.`,
    remedy: `Install ffmpeg (4.4 or newer), or let ${variable} name the program.`,
  });
}

function searchPath(name: ToolName, path: string): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const candidate = join(folder, file);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** The binary inside `@ffmpeg-installer` or `@ffprobe-installer`, made executable where it is not. */
function fromPackage(name: ToolName): string | null {
  try {
    const found: unknown = createRequire(import.meta.url)(`@${name}-installer/${name}`);
    const path = (found as { path?: unknown }).path;
    if (typeof path !== 'string') return null;
    const unpacked = path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
    if (!existsSync(unpacked)) return null;
    try {
      accessSync(unpacked, constants.X_OK);
    } catch {
      chmodSync(unpacked, 0o755);
    }
    return unpacked;
  } catch {
    return null;
  }
}

async function versionOf(path: string, name: ToolName): Promise<string | null> {
  try {
    const { code, stdout } = await runTool(path, ['-version'], { timeLimit: 10_000 });
    if (code !== 0) return null;
    return new RegExp(`^${name} version (\\S+)`).exec(stdout.toString('utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Builds from the development branch (N-12345) count as recent: people who have one chose it. */
function isRecent(version: string): boolean {
  const numbers = /^n?(\d+)\.(\d+)/.exec(version);
  if (!numbers) return /^N-\d+/.test(version);
  const [major, minor] = [Number(numbers[1]), Number(numbers[2])];
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
