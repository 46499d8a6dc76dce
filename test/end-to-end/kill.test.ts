import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { seededRandom } from '../../main/model/index.ts';
import { killOnce, type Victim } from './killed-window.ts';
import { samplePath } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-kill-window-'));
const random = seededRandom(Date.now());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Many more of these: npm run bench:kill-window.
it.each<Victim>(['engine', 'window', 'page'])(
  'a kill of the %s in the middle of a review loses at most the edit in flight',
  async (victim) => {
    const killed = await killOnce({ sample: samplePath(), folder, victim, random, pace: 120 });
    console.log(JSON.stringify(killed));
    expect(killed.faults).toEqual([]);
    expect(killed.lost).toBeLessThanOrEqual(1);
  },
);
