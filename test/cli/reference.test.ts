import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENVIRONMENT } from '../../main/cli/environment.ts';
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

it('the reference says what an option allows, and what it is where nobody gives it', () => {
  const reference = commandLineReference();
  expect(reference).toContain(
    '| `--audio <codec>` | how clips are written; one of flac, wav, opus (flac unless given) |',
  );
  expect(reference).toContain(
    '| `--attempts <n>` | requests for one prompt before it is given up (3 unless given) |',
  );
  expect(reference).toMatch(/\| `--shares <numbers>` \| .* \(0\.8,0\.1,0\.1 unless given\) \|/);
  expect(reference).not.toMatch(/false unless given/);
});

it('the reference names every variable of the environment that the sources read', () => {
  const root = new URL('../../', import.meta.url);
  const named = new Set<string>();
  for (const room of ['main', 'native-models', 'scripts', 'bin'])
    for (const file of readdirSync(new URL(room, root), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:ts|mjs)$/.test(file) || file === 'cli/environment.ts') continue;
      const text = readFileSync(new URL(`${room}/${file}`, root), 'utf8');
      for (const [name] of text.matchAll(/\bROLECALL_[A-Z_]*[A-Z]\b/g)) named.add(name);
    }
  // The version is a constant of the sources.
  named.delete('ROLECALL_VERSION');
  expect(Object.keys(ENVIRONMENT)).toEqual([...named].sort());
});
