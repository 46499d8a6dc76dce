#!/usr/bin/env node
/**
 * The launcher of the command line: finds the pinned Node and runs main/cli/main.ts on it. When packages or
 * Node are missing it does the least set-up first, speaking on stderr only, so that --json stays clean.
 * The ordinary start reads two small files and starts one process.
 */
import { join } from 'node:path';
import { engineEnvironment } from '../scripts/lib/engine-environment.mjs';
import { readJson } from '../scripts/lib/files.mjs';
import { modulesStamp } from '../scripts/lib/modules.mjs';
import { modulesFile, root } from '../scripts/lib/paths.mjs';
import { rememberedNode } from '../scripts/lib/pinned-node.mjs';
import { runInherited } from '../scripts/lib/processes.mjs';
import { runAsMain } from '../scripts/lib/say.mjs';

await runAsMain(async () => {
  const node = readyNode() ?? (await setUpNode());
  const program = join(root, 'main', 'cli', 'main.ts');
  const args = ['--disable-warning=ExperimentalWarning', program, ...process.argv.slice(2)];
  return runInherited(node, args, { env: engineEnvironment() });
});

function readyNode() {
  const stamp = modulesStamp();
  if (stamp === null || readJson(modulesFile)?.stamp !== stamp) return null;
  return rememberedNode()?.node ?? null;
}

async function setUpNode() {
  const { setUp } = await import('../scripts/lib/set-up.mjs');
  return (await setUp()).node;
}
