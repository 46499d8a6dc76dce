import { useEffect, useMemo, useRef } from 'react';
import { call, onEvent } from '../../engine-client/index.ts';
import {
  type Action,
  chordOf,
  noticeGood,
  strings,
  takesTyping,
  travelKeys,
  useOfferedActions,
  useShortcuts,
} from '../../ui/index.ts';

const words = strings.characters;
type Direction = 'undo' | 'redo';

/** Undo and redo of what was decided about the cast of a series. */
export interface CastHistory {
  readonly undo: () => void;
  readonly redo: () => void;
}

/**
 * Undo and redo by the keys that the review has for them, from the menu and from the palette; each says in a
 * sentence what it did.
 *
 * @param change does something to the cast, reads everything anew and tells what went wrong
 */
export function useCastHistory(
  series: string,
  change: (work: () => Promise<unknown>) => Promise<void>,
): CastHistory {
  const shortcuts = useShortcuts((state) => state.changed);
  const travel = async (direction: Direction): Promise<void> => {
    const { sentence } = await call(direction === 'undo' ? 'characters.undo' : 'characters.redo', { series });
    if (sentence !== null) noticeGood(direction === 'undo' ? words.undone(sentence) : words.redone(sentence));
    else noticeGood(direction === 'undo' ? words.noUndo : words.noRedo);
  };
  const latest = useRef<(direction: Direction) => void>(() => undefined);
  latest.current = (direction) => void change(() => travel(direction));

  useEffect(() => {
    const ended = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.isComposing || document.querySelector('[role="dialog"], [role="menu"]')) return;
        if (isField(event.target)) return;
        const chord = chordOf(event);
        const direction = (['undo', 'redo'] as const).find((each) => travelKeys(each).includes(chord));
        if (direction === undefined) return;
        event.preventDefault();
        latest.current(direction);
      },
      { signal: ended.signal, capture: true },
    );
    const stopMenu = onEvent('menu.command', ({ command }) => {
      if (command !== 'undo' && command !== 'redo') return;
      if (isField(document.activeElement)) document.execCommand(command);
      else latest.current(command);
    });
    return () => {
      ended.abort();
      stopMenu();
    };
  }, []);

  const history = useMemo(
    (): CastHistory => ({ undo: () => latest.current('undo'), redo: () => latest.current('redo') }),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys that are shown change with them
  const actions = useMemo(
    (): Action[] =>
      (['undo', 'redo'] as const).map((command) => ({
        id: command,
        label: strings.commands[command],
        keys: travelKeys(command),
        run: history[command],
      })),
    [history, shortcuts],
  );
  useOfferedActions('characters', actions);
  return history;
}

/** A field has an undo of its own; a list to choose from has none, and keeps the focus after each choice. */
const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.tagName !== 'SELECT' && takesTyping(target);
