import { ActionIcon, Button, Kbd, Tooltip } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

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
  const shared = {
    'data-testid': testId,
    // A name that differs from the words on the button would confuse who speaks to it.
    'aria-label': text === undefined ? label : undefined,
    'aria-keyshortcuts':
      keys === undefined ? undefined : keys.replaceAll('Ctrl', 'Control').replaceAll(' ', ''),
    'aria-pressed': pressed,
    disabled,
    onClick,
    onMouseDown: (event: { preventDefault(): void }) => event.preventDefault(),
    variant: filled ? 'filled' : pressed === true ? 'light' : text === undefined ? 'subtle' : 'default',
    color: color ?? (filled || pressed === true ? 'indigo' : 'gray'),
  };
  return (
    <Tooltip
      label={
        <span>
          {label} {keys === undefined ? null : <Kbd size="xs">{keys}</Kbd>}
        </span>
      }
    >
      {text === undefined ? (
        <ActionIcon size={28} {...shared}>
          {icon}
        </ActionIcon>
      ) : (
        <Button leftSection={icon} {...shared}>
          {text}
        </Button>
      )}
    </Tooltip>
  );
}
