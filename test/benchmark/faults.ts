// Lets things go wrong while a batch is at work: a full disk, media taken away, programs that die or hang, a clock set
// back, two runs at once. After each, `run` must end with the same store as an undisturbed run, bit for bit.
// Usage: npm run bench:faults -- [--only NAME,NAME] [--json]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS, type Fault, prepareNight } from '../helpers/faults/index.ts';
import { workersOn } from '../helpers/killed-runs.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const wanted = values.only?.split(',') ?? Object.keys(FAULTS);
const folder = mkdtempSync(join(tmpdir(), 'rolecall-faults-'));
const all: Fault[] = [];
try {
  const night = await prepareNight(folder);
  for (const name of wanted) {
    const make = FAULTS[name];
    if (make === undefined)
      throw new Error(`There is no fault ${name}; there are ${Object.keys(FAULTS).join(', ')}.`);
    const fault = await make(night);
    all.push(fault);
    if (values.json) continue;
    const told = fault.skipped !== undefined ? `skipped: ${fault.skipped}` : fault.findings.join('; ');
    console.log(`${fault.title}: ${told === '' ? `the same store (${fault.seen})` : told}`);
  }
  const left = workersOn(folder);
  const findings = all.reduce((sum, each) => sum + each.findings.length, 0) + left.length;
  for (const command of left) console.error(`still at work: ${command}`);
  if (values.json) console.log(JSON.stringify({ faults: all, stillAtWork: left }));
  else {
    const skipped = all.filter((each) => each.skipped !== undefined).length;
    console.log(`${all.length - skipped} faults made, ${skipped} skipped, ${findings} findings`);
  }
  process.exitCode = findings === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
