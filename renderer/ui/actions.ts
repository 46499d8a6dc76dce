import { useEffect } from 'react';
import { create } from 'zustand';

/** Something that can be done now, for the palette. */
export interface Action {
  readonly id: string;
  readonly label: string;
  /** Keys as shown to people, if it has any. */
  readonly keys: readonly string[];
  readonly run: () => void;
}

interface Actions {
  /** By who offers them. */
  readonly offered: Readonly<Record<string, readonly Action[]>>;
  readonly offer: (owner: string, actions: readonly Action[]) => void;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

export const useActions = create<Actions>((set) => ({
  offered: {},
  offer: (owner, actions) => set(({ offered }) => ({ offered: { ...offered, [owner]: actions } })),
  open: false,
  setOpen: (open) => set({ open }),
}));

/** Offers actions for as long as the caller is shown. `actions` must be kept by the caller between renderings. */
export function useOfferedActions(owner: string, actions: readonly Action[]): void {
  useEffect(() => {
    const { offer } = useActions.getState();
    offer(owner, actions);
    return () => offer(owner, []);
  }, [owner, actions]);
}

/** Whether every word that was typed begins or lies in the label; letters count without case and marks. */
export function fitsWords(label: string, typed: string): boolean {
  const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const text = plain(label);
  return plain(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
