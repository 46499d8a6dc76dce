/** node scripts/on-pinned-node.mjs FILE ARGS...: the least set-up, then FILE (.mjs or .ts) on the pinned Node. */
import { runInherited } from './lib/processes.mjs';
import { runAsMain } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';

await runAsMain(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('usage: node scripts/on-pinned-node.mjs FILE ARGS...\n');
    return 2;
  }
  const { node } = await setUp();
  return runInherited(node, ['--disable-warning=ExperimentalWarning', file, ...args]);
});
