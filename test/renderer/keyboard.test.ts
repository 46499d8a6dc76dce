import { describe, expect, it } from 'vitest';
import {
  chordOf,
  invertKeymap,
  isPressable,
  type KeyPress,
  takesTyping,
} from '../../renderer/ui/keyboard.ts';
import { GROUPS, KEYMAP, mainKey, RESERVED } from '../../renderer/ui/keymap.ts';
import { strings } from '../../renderer/ui/strings.ts';

const press = (key: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...rest,
});

describe('chordOf', () => {
  it.each([
    ['a letter', press('j'), 'J'],
    ['a letter with caps lock', press('J'), 'J'],
    ['a capital', press('J', { shiftKey: true }), 'Shift+J'],
    ['undo', press('z', { ctrlKey: true }), 'Ctrl+Z'],
    ['redo', press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    ['undo on a Mac', press('z', { metaKey: true }), 'Ctrl+Z'],
    ['a bracket', press('['), '['],
    ['a brace, wherever Shift puts it', press('{', { shiftKey: true }), '{'],
    [
      'a bracket by AltGr',
      press('[', { ctrlKey: true, altKey: true, getModifierState: (m) => m === 'AltGraph' }),
      '[',
    ],
    ['a bracket with Alt', press('[', { altKey: true }), 'Alt+['],
    ['a question mark', press('?', { shiftKey: true }), '?'],
    ['a digit', press('3', { code: 'Digit3' }), '3'],
    ['a digit of the number pad', press('3', { code: 'Numpad3' }), '3'],
    ['a digit key of a French keyboard', press('"', { code: 'Digit3' }), '3'],
    ['space', press(' '), 'Space'],
    ['an arrow', press('ArrowDown'), '↓'],
    ['an arrow with Shift', press('ArrowDown', { shiftKey: true }), 'Shift+↓'],
    ['escape', press('Escape'), 'Esc'],
    ['a function key', press('F2'), 'F2'],
  ])('reads %s', (_title, event, chord) => expect(chordOf(event)).toBe(chord));
});

describe('the keymap of the window', () => {
  it('gives no chord to two commands', () => expect(() => invertKeymap(KEYMAP)).not.toThrow());

  it('refuses a chord that two commands want', () =>
    expect(() => invertKeymap({ a: ['X'], b: ['X'] })).toThrow(/X is bound to a and to b/));

  it('knows every command, and has every command on the sheet once', () => {
    const commands = Object.keys(strings.commands).sort();
    expect(Object.keys(KEYMAP).sort()).toEqual(commands);
    expect(Object.values(GROUPS).flat().sort()).toEqual(commands);
  });

  it('has a key for every command of the review, and for what is done every night', () => {
    const { decide, listen, move, time, view, go } = GROUPS;
    const needed = [...decide, ...listen, ...move, ...time, ...view, ...go];
    for (const command of [...needed, 'scan', 'run', 'plan', 'pause-run', 'stop-run', 'export-run'] as const)
      expect(KEYMAP[command].length, command).toBeGreaterThan(0);
  });

  it('gives nobody a chord that the window itself needs, but the way back', () => {
    const taken = Object.entries(KEYMAP).filter(([, chords]) => chords.some((chord) => RESERVED.has(chord)));
    expect(taken.map(([command]) => command)).toEqual(['back']);
  });

  it.each([
    ['accept', 'Enter'],
    ['reject', 'X'],
    ['play-pause', 'Space'],
    ['assign', '1 … 9'],
    ['undo', 'Ctrl+Z'],
  ] as const)('shows %s as %s', (command, key) => expect(mainKey(command)).toBe(key));
});

describe('where shortcuts sleep', () => {
  it.each([
    [{ tagName: 'INPUT', type: 'text' }, true],
    [{ tagName: 'INPUT', type: 'search' }, true],
    [{ tagName: 'INPUT', type: 'checkbox' }, false],
    [{ tagName: 'TEXTAREA' }, true],
    [{ tagName: 'SELECT' }, true],
    [{ tagName: 'DIV', isContentEditable: true }, true],
    [{ tagName: 'DIV' }, false],
    [{ tagName: 'BUTTON' }, false],
  ])('%o takes typing: %s', (target, expected) => expect(takesTyping(target)).toBe(expected));

  it.each([
    [{ tagName: 'BUTTON' }, true],
    [{ tagName: 'DIV' }, false],
  ])('%o is pressed by Enter: %s', (target, expected) => expect(isPressable(target)).toBe(expected));
});
