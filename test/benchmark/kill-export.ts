// Ends exports with SIGKILL at random moments and exports again: see test/helpers/killed-exports.ts.
// Usage: npm run bench:kill-export [-- --kills 60 --seed N]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killExports } from '../helpers/killed-exports.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const folder = mkdtempSync(join(tmpdir(), 'rolecall-kill-export-'));
try {
  const { killed, undisturbedMilliseconds, faults, held } = await killExports(folder, {
    kills: Number(values.kills),
    seed: Number(values.seed),
    onKill: (told) => console.log(told),
  });
  console.log(
    `undisturbed export: ${(undisturbedMilliseconds / 1000).toFixed(1)} s; ${killed} of ${values.kills} were killed at work; the target held`,
  );
  for (const [what, number] of Object.entries(held)) console.log(`  ${what}: ${number}`);
  for (const fault of faults) console.log(fault);
  console.log(`${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
