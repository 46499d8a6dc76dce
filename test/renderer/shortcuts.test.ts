import { afterEach, expect, it } from 'vitest';
import { commandOf, conflictOf, KEYMAP, mainKey, shownKeys } from '../../renderer/ui/keymap.ts';
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
  useShortcuts.getState().set({ gone: ['Ctrl+J'] });
  expect(commandOf('Ctrl+J')).toBeNull();
});

it('no longer shows a first key that was given to another command', () => {
  useShortcuts.getState().set({ merge: ['X'] });
  expect(shownKeys('reject')).toEqual(['Del']);
  expect(commandOf('Del')).toBe('reject');
});

it.each([
  ['a key of another screen', 'F9', 'accept', { command: 'run' }],
  ['a key of the same screen', 'X', 'accept', { command: 'reject' }],
  ['the key of a character', '3', 'accept', { command: 'assign' }],
  ['the key of nobody', '0', 'accept', { command: 'nobody' }],
  ['a key that the clipboard needs', 'Ctrl+C', 'accept', 'reserved'],
  ['the key that leads on through the window', 'Tab', 'accept', 'reserved'],
] as const)('refuses %s', (_title, chord, command, found) => {
  expect(conflictOf(chord, command)).toEqual(found);
});

it('lets a command have what is free, and what is its own already', () => {
  expect(conflictOf('Ctrl+Enter', 'accept')).toBeNull();
  expect(conflictOf('Enter', 'accept')).toBeNull();
  useShortcuts.getState().set({ accept: ['Ctrl+Enter'] });
  expect(conflictOf('Ctrl+Enter', 'run')).toEqual({ command: 'accept' });
  expect(conflictOf('Enter', 'run')).toBeNull();
});
