import { Kbd, Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { type Action, commandsElsewhere, fitsWords, isListed, offeredNow, useActions } from './actions.ts';
import { Isolated } from './isolated.tsx';
import { useReturnFocus } from './return-focus.ts';
import { strings } from './strings.ts';

const words = strings.palette;
const MOST = 200;

/** The palette while it is open; once, at the root. */
export function Palette(): ReactElement | null {
  const open = useActions((state) => state.open);
  const setOpen = useActions((state) => state.setOpen);
  return open ? <PaletteDialog onClose={() => setOpen(false)} /> : null;
}

function PaletteDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  useReturnFocus();
  const offered = useActions((state) => state.offered);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // What can act goes before what cannot, and that before what is done on other screens.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what is offered that is listed
  const all = useMemo(() => {
    const here = offeredNow();
    const listed = here.filter(isListed);
    return [
      ...listed.filter(({ off }) => off === undefined),
      ...listed.filter(({ off }) => off !== undefined),
      ...commandsElsewhere(here),
    ];
  }, [offered]);
  const found = all.filter(({ label }) => fitsWords(label, typed)).slice(0, MOST);
  const at = Math.min(chosen, found.length - 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another one is chosen
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const take = (action: Action | undefined): void => {
    if (!action || action.off !== undefined) return;
    onClose();
    // Once the dialog is gone: an action may look at what has the focus.
    setTimeout(() => action.run(), 0);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      padding={0}
      size={640}
      title={words.title}
      classNames={{ header: 'rc-unseen' }}
      data-testid="palette"
    >
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className="rc-palette-input"
        leftSection={<IconSearch size={16} />}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${found[at].id}` : undefined}
        aria-label={words.placeholder}
        placeholder={words.placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined) {
            event.preventDefault();
            setChosen((at + step + found.length) % Math.max(1, found.length));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            take(found[at]);
          }
        }}
        data-testid="palette-input"
      />
      <div className="rc-palette" id="palette-list" role="listbox" aria-label={words.title} ref={list}>
        {found.map((action, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus
          <div
            key={action.id}
            id={`palette-${action.id}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={action.off !== undefined}
            className={index === at ? 'rc-palette-chosen' : ''}
            onClick={() => take(action)}
          >
            <span className={action.off === undefined ? '' : 'rc-dim'}>
              <Isolated text={action.label} />
            </span>
            <span className="rc-nowrap">
              {action.off === undefined ? null : <span className="rc-palette-off rc-dim">{action.off}</span>}
              {action.keys.map((chord) => (
                <Kbd key={chord} size="xs">
                  {chord}
                </Kbd>
              ))}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="rc-palette-none rc-dim">{words.none}</p> : null}
    </Modal>
  );
}
