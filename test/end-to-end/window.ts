import { mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { openProject } from '../../main/engine/index.ts';
import { root } from '../../scripts/lib/paths.mjs';
import type { RunningRolecall } from '../helpers/electron.ts';
import { SAMPLE_PROJECT } from './sample-project.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The project of the sample library, all of it run, that is made once for all tests; not to be changed. */
export function samplePath(): string {
  const made = process.env[SAMPLE_PROJECT];
  if (made === undefined) throw new Error('the sample project was not made: see sample-project.ts');
  return made;
}

/** Puts a copy of that project at this place. */
export async function makeSampleProject(project: string): Promise<void> {
  await cp(samplePath(), project, { recursive: true });
}

type OpenProject = ReturnType<typeof openProject>;

/** Looks into a project, or changes it, beside the window that has it open. */
export function inProject<T>(path: string, work: (opened: OpenProject) => T): T {
  const opened = openProject(path);
  try {
    return work(opened);
  } finally {
    opened.close();
  }
}

/**
 * The utterance that is active in a review. The list marks it at once and the detail follows in a later drawing:
 * this waits until both name the same one.
 */
export async function activeUtterance(page: Page): Promise<string> {
  const named = await page.waitForFunction(() => {
    const list = document
      .querySelector('[data-testid="utterance-list"]')
      ?.getAttribute('aria-activedescendant');
    const detail = document.querySelector('[data-testid="detail"]')?.getAttribute('data-utterance');
    return detail != null && list === `utterance-${detail}` ? detail : false;
  });
  return String(await named.jsonValue());
}

/** What axe calls serious or critical on the page as it stands, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.addScriptTag({ path: axeFile }).catch(() => undefined);
  if (!(await page.evaluate(() => 'axe' in window))) {
    // The page's policy forbids script elements; the debugger may still evaluate.
    const { readFileSync } = await import('node:fs');
    await page.evaluate(readFileSync(axeFile, 'utf8'));
  }
  const results = await page.evaluate(
    () =>
      (window as unknown as { axe: { run(context: Document): Promise<AxeResults> } }).axe.run(
        document,
      ) as Promise<AxeResults>,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} (${failureSummary?.slice(0, 200) ?? ''})`,
      ),
    );
}

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
] as const;
export const THEMES = ['light', 'dark'] as const;

/** Puts the window into one of the two themes, as a person does with the button of every screen. */
export async function wearTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    const [now, chosen] = await page.evaluate(() => [
      document.documentElement.getAttribute('data-mantine-color-scheme'),
      localStorage.getItem('mantine-color-scheme-value'),
    ]);
    if (now === theme && chosen === theme) return;
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid="theme-button"]')?.click());
    await page.waitForTimeout(60);
  }
}

export async function resize(
  { app, page }: RunningRolecall,
  size: { width: number; height: number },
): Promise<void> {
  const window = await app.browserWindow(page);
  await window.evaluate(
    (browserWindow, { width, height }) => browserWindow.setContentSize(width, height),
    size,
  );
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
}

/**
 * Where the pictures go. Those of the documentation are made with ROLECALL_PICTURES=docs/screenshots, so that
 * a mere test run leaves them alone.
 */
const pictures = join(root, process.env['ROLECALL_PICTURES'] ?? join('test-results', 'screenshots'));

/** The screen in both sizes and both themes as files, with axe's serious findings of each theme. */
export async function portray(running: RunningRolecall, name: string): Promise<string[]> {
  mkdirSync(pictures, { recursive: true });
  const { page } = running;
  const found: string[] = [];
  for (const theme of THEMES) {
    await wearTheme(page, theme);
    for (const size of SIZES) {
      await resize(running, size);
      await page.mouse.move(2, 2);
      await page.waitForTimeout(350);
      await page.screenshot({ path: join(pictures, `${name}-${theme}-${size.width}x${size.height}.png`) });
    }
    found.push(...(await seriousFindings(page)).map((line) => `${name}, ${theme}: ${line}`));
  }
  await resize(running, SIZES[0]);
  return found;
}
