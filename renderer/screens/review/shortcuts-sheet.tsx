import { Button, Kbd, Modal } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { asEngineError, call } from '../../engine-client/index.ts';
import { chordOf, noticeError, strings, useReturnFocus, useShortcuts } from '../../ui/index.ts';
import { type CommandId, commandOf, FIXED, GROUPS, shownKeys } from './keymap.ts';

const words = strings.shortcuts;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);

/** Every shortcut, by what one wants to do; selecting one waits for its new keys. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }): ReactElement {
  useReturnFocus();
  const { changed, set } = useShortcuts();
  const [waiting, setWaiting] = useState<CommandId | null>(null);

  useEffect(() => {
    if (waiting === null) return;
    const ended = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (MODIFIERS.has(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        setWaiting(null);
        const chord = chordOf(event);
        const owner = commandOf(chord);
        if (chord === 'Esc' || owner === waiting) return;
        if (owner !== null || /^\d$/.test(chord)) {
          noticeError(words.taken(chord, strings.commands[owner ?? 'assign']), '');
          return;
        }
        keep({ ...useShortcuts.getState().changed, [waiting]: [chord] }, set);
      },
      { signal: ended.signal, capture: true },
    );
    return () => ended.abort();
  }, [waiting, set]);

  return (
    <Modal
      opened
      onClose={onClose}
      title={strings.review.shortcuts}
      size={860}
      closeOnEscape={waiting === null}
      data-testid="shortcuts-sheet"
    >
      <div className="rc-bar rc-sheet-head">
        <span className="rc-dim rc-grow">{words.hint}</span>
        <Button
          variant="default"
          disabled={Object.keys(changed).length === 0}
          onClick={() => keep({}, set)}
          data-testid="shortcuts-reset"
        >
          {words.reset}
        </Button>
      </div>
      <div className="rc-sheet">
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <section key={group}>
            <h3>{strings.groups[group]}</h3>
            <ul>
              {GROUPS[group].map((command: CommandId) => (
                <li key={command}>
                  <button
                    type="button"
                    className="rc-sheet-row"
                    disabled={FIXED.has(command)}
                    data-testid={`shortcut-${command}`}
                    onClick={() => setWaiting(command)}
                  >
                    <span>{strings.commands[command]}</span>
                    <span className={changed[command] === undefined ? '' : 'rc-sheet-changed'}>
                      {waiting === command ? (
                        <i>{words.press}</i>
                      ) : (
                        shownKeys(command).map((chord) => (
                          <Kbd key={chord} size="xs">
                            {chord}
                          </Kbd>
                        ))
                      )}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}

/** Shows the new keys at once and stores them on this machine. */
function keep(
  changed: Readonly<Record<string, readonly string[]>>,
  set: (changed: Readonly<Record<string, readonly string[]>>) => void,
): void {
  set(changed);
  const shortcuts = Object.fromEntries(Object.entries(changed).map(([id, chords]) => [id, [...chords]]));
  call('app.setPreferences', { shortcuts }).catch((thrown: unknown) => {
    const error = asEngineError(thrown);
    noticeError(error.message, error.remedy);
  });
}
