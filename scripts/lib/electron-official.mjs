/** Official Electron, by the download of the `electron` package: from GitHub, or from ELECTRON_MIRROR. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { modulesFolder, root } from './paths.mjs';
import { runQuietly } from './processes.mjs';
import { say } from './say.mjs';

const DEFAULT_HOST = 'https://github.com/';
const CONNECT_SECONDS = 4;
const DOWNLOAD_LIMIT_SECONDS = 30 * 60;

/** @returns {string} the version of the installed `electron` package, '' where there is none */
export function officialVersion() {
  return readJson(join(modulesFolder, 'electron', 'package.json'))?.version ?? '';
}

/**
 * Downloads, verifies and unpacks. A network that does not reach the host is an expected outcome: the
 * reason comes back as text.
 * @param {{node: string, into: string}} options
 * @returns {Promise<string | null>} why it could not be had, or null when it is there
 */
export async function fetchOfficial({ node, into }) {
  const host = new URL(
    process.env['npm_config_electron_mirror'] ?? process.env['ELECTRON_MIRROR'] ?? DEFAULT_HOST,
  );
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'ELECTRON_GET_USE_PROXY'].some((name) => process.env[name]);
  if (!proxied && !(await answers(host))) {
    return `${host.host} does not answer within ${CONNECT_SECONDS} s`;
  }
  say(`downloading official Electron ${officialVersion()} from ${host.host} (about 120 MB)`);
  const { code, stderr } = await runQuietly(
    node,
    [join(root, 'scripts', 'lib', 'electron-download.mjs'), into],
    {
      cwd: root,
      stdio: ['ignore', 2, 'pipe'],
      limitSeconds: DOWNLOAD_LIMIT_SECONDS,
      env: { ...process.env, ELECTRON_GET_NO_PROGRESS: '1' },
    },
  );
  if (code !== 0) return stderr.trim().split('\n').at(-1) ?? `the download ended with code ${code}`;
  say(`Electron ${officialVersion()} from ${host.host}, SHA-256 of the package's checksums.json verified`);
  return null;
}

/**
 * @param {URL} host
 * @returns {Promise<boolean>} whether a connection opens in time
 */
function answers(host) {
  return new Promise((resolve) => {
    const port = Number(host.port) || (host.protocol === 'http:' ? 80 : 443);
    const socket = connect({ host: host.hostname, port });
    const finish = (/** @type {boolean} */ outcome) => {
      clearTimeout(limit);
      socket.destroy();
      resolve(outcome);
    };
    const limit = setTimeout(() => finish(false), CONNECT_SECONDS * 1000);
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
