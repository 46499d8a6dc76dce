import { useEffect, useRef } from 'react';
import { noteKeystroke } from '../../engine-client/index.ts';
import { chordOf, isPressable, takesTyping } from '../../ui/index.ts';
import { type CommandId, commandOf } from './keymap.ts';

/**
 * Runs the commands of the review by key, wherever the focus is, except where
 * keys are typed, where Enter and Space press a control, and behind a dialog.
 */
export function useKeys(run: (command: CommandId, chord: string) => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const ended = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.isComposing) return;
        if (document.querySelector('[role="dialog"], [role="menu"]')) return;
        const target = event.target instanceof HTMLElement ? event.target : document.body;
        if (takesTyping(target)) return;
        const chord = chordOf(event);
        if (isPressable(target) && (chord === 'Enter' || chord === 'Space')) return;
        const command = commandOf(chord);
        if (command === null) return;
        noteKeystroke();
        // The menu and the page must not take it as well.
        event.preventDefault();
        latest.current(command, chord);
      },
      // Before everybody else: a dialog that this very press closes must still be seen as open.
      { signal: ended.signal, capture: true },
    );
    return () => ended.abort();
  }, []);
}
