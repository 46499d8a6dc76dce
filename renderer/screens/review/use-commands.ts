import { useEffect, useMemo } from 'react';
import { onEvent } from '../../engine-client/index.ts';
import { type Action, strings, takesTyping, useOfferedActions, useShortcuts } from '../../ui/index.ts';
import { type CommandId, KEYMAP, shownKeys } from './keymap.ts';

/** Undo, redo and the sheet from the menu; in a field, undo is the field's. */
export function useMenuCommands(run: (command: 'undo' | 'redo' | 'shortcuts') => void): void {
  useEffect(
    () =>
      onEvent('menu.command', ({ command }) => {
        if (command !== 'undo' && command !== 'redo' && command !== 'shortcuts') return;
        const focused = document.activeElement;
        if (command !== 'shortcuts' && focused instanceof HTMLElement && takesTyping(focused)) {
          document.execCommand(command);
          return;
        }
        run(command);
      }),
    [run],
  );
}

/** Every command of the review in the palette, but the numbers and the palette itself. */
export function useReviewActions(run: (command: CommandId) => void): void {
  const changed = useShortcuts((state) => state.changed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys that are shown change with them
  const actions = useMemo(
    (): Action[] =>
      (Object.keys(KEYMAP) as CommandId[])
        .filter((command) => command !== 'assign' && command !== 'palette')
        .map((command) => ({
          id: command,
          label: strings.commands[command],
          keys: shownKeys(command),
          run: () => run(command),
        })),
    [run, changed],
  );
  useOfferedActions('review', actions);
}
