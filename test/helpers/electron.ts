import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { electronCommand } from '../../scripts/lib/electron.mjs';
import { root } from '../../scripts/lib/paths.mjs';

/** Content size of the window in tests, so that screenshots and layouts are the same everywhere. */
export const TEST_WINDOW = { width: 1440, height: 900 };

/** How long the window may take to appear on a slow machine. */
const LAUNCH_LIMIT_MS = 45_000;
/** On a busy machine the driver now and then misses the start of a window that is there: it is started again. */
const LAUNCHES = 3;

export type LaunchOptions = {
  /** A project folder to open; without one the app starts as it does for a newcomer. */
  project?: string;
  /** The app's own folder (settings, window state). Give the same one again to test a second start. */
  userData: string;
  env?: Readonly<Record<string, string>>;
};

export type RunningRolecall = {
  app: ElectronApplication;
  page: Page;
  /** Everything the main process has printed so far, for messages of failed tests. */
  output: () => string;
  /** Saves a screenshot under test-results/ and returns its path. */
  screenshot: (name: string) => Promise<string>;
  close: () => Promise<void>;
};

/** Starts the built app in the Electron that set-up installed and waits for its first window. */
export async function launchRolecall({
  project,
  userData,
  env = {},
}: LaunchOptions): Promise<RunningRolecall> {
  const { executable, args } = electronCommand([
    `--user-data-dir=${userData}`,
    ...(project === undefined ? [] : [project]),
  ]);
  const app = await launchAgain(() =>
    _electron.launch({
      executablePath: executable,
      args,
      cwd: root,
      timeout: LAUNCH_LIMIT_MS,
      // Text of the usual size, whatever the machine is set to.
      env: { ...definedEnvironment(), ROLECALL_TEXT_SCALE: '1', ...env },
    }),
  );
  let printed = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
  }
  const output = () => printed;
  try {
    const page = await app.firstWindow({ timeout: LAUNCH_LIMIT_MS });
    const window = await app.browserWindow(page);
    await window.evaluate((browserWindow, { width, height }) => {
      browserWindow.setContentSize(width, height);
    }, TEST_WINDOW);
    // Not waitForLoadState: on a busy machine the driver attaches after that event, and would wait for it in vain.
    await page.waitForFunction("document.readyState !== 'loading'", null, { timeout: LAUNCH_LIMIT_MS });
    return { app, page, output, screenshot: (name) => screenshot(page, name), close: () => app.close() };
  } catch (error) {
    await app.close();
    throw new Error(`the window did not appear; the app printed:\n${printed}`, { cause: error });
  }
}

async function launchAgain(launch: () => Promise<ElectronApplication>): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch();
    } catch (error) {
      if (attempt === LAUNCHES) throw error;
    }
  }
}

async function screenshot(page: Page, name: string): Promise<string> {
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
