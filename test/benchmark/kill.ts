// Ends the engine with SIGKILL at random moments of a batch and runs again: the store must be the same, bit for bit.
// Usage: npm run bench:kill -- [--kills 200] [--seed N]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killRuns } from '../helpers/killed-runs.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const folder = mkdtempSync(join(tmpdir(), 'rolecall-kill-'));
try {
  const { killed, undisturbedMilliseconds, faults, moments } = await killRuns(folder, {
    kills: Number(values.kills),
    seed: Number(values.seed),
    onKill: (told) => console.log(told),
  });
  console.log(
    `undisturbed run: ${(undisturbedMilliseconds / 1000).toFixed(1)} s; ${killed} runs were killed at work`,
  );
  for (const [part, number] of Object.entries(moments).sort(([, a], [, b]) => b - a))
    console.log(`  ${part}: ${number}`);
  for (const fault of faults) console.log(fault);
  console.log(`${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
