import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runDamaged } from '../helpers/damaged-run.ts';

// The long version, with 160 sound episodes and 40 damaged ones: npm run bench:damaged
it('what is sound is done, and each kind of damage is listed with its remedy', {
  timeout: 300_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-damaged-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { done, listed, kinds, findings } = await runDamaged(folder, { good: 2, damaged: 12 });
  expect(findings).toEqual([]);
  expect({ done, listed, kinds }).toEqual({ done: 2, listed: 12, kinds: 12 });
});
