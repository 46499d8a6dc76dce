import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchRolecall, type RunningRolecall } from '../helpers/electron.ts';
import { makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-main-process-'));
const userData = join(folder, 'user-data');
let running: RunningRolecall;

beforeAll(async () => {
  const project = join(folder, 'The Lamplighters.rolecall');
  await makeSampleProject(project);
  running = await launchRolecall({ userData, project });
  await running.page.getByTestId('library-screen').waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('more than a thousand requests for sound that are given up, as fast jumps make them, hold nothing up', async () => {
  const { page } = running;
  const counts = await page.evaluate(async () => {
    const found = { whole: 0, givenUp: 0, failed: 0 };
    for (let round = 0; round < 1500; round += 1) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), (round % 40) / 5);
      const range = `bytes=${(round * 7919) % 100_000}-`;
      try {
        const address = 'rolecall-media://episode/the-lamplighters-s01e01/audio';
        const answer = await fetch(address, { signal: stop.signal, headers: { range } });
        await answer.arrayBuffer();
        found.whole += 1;
      } catch {
        found[stop.signal.aborted ? 'givenUp' : 'failed'] += 1;
      }
    }
    return found;
  });
  expect(counts.failed).toBe(0);
  expect(counts.givenUp).toBeGreaterThan(100);
  expect(running.output()).not.toContain('unexpected fault');
  await page.getByTestId('library-screen').waitFor();
});

it('an unexpected fault of the main process is told and written down, and the window goes on', async () => {
  const { app, page } = running;
  await app.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted by the test');
    }, 0);
  });
  const toast = page.getByTestId('error-toast');
  await toast.getByText('The window goes on.').waitFor();
  expect(readFileSync(join(userData, 'faults.log'), 'utf8')).toContain('planted by the test');
  await toast.getByRole('button').click();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('report');
  await page.keyboard.press('Enter');
  await page.getByTestId('measures').waitFor();
});
