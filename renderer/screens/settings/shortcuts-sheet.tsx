import { Button, Kbd, Modal } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { asEngineError, call } from '../../engine-client/index.ts';
import {
  type CommandId,
  chordOf,
  conflictOf,
  FIXED,
  GROUPS,
  noticeError,
  shownKeys,
  strings,
  useReturnFocus,
  useShortcuts,
} from '../../ui/index.ts';

const words = strings.shortcuts;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);

/** Every shortcut in a dialog of its own, which a key opens on every screen. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }): ReactElement {
  useReturnFocus();
  const [waiting, setWaiting] = useState<CommandId | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={strings.review.shortcuts}
      size={860}
      closeOnEscape={waiting === null}
      data-testid="shortcuts-sheet"
    >
      <ShortcutsList waiting={waiting} onWait={setWaiting} />
    </Modal>
  );
}

interface ShortcutsListProps {
  /** The command whose new keys are the next to be pressed: they are not the dialog's. */
  readonly waiting: CommandId | null;
  readonly onWait: (waiting: CommandId | null) => void;
}

/** Every command with its keys, by what one wants to do; selecting one waits for its new keys. */
export function ShortcutsList({ waiting, onWait }: ShortcutsListProps): ReactElement {
  const { changed, set } = useShortcuts();

  useEffect(() => {
    if (waiting === null) return;
    const ended = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (MODIFIERS.has(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        onWait(null);
        const chord = chordOf(event);
        if (chord !== 'Esc') give(chord, waiting, set);
      },
      { signal: ended.signal, capture: true },
    );
    return () => ended.abort();
  }, [waiting, set, onWait]);

  return (
    <>
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
              {GROUPS[group].map((command) => (
                <li key={command}>
                  <button
                    type="button"
                    className="rc-sheet-row"
                    disabled={FIXED.has(command)}
                    data-testid={`shortcut-${command}`}
                    onClick={() => onWait(command)}
                  >
                    <span>{strings.commands[command]}</span>
                    <span className={changed[command] === undefined ? '' : 'rc-sheet-changed'}>
                      {waiting === command ? <i>{words.press}</i> : <Keys command={command} />}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Keys({ command }: { readonly command: CommandId }): ReactElement {
  const keys = shownKeys(command);
  if (keys.length === 0) return <span className="rc-dim rc-small">{words.noKey}</span>;
  return (
    <>
      {keys.map((chord) => (
        <Kbd key={chord} size="xs">
          {chord}
        </Kbd>
      ))}
    </>
  );
}

type Changed = Readonly<Record<string, readonly string[]>>;

/** Gives a chord to a command, unless another has it or the window needs it: then it is said whose it is. */
function give(chord: string, command: CommandId, set: (changed: Changed) => void): void {
  const conflict = conflictOf(chord, command);
  if (conflict === null) {
    keep({ ...useShortcuts.getState().changed, [command]: [chord] }, set);
    return;
  }
  if (conflict === 'reserved') noticeError(words.reserved(chord), words.reservedRemedy);
  else noticeError(words.taken(chord, strings.commands[conflict.command]), words.takenRemedy);
}

/** Shows the new keys at once and stores them on this machine. */
function keep(changed: Changed, set: (changed: Changed) => void): void {
  set(changed);
  const shortcuts = Object.fromEntries(Object.entries(changed).map(([id, chords]) => [id, [...chords]]));
  call('app.setPreferences', { shortcuts }).catch((thrown: unknown) => {
    const error = asEngineError(thrown);
    noticeError(error.message, error.remedy);
  });
}
