import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useCommands } from './actions.ts';
import { useHint } from './keymap.ts';

interface BackButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

/** The arrow at the left of a screen's header that leads back to where one came from. */
export function BackButton({ label, onClick }: BackButtonProps): ReactElement {
  const hint = useHint();
  useCommands('back-button', { back: { run: onClick, label } });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={label}
      {...hint('back', label)}
      onClick={onClick}
      data-testid="back-button"
    >
      <IconArrowLeft size={17} />
    </ActionIcon>
  );
}
