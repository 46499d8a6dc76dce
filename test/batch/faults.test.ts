import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAULTS, type Night, prepareNight } from '../helpers/faults/index.ts';

// All of them: npm run bench:faults
const CHEAP = [
  'ffmpeg-killed',
  'two-runs',
  'disk-full-decoding',
  'media-taken-away',
  'clock-set-back',
  'paused',
];

let night: Night;
const folder = mkdtempSync(join(tmpdir(), 'rolecall-faults-'));
beforeAll(async () => {
  if (process.platform === 'linux') night = await prepareNight(folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(process.platform !== 'linux').each(CHEAP)(
  'a night disturbed by %s ends with the store of an undisturbed one',
  { timeout: 300_000 },
  async (name) => {
    const { findings, skipped } = await (FAULTS[name]?.(night) ?? Promise.reject(new Error(name)));
    if (skipped !== undefined) console.log(`${name}: skipped, ${skipped}`);
    expect(findings).toEqual([]);
  },
);
