import { ActionIcon, Button, Kbd, Tooltip } from '@mantine/core';
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { ariaKeys } from './keymap.ts';

interface ActionButtonProps {
  readonly label: string;
  /** Keys as shown to people, for the tooltip: "Ctrl+Z". */
  readonly keys?: string | undefined;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly testId: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly color?: string;
  /** With `text` the label is shown, else only the icon. */
  readonly text?: string;
  readonly filled?: boolean;
}

/** Milliseconds that a pointer rests on a button before its tooltip comes. */
const TOOLTIP_AFTER = 400;

/**
 * A button whose tooltip teaches its shortcut. A mouse press leaves the focus
 * where it was, so that the keyboard goes on working on the list.
 */
export function ActionButton(props: ActionButtonProps): ReactElement {
  const {
    label,
    keys,
    icon,
    onClick,
    testId,
    disabled = false,
    pressed,
    color,
    text,
    filled = false,
  } = props;
  const button = useRef<HTMLButtonElement>(null);
  const [rested, setRested] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = (): void => {
    clearTimeout(timer.current);
    setRested(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const shared = {
    ref: button,
    'data-testid': testId,
    // A name that differs from the words on the button would confuse who speaks to it.
    'aria-label': text === undefined ? label : undefined,
    'aria-keyshortcuts': keys === undefined || keys === '' ? undefined : ariaKeys(keys),
    'aria-pressed': pressed,
    disabled,
    onClick,
    onPointerEnter: () => {
      timer.current = setTimeout(() => setRested(true), TOOLTIP_AFTER);
    },
    onPointerLeave: leave,
    onMouseDown: (event: { preventDefault(): void }) => {
      event.preventDefault();
      leave();
    },
    variant: filled ? 'filled' : pressed === true ? 'light' : text === undefined ? 'subtle' : 'default',
    color: color ?? (filled || pressed === true ? 'indigo' : 'gray'),
  };
  return (
    <>
      {text === undefined ? (
        <ActionIcon size={28} {...shared}>
          {icon}
        </ActionIcon>
      ) : (
        <Button leftSection={icon} {...shared}>
          {text}
        </Button>
      )}
      {/* Made when it is wanted: dozens of them would hold up the drawing of a screen. */}
      {rested ? (
        <Tooltip
          target={button}
          opened
          label={
            <span>
              {label} {keys === undefined || keys === '' ? null : <Kbd size="xs">{keys}</Kbd>}
            </span>
          }
        />
      ) : null}
    </>
  );
}
