import { useEffect } from 'react';
import { runCommand } from './actions.ts';
import { chordOf, hasUndo, isPressable, takesTyping } from './keyboard.ts';
import { type CommandId, commandOf, GROUPS } from './keymap.ts';

/** What is done from within a text field too, if its chord types nothing. */
const ALSO_IN_FIELDS: ReadonlySet<CommandId> = new Set([...GROUPS.go, ...GROUPS.window, ...GROUPS.library]);
const TYPES_NOTHING = /^Ctrl\+|^(?:Alt\+|Shift\+)*F\d/;

/**
 * Runs commands by their keys, wherever the focus is, except where keys are typed, where Enter and Space press a
 * control, and behind a dialog. Once, at the root. A key whose command nobody offers is left to the page.
 */
export function useCommandKeys(): void {
  useEffect(() => {
    const ended = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.isComposing) return;
        if (document.querySelector('[role="dialog"], [role="menu"]')) return;
        const target = event.target instanceof HTMLElement ? event.target : document.body;
        const chord = chordOf(event);
        const command = commandOf(chord);
        if (command === null) return;
        const isFree = ALSO_IN_FIELDS.has(command) || !hasUndo(target);
        if (takesTyping(target) && !(isFree && TYPES_NOTHING.test(chord))) return;
        if (isPressable(target) && (chord === 'Enter' || chord === 'Space')) return;
        // The menu and the page must not take it as well.
        if (runCommand(command, chord)) event.preventDefault();
      },
      // Before everybody else: a dialog that this very press closes must still be seen as open.
      { signal: ended.signal, capture: true },
    );
    return () => ended.abort();
  }, []);
}
