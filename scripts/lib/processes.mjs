/** Child processes of the scripts: one place that starts them, forwards signals and keeps exit codes. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { SetupError } from './say.mjs';

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Runs a command on this terminal and resolves with its exit code (128 + n where signal n ended it).
 * Signals sent to this process are passed on, except those that a terminal delivers to both anyway.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runInherited(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const stopForwarding = forwardSignals(child);
    child.once('error', (error) => {
      stopForwarding();
      reject(
        new SetupError(
          `could not start ${command}: ${error.message}`,
          'check that it exists and may be executed',
        ),
      );
    });
    child.once('close', (code, signal) => {
      stopForwarding();
      resolve(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the forwarding
 */
export function forwardSignals(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const listeners = signals.map((signal) => {
    const listener = () => {
      // Ctrl-C reaches the whole foreground group: passing it on would deliver it twice.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}

/**
 * Runs a command quietly. Progress belongs to the caller; the output comes back for error messages.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & {limitSeconds?: number}} [options]
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
export function runQuietly(command, args, { limitSeconds, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    const limit =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            stderr += `\ngave up after ${limitSeconds} s`;
            child.kill('SIGKILL');
          }, limitSeconds * 1000);
    child.once('error', (error) => {
      clearTimeout(limit);
      resolve({ code: 127, stdout, stderr: stderr + error.message });
    });
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/**
 * npm as this person runs it: the one that started us where there is one, else the one on PATH.
 * @returns {{command: string, args: string[], shell: boolean}}
 */
export function npmCommand() {
  const script = process.env['npm_execpath'];
  if (script && /npm[^/\\]*\.c?js$/.test(script) && existsSync(script)) {
    const node = process.env['npm_node_execpath'];
    return { command: node && existsSync(node) ? node : process.execPath, args: [script], shell: false };
  }
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/**
 * The environment for an npm that we start. Inside `npm exec` or `npm run`, options of the outer command
 * arrive as npm_config_* and would change what the inner one does or prints.
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment() {
  const env = { ...process.env };
  for (const name of ['json', 'call', 'package', 'workspace', 'workspaces', 'dry_run', 'global', 'prefix']) {
    delete env[`npm_config_${name}`];
  }
  return env;
}

/**
 * @param {string} name
 * @returns {string | null} the first executable of that name on PATH
 */
export function findOnPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

/**
 * @param {string} file an executable
 * @returns {string | null} what it prints for --version, or null where it does not run here
 */
export function versionOf(file) {
  const result = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return result.status === 0 ? result.stdout.trim() : null;
}
