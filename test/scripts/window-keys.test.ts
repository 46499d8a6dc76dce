import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GROUPS, KEYMAP } from '../../renderer/ui/keymap.ts';
import { withWindowKeys } from '../../scripts/lib/window-keys.ts';

const manual = readFileSync(new URL('../../docs/using.md', import.meta.url), 'utf8');

it('docs/using.md has the keys of the window; `npm run docs` writes them', () => {
  expect(manual).toBe(withWindowKeys(manual));
});

it('every command of the review is in one group, so that its keys are shown', () => {
  expect(Object.values(GROUPS).flat().sort()).toEqual(Object.keys(KEYMAP).sort());
});

it('says where the keys belong when a manual has no place for them', () => {
  expect(() => withWindowKeys('# A manual')).toThrow(/lacks the place of the keys/);
});
