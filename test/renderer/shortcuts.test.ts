import { afterEach, expect, it } from 'vitest';
import { commandOf, KEYMAP, mainKey, shownKeys } from '../../renderer/screens/review/keymap.ts';
import { useShortcuts } from '../../renderer/ui/shortcuts.ts';

const first = useShortcuts.getState();
afterEach(() => useShortcuts.setState(first));

it('runs each command by each of its first keys', () => {
  for (const [command, chords] of Object.entries(KEYMAP))
    for (const chord of chords) expect(commandOf(chord)).toBe(command);
});

it('follows a changed key, shows it, and forgets the old one', () => {
  useShortcuts.getState().set({ accept: ['Ctrl+Enter'] });
  expect(commandOf('Ctrl+Enter')).toBe('accept');
  expect(commandOf('Enter')).toBeNull();
  expect(mainKey('accept')).toBe('Ctrl+Enter');
  expect(shownKeys('reject')).toEqual(KEYMAP.reject);
});

it('gives a chord that two commands have to the one that a person gave it to', () => {
  useShortcuts.getState().set({ merge: ['X'] });
  expect(commandOf('X')).toBe('merge');
});

it('passes over a command that is no longer there', () => {
  useShortcuts.getState().set({ gone: ['Q'] });
  expect(commandOf('Q')).toBeNull();
});
