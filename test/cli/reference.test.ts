import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandLineReference } from '../../main/cli/reference.ts';
import { ROLECALL_VERSION } from '../../main/engine/index.ts';

it('docs/command-line.md says what the program does; `npm run docs` writes it', () => {
  const written = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
  expect(written).toBe(commandLineReference());
});

it('--version says the version of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(ROLECALL_VERSION).toBe(version);
});
