/**
 * npm run setup: everything that `npm test` and `npm start` need.
 * Flags: --minimal (packages and the pinned Node only), --no-electron, --no-display, --no-build,
 * --electron=official|registry (only from that source, replacing the other).
 */
import { runAsMain, say, secondsSince } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';

await runAsMain(async () => {
  const startedAt = Date.now();
  const flags = new Set(process.argv.slice(2));
  const preferElectron = [...flags].find((flag) => flag.startsWith('--electron='))?.split('=')[1];
  const known = ['--minimal', '--no-electron', '--no-display', '--no-build'];
  const unknown = [...flags].find(
    (flag) => !known.includes(flag) && !/^--electron=(official|registry)$/.test(flag),
  );
  if (unknown !== undefined) {
    process.stderr.write(`unknown flag ${unknown}; known: ${known.join(' ')} --electron=official|registry\n`);
    return 2;
  }
  const full = !flags.has('--minimal');
  await setUp({
    electron: full && !flags.has('--no-electron'),
    display: full && !flags.has('--no-display'),
    build: full && !flags.has('--no-build'),
    preferElectron,
  });
  say(`ready (${secondsSince(startedAt)})`);
  return 0;
});
