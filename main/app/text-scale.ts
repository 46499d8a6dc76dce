import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebContents } from 'electron';

interface Source {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly read: (answer: string) => number;
}

/** Where a system keeps how much larger than usual its user wants to read; Chromium does not follow these itself. */
const SOURCES: Partial<Record<NodeJS.Platform, Source>> = {
  linux: {
    command: 'gsettings',
    parameters: ['get', 'org.gnome.desktop.interface', 'text-scaling-factor'],
    read: Number,
  },
  win32: {
    command: 'reg',
    parameters: ['query', 'HKCU\\SOFTWARE\\Microsoft\\Accessibility', '/v', 'TextScaleFactor'],
    read: (answer) => Number(/REG_DWORD\s+(0x[0-9a-f]+)/i.exec(answer)?.[1] ?? Number.NaN) / 100,
  },
};
const [LEAST, MOST] = [0.5, 3];
const TIME_LIMIT = 2_000;

/**
 * The size of text that the system is set to, 1 for the usual; null where it does not say. `ROLECALL_TEXT_SCALE` is
 * taken for it where it is set.
 */
export async function systemTextScale(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number | null> {
  const wish = environment['ROLECALL_TEXT_SCALE'];
  if (wish !== undefined) return sensible(Number(wish));
  const source = SOURCES[platform];
  if (source === undefined) return null;
  const answer = await new Promise<string>((resolve) => {
    execFile(source.command, [...source.parameters], { timeout: TIME_LIMIT }, (error, stdout) =>
      resolve(error ? '' : stdout),
    );
  });
  return answer.trim() === '' ? null : sensible(source.read(answer.trim()));
}

const sensible = (scale: number): number | null => (scale >= LEAST && scale <= MOST ? scale : null);

/**
 * Shows the page as large as the system's text whenever that was set anew since the last start. Between two changes
 * the page keeps the size that was chosen in its own menu.
 *
 * @param folder where the last known size is kept
 */
export async function followTextScale(contents: WebContents, folder: string): Promise<void> {
  const file = join(folder, 'text-scale');
  const scale = await systemTextScale();
  if (scale === null || contents.isDestroyed() || scale === lastScale(file)) return;
  contents.setZoomFactor(scale);
  writeFileSync(file, String(scale));
}

function lastScale(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 1;
  } catch {
    return 1;
  }
}
