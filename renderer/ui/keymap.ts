import { useShortcuts } from './shortcuts.ts';
import { strings } from './strings.ts';

export type CommandId = keyof typeof strings.commands;

/**
 * Chords of each command, as `chordOf` writes them; the first is the one shown. A chord belongs to one command in the
 * whole window, so that a key never means two things. What has no key at first can be given one.
 */
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
  'mend-edge': ['B'],
  snap: ['N'],
  undo: ['Ctrl+Z'],
  redo: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  history: ['H'],
  search: ['/', 'Ctrl+F'],
  order: ['W'],
  'filter-state': ['F'],
  'filter-review': ['Shift+F'],
  'filter-character': ['Ctrl+Shift+F'],
  'clear-filters': ['Q'],
  'auto-play': ['A'],
  spectrogram: ['G'],
  'zoom-in': ['+', '='],
  'zoom-out': ['-'],
  slower: ['<'],
  faster: ['>'],
  back: ['Esc'],
  compare: ['V'],
  'compare-second': ['Shift+V'],
  'compare-third': ['Alt+3'],
  'compare-fourth': ['Alt+4'],
  'compare-fifth': ['Alt+5'],
  'compare-enhanced': ['Alt+V'],
  palette: ['Ctrl+K', 'Ctrl+Shift+P'],
  shortcuts: ['?'],
  'new-project': ['Ctrl+N'],
  'open-project': ['Ctrl+O'],
  'try-sample': [],
  'close-project': ['Ctrl+Shift+W'],
  settings: ['Ctrl+,'],
  'settings-models': [],
  'settings-recogniser': [],
  'settings-languages': [],
  'settings-space': [],
  'settings-backups': [],
  'settings-doctor': [],
  theme: ['Ctrl+Shift+D'],
  'go-library': ['Ctrl+1'],
  'go-queue': ['Ctrl+2'],
  'go-characters': ['Ctrl+3'],
  'go-report': ['Ctrl+4'],
  'go-evaluation': ['Ctrl+5'],
  'go-export': ['Ctrl+6', 'Ctrl+E'],
  scan: ['F5'],
  run: ['F9'],
  plan: ['Shift+F9'],
  'pause-run': ['F8'],
  'stop-run': ['Shift+F8'],
  'run-details': ['F7'],
  relink: [],
  'review-episode': ['Ctrl+R'],
  'run-episode': ['Ctrl+F9'],
  'pair-subtitles': [],
  'pair-script': [],
  'unpair-subtitles': [],
  'unpair-script': [],
  'show-media': [],
  'rename-character': ['R'],
  'merge-characters': ['Shift+M'],
  'hear-character': ['Y'],
  'split-character': ['Shift+S'],
  'audit-start': ['F6'],
  'audit-resume': ['Shift+F6'],
  'audit-unsure': ['U'],
  'audit-finish': ['Shift+U'],
  'open-morning': [],
  'export-run': ['Ctrl+Shift+E'],
  'export-stop': [],
  'export-folder': [],
  'evaluation-set': [],
  'evaluation-compare': ['Ctrl+Shift+K'],
  'evaluation-stop': [],
};

/** Commands whose keys are a fixed row or needed to find the others. */
export const FIXED: ReadonlySet<CommandId> = new Set(['assign', 'palette']);

/** Chords that no command may have: the system, the menu and the clipboard take them, or a person could get lost. */
export const RESERVED: ReadonlySet<string> = new Set([
  'Esc',
  'Tab',
  'Shift+Tab',
  'Ctrl+A',
  'Ctrl+C',
  'Ctrl+V',
  'Ctrl+X',
  'Ctrl+Q',
  'Ctrl+0',
  'Ctrl++',
  'Ctrl+=',
  'Ctrl+-',
  'F10',
  'F11',
  'Alt+F4',
]);

/** The keys of each command as this person set them; a first key that was given to another command is gone. */
export function keymap(): Readonly<Record<CommandId, readonly string[]>> {
  const changed = useShortcuts.getState().changed;
  const given = new Set(
    Object.entries(changed).flatMap(([command, chords]) => (Object.hasOwn(KEYMAP, command) ? chords : [])),
  );
  const entries = (Object.keys(KEYMAP) as CommandId[]).map(
    (command) => [command, changed[command] ?? KEYMAP[command].filter((chord) => !given.has(chord))] as const,
  );
  return Object.fromEntries(entries) as Record<CommandId, readonly string[]>;
}

/** Which command a chord runs now; what a person set goes before what was there first. */
export function commandOf(chord: string): CommandId | null {
  const commands = Object.entries(keymap()) as [CommandId, readonly string[]][];
  return commands.find(([, chords]) => chords.includes(chord))?.[0] ?? null;
}

/** Why a command may not have a chord: another command has it, or the window needs it; null where it may. */
export function conflictOf(
  chord: string,
  wanted: CommandId,
): { readonly command: CommandId } | 'reserved' | null {
  if (/^\d$/.test(chord)) return { command: chord === '0' ? 'nobody' : 'assign' };
  if (RESERVED.has(chord)) return 'reserved';
  const owner = commandOf(chord);
  return owner === null || owner === wanted ? null : { command: owner };
}

/** How the sheet, the tooltips and the palette group them. */
export const GROUPS: Readonly<Record<keyof typeof strings.groups, readonly CommandId[]>> = {
  decide: ['accept', 'reject', 'assign', 'nobody', 'pick', 'undo', 'redo', 'history'],
  listen: [
    'play-pause',
    'play-span',
    'play-around',
    'loop',
    'compare',
    'compare-second',
    'compare-third',
    'compare-fourth',
    'compare-fifth',
    'compare-enhanced',
    'slower',
    'faster',
    'auto-play',
  ],
  move: [
    'next',
    'previous',
    'extend-next',
    'extend-previous',
    'first',
    'last',
    'search',
    'filter-state',
    'filter-review',
    'filter-character',
    'clear-filters',
    'back',
  ],
  time: [
    'start-earlier',
    'start-later',
    'end-earlier',
    'end-later',
    'start-much-earlier',
    'start-much-later',
    'end-much-earlier',
    'end-much-later',
    'snap',
    'mend-edge',
    'split',
    'merge',
    'edit-text',
  ],
  view: ['order', 'spectrogram', 'zoom-in', 'zoom-out'],
  window: [
    'palette',
    'shortcuts',
    'new-project',
    'open-project',
    'try-sample',
    'close-project',
    'theme',
    'settings',
    'settings-models',
    'settings-recogniser',
    'settings-languages',
    'settings-space',
    'settings-backups',
    'settings-doctor',
  ],
  go: ['go-library', 'go-queue', 'go-characters', 'go-report', 'go-evaluation', 'go-export'],
  library: [
    'scan',
    'run',
    'plan',
    'pause-run',
    'stop-run',
    'run-details',
    'relink',
    'review-episode',
    'run-episode',
    'pair-subtitles',
    'pair-script',
    'unpair-subtitles',
    'unpair-script',
    'show-media',
  ],
  characters: ['rename-character', 'merge-characters', 'split-character', 'hear-character'],
  audit: ['audit-start', 'audit-resume', 'audit-unsure', 'audit-finish', 'open-morning'],
  export: ['export-run', 'export-stop', 'export-folder'],
  evaluation: ['evaluation-set', 'evaluation-compare', 'evaluation-stop'],
};

/** The group of a command. */
export const groupOf = (command: CommandId): keyof typeof GROUPS =>
  (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).find((group) => GROUPS[group].includes(command)) ??
  'window';

/** The keys to show for a command: "1 … 9" for the numbers. */
export const shownKeys = (command: CommandId): readonly string[] =>
  command === 'assign' ? ['1 … 9'] : keymap()[command];

/** The main key of a command, for its tooltip; empty where it has none. */
export const mainKey = (command: CommandId): string => shownKeys(command)[0] ?? '';

/** A tooltip that teaches a command's key, with the key for programs that read the screen aloud. */
export interface Hint {
  readonly title: string;
  readonly 'aria-keyshortcuts'?: string;
}

/** Makes tooltips of buttons; whoever uses it is drawn anew when a key changes. */
export function useHint(): (command: CommandId, text?: string) => Hint {
  useShortcuts();
  return (command, text = strings.commands[command]) => {
    const keys = mainKey(command);
    if (keys === '') return { title: text };
    return { title: strings.shortcuts.chord(text, keys), 'aria-keyshortcuts': ariaKeys(keys) };
  };
}

/** A chord as the attribute `aria-keyshortcuts` wants it. */
export const ariaKeys = (keys: string): string => keys.replaceAll('Ctrl', 'Control').replaceAll(' ', '');
