import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemTextScale } from '../../main/app/text-scale.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-text-scale-'));
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The system's own program, as far as it is asked. */
function program(name: string, prints: string, code = 0): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${prints}\nEND\nexit ${code}\n`);
  chmodSync(path, 0o755);
}

const REGISTRY =
  '\r\nHKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Accessibility\r\n    TextScaleFactor    REG_DWORD    ';

test.skipIf(process.platform === 'win32').each<[NodeJS.Platform, string, string, number, number | null]>([
  ['linux', 'gsettings', '1.25', 0, 1.25],
  ['linux', 'gsettings', '1.0', 0, 1],
  ['linux', 'gsettings', '', 0, null],
  ['linux', 'gsettings', 'No schemas installed', 1, null],
  ['linux', 'gsettings', '40', 0, null],
  ['linux', 'gsettings', '1.25; rm -rf', 0, null],
  ['win32', 'reg', `${REGISTRY}0x96\r\n`, 0, 1.5],
  ['win32', 'reg', 'ERROR: The system was unable to find it.', 1, null],
  ['darwin', 'gsettings', '2', 0, null],
])(
  'on %s, where %s prints %j and ends with %d, text is %d times as large',
  async (platform, name, prints, code, scale) => {
    program(name, prints, code);
    expect(await systemTextScale(platform, {})).toBe(scale);
  },
);

test.each([
  ['1.5', 1.5],
  ['0', null],
  ['large', null],
])('a wish of the environment (%s) goes before it', async (wish, scale) => {
  program('gsettings', '2');
  expect(await systemTextScale('linux', { ROLECALL_TEXT_SCALE: wish })).toBe(scale);
});
