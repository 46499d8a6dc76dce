/** npm run demo: sets up, does the main job on the sample library, opens the window where there is a display. */
import { join } from 'node:path';
import { electronCommand } from './lib/electron.mjs';
import { readJson } from './lib/files.mjs';
import { root } from './lib/paths.mjs';
import { runInherited } from './lib/processes.mjs';
import { runAsMain, say } from './lib/say.mjs';
import { hasDisplay, setUp } from './lib/set-up.mjs';

/** scripts/demo-run.ts writes here which project it made. */
const resultFile = join(root, 'demo-output', 'result.json');

await runAsMain(async () => {
  const withWindow = hasDisplay() && !process.env['CI'] && !process.argv.includes('--no-window');
  const { node } = await setUp({ electron: withWindow, build: withWindow });
  const code = await runInherited(
    node,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'demo-run.ts')],
    { cwd: root },
  );
  if (code !== 0) return code;
  if (!withWindow) {
    say('no window: there is no display here (or this is a build machine); on a desktop, npm start opens it');
    return 0;
  }
  const project = readJson(resultFile)?.project;
  const { executable, args } = electronCommand(typeof project === 'string' ? [project] : []);
  say('opening the window on the project; closing it ends the demo');
  return runInherited(executable, args);
});
