import { VisuallyHidden } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';

/** Tells a screen reader what changed, at most once in `every` milliseconds. */
export function LiveRegion({
  message,
  every = 5000,
}: {
  readonly message: string;
  readonly every?: number;
}): ReactElement {
  const [spoken, setSpoken] = useState(message);
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(message), spoken === '' ? 0 : every);
    return () => clearTimeout(timer);
  }, [message, spoken, every]);
  return (
    <VisuallyHidden role="status" aria-live="polite" data-testid="live-region">
      {spoken}
    </VisuallyHidden>
  );
}
