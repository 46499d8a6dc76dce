/**
 * Ends engine, page and window with SIGKILL at random moments of a scripted review, each time in a window of its
 * own: nothing but the edit in flight may be lost, and what is left must be whole.
 *
 *     npm run bench:kill-window [-- --kills 30] [--pace 60] [--seed 1]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withInvisibleDisplay } from '../../scripts/lib/display.mjs';
import { needsOwnDisplay, setUp } from '../../scripts/lib/set-up.mjs';
import { killMany } from './killed-window.ts';
import makeSample from './sample-project.ts';
import { samplePath } from './window.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    pace: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'rolecall-kill-window-'));

async function kill(): Promise<void> {
  const clean = await makeSample();
  try {
    const all = await killMany({
      sample: samplePath(),
      folder,
      kills: Number(values.kills),
      pace: Number(values.pace),
      seed: Number(values.seed),
      onKill: ({ victim, moment, pressed, lost, faults }) =>
        console.log(
          `${victim} killed after ${moment} ms: ${pressed} decisions, ${lost} lost${faults.map((fault) => `; ${fault}`).join('')}`,
        ),
    });
    const bad = all.filter(({ lost, faults }) => lost > 1 || faults.length > 0);
    const none = all.filter(({ lost }) => lost === 0).length;
    const one = all.filter(({ lost }) => lost === 1).length;
    console.log(`${all.length} kills: ${none} lost nothing, ${one} the edit in flight, ${bad.length} faults`);
    process.exitCode = bad.length === 0 ? 0 : 1;
  } finally {
    clean();
  }
}

try {
  await setUp({ electron: true, display: true, build: true });
  if (needsOwnDisplay())
    await withInvisibleDisplay((env: NodeJS.ProcessEnv) => {
      Object.assign(process.env, env);
      return kill();
    });
  else await kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
