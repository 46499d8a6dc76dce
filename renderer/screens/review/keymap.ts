import { TRAVEL_KEYS, useShortcuts } from '../../ui/shortcuts.ts';
import type { strings } from '../../ui/strings.ts';

export type CommandId = keyof typeof strings.commands;

/** Chords of each command, as `chordOf` writes them; the first is the one shown. */
export const KEYMAP: Readonly<Record<CommandId, readonly string[]>> = {
  'play-pause': ['Space'],
  'play-span': ['P'],
  'play-around': ['Shift+P'],
  loop: ['L'],
  accept: ['Enter'],
  reject: ['X', 'Del'],
  assign: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  nobody: ['0'],
  pick: ['C'],
  next: ['J', '↓'],
  previous: ['K', '↑'],
  'extend-next': ['Shift+J', 'Shift+↓'],
  'extend-previous': ['Shift+K', 'Shift+↑'],
  first: ['Home'],
  last: ['End'],
  'start-earlier': ['['],
  'start-later': [']'],
  'end-earlier': ['{', ','],
  'end-later': ['}', '.'],
  'start-much-earlier': ['Alt+['],
  'start-much-later': ['Alt+]'],
  'end-much-earlier': ['Alt+{', 'Alt+,'],
  'end-much-later': ['Alt+}', 'Alt+.'],
  split: ['S'],
  merge: ['M'],
  'edit-text': ['E', 'F2'],
  undo: TRAVEL_KEYS.undo,
  redo: TRAVEL_KEYS.redo,
  search: ['/', 'Ctrl+F'],
  order: ['W'],
  'auto-play': ['A'],
  spectrogram: ['G'],
  'zoom-in': ['+', '='],
  'zoom-out': ['-'],
  slower: ['<'],
  faster: ['>'],
  back: ['Esc'],
  compare: ['V'],
  'compare-second': ['Shift+V'],
  'compare-enhanced': ['Alt+V'],
  palette: ['Ctrl+K', 'Ctrl+Shift+P'],
  shortcuts: ['?'],
};

/** Commands whose keys are a fixed row or needed to find the others. */
export const FIXED: ReadonlySet<CommandId> = new Set(['assign', 'palette']);

/** The keys of each command as this person set them. */
export function keymap(): Readonly<Record<CommandId, readonly string[]>> {
  const changed = useShortcuts.getState().changed;
  const entries = (Object.keys(KEYMAP) as CommandId[]).map(
    (command) => [command, changed[command] ?? KEYMAP[command]] as const,
  );
  return Object.fromEntries(entries) as Record<CommandId, readonly string[]>;
}

/** Which command a chord runs now; what a person set goes before what was there first. */
export function commandOf(chord: string): CommandId | null {
  const changed = useShortcuts.getState().changed;
  const commands = Object.entries(keymap()) as [CommandId, readonly string[]][];
  const having = commands.filter(([, chords]) => chords.includes(chord)).map(([command]) => command);
  return having.find((command) => changed[command] !== undefined) ?? having[0] ?? null;
}

/** How the sheet and the tooltips group them. */
export const GROUPS: Readonly<Record<keyof typeof strings.groups, readonly CommandId[]>> = {
  decide: ['accept', 'reject', 'assign', 'nobody', 'pick', 'undo', 'redo'],
  listen: [
    'play-pause',
    'play-span',
    'play-around',
    'loop',
    'compare',
    'compare-second',
    'compare-enhanced',
    'slower',
    'faster',
    'auto-play',
  ],
  move: ['next', 'previous', 'extend-next', 'extend-previous', 'first', 'last', 'search', 'back'],
  time: [
    'start-earlier',
    'start-later',
    'end-earlier',
    'end-later',
    'start-much-earlier',
    'start-much-later',
    'end-much-earlier',
    'end-much-later',
    'split',
    'merge',
    'edit-text',
  ],
  view: ['order', 'spectrogram', 'zoom-in', 'zoom-out', 'palette', 'shortcuts'],
};

/** The keys to show for a command: "1 … 9" for the numbers. */
export const shownKeys = (command: CommandId): readonly string[] =>
  command === 'assign' ? ['1 … 9'] : keymap()[command];

/** The main key of a command, for its tooltip. */
export const mainKey = (command: CommandId): string => shownKeys(command)[0] ?? '';

/** How far each nudge moves which edge, in samples at 16 kHz. */
export const NUDGES: Partial<Record<CommandId, { readonly side: 'start' | 'end'; readonly by: number }>> = {
  'start-earlier': { side: 'start', by: -160 },
  'start-later': { side: 'start', by: 160 },
  'end-earlier': { side: 'end', by: -160 },
  'end-later': { side: 'end', by: 160 },
  'start-much-earlier': { side: 'start', by: -1600 },
  'start-much-later': { side: 'start', by: 1600 },
  'end-much-earlier': { side: 'end', by: -1600 },
  'end-much-later': { side: 'end', by: 1600 },
};
