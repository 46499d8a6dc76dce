import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { launchRolecall } from '../helpers/electron.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-text-scale-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How large the page is drawn, after `work` in it. */
async function sizeAt(scale: string, expected: number, zoomTo?: number): Promise<void> {
  const { app, page, close } = await launchRolecall({
    userData: folder,
    env: { ROLECALL_TEXT_SCALE: scale },
  });
  try {
    await page.getByTestId('start-screen').waitFor();
    await expect.poll(() => page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(expected, 2);
    if (zoomTo === undefined) return;
    await app.evaluate(({ BrowserWindow }, factor) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor);
    }, zoomTo);
    await expect.poll(() => page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(zoomTo, 2);
    // Chromium writes down a chosen size a moment later.
    await page.waitForTimeout(1000);
  } finally {
    await close();
  }
}

it('is drawn as large as the system’s text, until somebody chooses another size', async () => {
  await sizeAt('1.25', 1.25);
  await sizeAt('1.25', 1.25, 1);
  await sizeAt('1.25', 1);
  await sizeAt('1.5', 1.5);
});
