import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The folder that holds `dist/`: the repository, or the packaged application. */
export const root = join(__dirname, '..', '..');

export const rendererFolder = join(root, 'dist', 'renderer');
export const engineFile = join(root, 'dist', 'engine.mjs');
export const preloadFile = join(root, 'dist', 'app', 'preload.cjs');

/** The sample library, where the project was cloned and not packaged. */
export function sampleLibrary(): string | null {
  const folder = join(root, 'test', 'fixtures', 'library');
  return existsSync(folder) ? folder : null;
}

const runtime = z.object({ node: z.string() });

/** The Node that set-up chose, for an Electron whose own Node is too old for the engine; null without set-up. */
export function pinnedNode(): string | null {
  if (process.env['ROLECALL_NODE']) return process.env['ROLECALL_NODE'];
  try {
    return runtime.parse(JSON.parse(readFileSync(join(root, '.setup', 'runtime.json'), 'utf8'))).node;
  } catch {
    return null;
  }
}
