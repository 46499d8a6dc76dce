import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { killRuns } from '../helpers/killed-runs.ts';

// The long version, with 200 moments: npm run bench:kill
it.skipIf(process.platform !== 'linux')(
  'a run that is killed at any moment ends, when run again, as an undisturbed one',
  { timeout: 600_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-kill-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { killed, faults } = await killRuns(folder, { kills: 3, seed: 7 });
    expect(faults).toEqual([]);
    expect(killed).toBeGreaterThan(0);
  },
);
