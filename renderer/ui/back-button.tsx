import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactElement } from 'react';

interface BackButtonProps {
  readonly label: string;
  /** What the pointer is told; the label where absent. */
  readonly title?: string;
  readonly onClick: () => void;
}

/** The arrow at the left of a screen's header that leads back to where one came from. */
export function BackButton({ label, title = label, onClick }: BackButtonProps): ReactElement {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={label}
      title={title}
      onClick={onClick}
      data-testid="back-button"
    >
      <IconArrowLeft size={17} />
    </ActionIcon>
  );
}
