import type { ReactElement, ReactNode } from 'react';

interface CellProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/** One cell of a grid whose focus stays on the grid itself, which names its active row. */
export function Cell({ className, children }: CellProps): ReactElement {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows of which most do not exist
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <span role="gridcell" className={className}>
      {children}
    </span>
  );
}
