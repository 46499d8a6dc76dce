import { useEffect, useState } from 'react';

/**
 * For a dialog that exists only while it is open: gives the focus back to where
 * it was when the dialog appeared, unless somebody else has taken it meanwhile.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
      });
    },
    [before],
  );
}
