/** What of a keyboard event matters here; a DOM KeyboardEvent fits. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(modifier: string): boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
};

/**
 * One press as text: "Ctrl+Shift+Z", "J", "[", "Space". Letters are upper case
 * and name their Shift; other printable signs do not, because keyboards differ in
 * where they put them. Command counts as Ctrl. Digits are found by their place too,
 * for keyboards that want Shift for them. AltGr is part of typing a sign, no modifier.
 */
export function chordOf(press: KeyPress): string {
  const altGraph = press.getModifierState?.('AltGraph') ?? false;
  const control = (press.ctrlKey || press.metaKey) && !altGraph;
  const alt = press.altKey && !altGraph;
  const named = NAMES[press.key];
  let key = named ?? press.key;
  let shift = press.shiftKey;
  if (named === undefined && key.length === 1) {
    const letter = key.toLowerCase() !== key.toUpperCase();
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
    if (!letter && digit !== undefined && !shift) key = digit;
    key = key.toUpperCase();
    if (!letter) shift = false;
  }
  return `${control ? 'Ctrl+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`;
}

/** Command of each chord; a chord that two commands want is an error of the table. */
export function invertKeymap<C extends string>(
  keymap: Readonly<Record<C, readonly string[]>>,
): Map<string, C> {
  const commands = new Map<string, C>();
  for (const [command, chords] of Object.entries(keymap) as [C, readonly string[]][])
    for (const chord of chords) {
      if (commands.has(chord))
        throw new Error(`${chord} is bound to ${commands.get(chord)} and to ${command}`);
      commands.set(chord, command);
    }
  return commands;
}

/** Where keys belong to the control itself and never to a shortcut. */
export function takesTyping(target: {
  readonly tagName?: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
}): boolean {
  const tag = target.tagName?.toUpperCase();
  if (target.isContentEditable === true || tag === 'TEXTAREA' || tag === 'SELECT') return true;
  return tag === 'INPUT' && !['checkbox', 'radio', 'button'].includes(target.type ?? 'text');
}

/** Of what takes typing: whether it has an undo of its own. A list to choose from has none, and keeps the focus. */
export const hasUndo = (target: { readonly tagName?: string }): boolean =>
  target.tagName?.toUpperCase() !== 'SELECT';

/** Whether Enter and Space press this control, so that a shortcut must not take them. */
export const isPressable = (target: { readonly tagName?: string; readonly type?: string }): boolean =>
  ['BUTTON', 'A', 'INPUT', 'SUMMARY'].includes(target.tagName?.toUpperCase() ?? '');
