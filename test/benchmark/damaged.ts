// A library of 200 files of which 40 are damaged in 12 ways: 160 done, 40 listed with the right remedy.
// Usage: npm run bench:damaged -- [--good 160] [--damaged 40]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runDamaged } from '../helpers/damaged-run.ts';

const { values } = parseArgs({
  options: { good: { type: 'string', default: '160' }, damaged: { type: 'string', default: '40' } },
});
const folder = mkdtempSync(join(tmpdir(), 'rolecall-damaged-'));
try {
  const counts = { good: Number(values.good), damaged: Number(values.damaged) };
  const { done, listed, kinds, seconds, findings } = await runDamaged(folder, counts);
  console.log(`${counts.good + counts.damaged} files, ${counts.damaged} damaged in ${kinds} ways`);
  console.log(`${done} done, ${listed} listed with their remedies, ${seconds.toFixed(0)} s`);
  for (const finding of findings) console.log(finding);
  console.log(`${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
