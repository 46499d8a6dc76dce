import { spawn } from 'node:child_process';

/** Programs that keep a machine awake for as long as they run, by platform. */
const KEEPERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  linux: [
    'systemd-inhibit',
    ...['--what=sleep:idle', '--who=Rolecall', '--why=A batch is at work', '--mode=block'],
    // Ends with this process, however that ends.
    ...['tail', `--pid=${process.pid}`, '-f', '/dev/null'],
  ],
  darwin: ['caffeinate', '-i', '-w', String(process.pid)],
};

/**
 * Keeps the machine from going to sleep by itself. Where the system offers no way, or does not allow it, nothing
 * happens: a night that is slept through is resumed by the next run.
 *
 * @returns lets it sleep again
 */
export function keepAwake(): () => void {
  const keeper = KEEPERS[process.platform];
  if (keeper === undefined) return () => {};
  const [program, ...args] = keeper;
  const child = spawn(program, args, { stdio: 'ignore', detached: false });
  child.on('error', () => {});
  child.unref();
  return () => {
    child.kill();
  };
}
