/** npm start [-- PROJECT]: sets up what is missing, builds what has changed, opens the window. */
import { resolve } from 'node:path';
import { electronCommand } from './lib/electron.mjs';
import { runInherited } from './lib/processes.mjs';
import { runAsMain, SetupError, say } from './lib/say.mjs';
import { hasDisplay, setUp } from './lib/set-up.mjs';

await runAsMain(async () => {
  const [project] = process.argv.slice(2);
  if (!hasDisplay()) {
    throw new SetupError(
      'there is no display here to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set)',
      'run it in a desktop session; without one, everything is available as commands: npx rolecall --help',
    );
  }
  await setUp({ electron: true, build: true });
  const { executable, args, runtime } = electronCommand(project === undefined ? [] : [resolve(project)]);
  say(`opening the window (Electron ${runtime.electronVersion}, ${runtime.electronSource})`);
  return runInherited(executable, args);
});
