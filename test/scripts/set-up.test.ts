import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/paths.mjs';

/**
 * Set-up and the launcher in a repository of their own, with a tiny npm that does what the real one
 * promises: it writes node_modules/.package-lock.json last.
 */
const FAKE_NPM = `
import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const [command, ...args] = process.argv.slice(2);
appendFileSync('npm.log', command + '\\n');
console.log('chatter of npm');
if (process.env.FAKE_NPM_FAILS) { console.error('the registry is away'); process.exit(7); }
if (command === 'ci') {
  mkdirSync('node_modules/left-pad', { recursive: true });
  copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
}
if (command === 'pack') {
  const folder = args[args.indexOf('--pack-destination') + 1];
  writeFileSync(join(folder, 'damaged.tgz'), 'not what was asked for');
  console.log('damaged.tgz');
}
`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-set-up-'));
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'main', 'cli'), { recursive: true });
  writeFileSync(
    join(folder, 'main', 'cli', 'main.ts'),
    'const args: string[] = process.argv.slice(2); console.log(JSON.stringify(args)); process.exitCode = Number(args[0]);',
  );
  mkdirSync(join(folder, 'npm'));
  writeFileSync(join(folder, 'npm', 'npm-cli.js'), FAKE_NPM);
  writeFileSync(join(folder, 'npm', 'package.json'), '{"type":"module"}');
  lockFile('1.0.0');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the launcher', () => {
  it('sets up what is missing, keeps stdout clean, passes arguments and the exit code', () => {
    const result = run(['bin/rolecall.mjs', '3', '--json']);
    expect(result.stdout).toBe('["3","--json"]\n');
    expect(result.stderr).toContain('installing packages');
    expect(result.status).toBe(3);
  });

  it('sets nothing up again', () => {
    run(['bin/rolecall.mjs', '0']);
    const again = run(['bin/rolecall.mjs', '0']);
    expect(again.stderr).toBe('');
    expect(npmCalls()).toEqual(['ci']);
  });

  it('sets up again when the lock file asks for something else', () => {
    run(['bin/rolecall.mjs', '0']);
    lockFile('1.0.1');
    run(['bin/rolecall.mjs', '0']);
    expect(npmCalls()).toEqual(['ci', 'ci']);
  });

  it('accepts packages that somebody else installed', () => {
    run(['bin/rolecall.mjs', '0']);
    rmSync(join(folder, '.setup'), { recursive: true });
    expect(run(['bin/rolecall.mjs', '0']).status).toBe(0);
    expect(npmCalls()).toEqual(['ci']);
  });

  it('says what to do when npm fails', () => {
    const result = run(['bin/rolecall.mjs', '0'], { FAKE_NPM_FAILS: '1' });
    expect(result.status).toBe(1);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain('the registry is away');
    expect(result.stderr).toContain('remedy:');
  });
});

describe('set-up', () => {
  it('starts over where an installation was interrupted', () => {
    mkdirSync(join(folder, 'node_modules', 'left-pad'), { recursive: true });
    expect(run(['scripts/setup.mjs', '--minimal']).status).toBe(0);
    expect(npmCalls()).toEqual(['ci']);
  });

  it('takes over the lock of a process that died, and clears its temporary folders', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(join(folder, '.setup', `tmp-${dead}-electron`), { recursive: true });
    writeFileSync(join(folder, '.setup', 'lock'), `${dead}\n`);
    expect(run(['scripts/setup.mjs', '--minimal']).status).toBe(0);
    expect(existsSync(join(folder, '.setup', 'lock'))).toBe(false);
    run(['scripts/setup.mjs', '--electron=registry', '--no-display', '--no-build']);
    expect(existsSync(join(folder, '.setup', `tmp-${dead}-electron`))).toBe(false);
  });

  it('refuses an Electron whose checksum is not the one of the manifest', () => {
    keepOfferForThisPlatform();
    const result = run(['scripts/setup.mjs', '--electron=registry', '--no-display', '--no-build']);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('is not what scripts/runtime-manifest.json lists');
    expect(existsSync(join(folder, '.setup', 'electron'))).toBe(false);
  });

  it('refuses an unknown flag', () => {
    expect(run(['scripts/setup.mjs', '--everything']).status).toBe(2);
  });
});

function run(args: string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      npm_execpath: join(folder, 'npm', 'npm-cli.js'),
      npm_node_execpath: process.execPath,
      ...env,
    },
  });
}

function npmCalls(): string[] {
  return readFileSync(join(folder, 'npm.log'), 'utf8').trim().split('\n');
}

function lockFile(version: string): void {
  const packages = { '': {}, 'node_modules/left-pad': { version, integrity: `sha512-${version}` } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

/** The manifest offers an Electron for some platforms only; the refusal is the same on all. */
function keepOfferForThisPlatform(): void {
  const file = join(folder, 'scripts', 'runtime-manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.electron.registry[`${process.platform}-${process.arch}`] = manifest.electron.registry['linux-x64'];
  writeFileSync(file, JSON.stringify(manifest));
}
