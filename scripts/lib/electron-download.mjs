/**
 * Runs as its own process on the pinned Node (the packages below need a newer Node than set-up may):
 * downloads the Electron of the installed `electron` package, refuses it where its SHA-256 is not the one
 * in that package's checksums.json, and unpacks it into the folder given as the only argument.
 */
import { createRequire } from 'node:module';
import { downloadArtifact } from '@electron/get';
import { extract } from '@electron-internal/extract-zip';

const require = createRequire(import.meta.url);
const [into] = process.argv.slice(2);

// A wrong checksum is thrown from inside a stream of the downloader, past every catch.
process.once('uncaughtException', fail);

try {
  if (into === undefined) throw new Error('which folder to unpack into is missing');
  const archive = await downloadArtifact({
    version: require('electron/package.json').version,
    artifactName: 'electron',
    checksums: require('electron/checksums.json'),
    platform: process.platform,
    arch: process.arch,
  });
  await extract(archive, { dir: into });
} catch (error) {
  fail(error);
}

/** @param {unknown} error */
function fail(error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${reason.replaceAll('\n', ' ')}\n`);
  process.exit(1);
}
