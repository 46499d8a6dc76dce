import { create } from 'zustand';

interface Shortcuts {
  /** Chords of the commands whose keys were changed. */
  readonly changed: Readonly<Record<string, readonly string[]>>;
  readonly set: (changed: Readonly<Record<string, readonly string[]>>) => void;
}

/** The keys that this person gave to commands; whoever shows keys listens to it. */
export const useShortcuts = create<Shortcuts>((set) => ({
  changed: {},
  set: (changed) => set({ changed }),
}));

/** Undo and redo have the same keys on every screen. */
export const TRAVEL_KEYS = { undo: ['Ctrl+Z'], redo: ['Ctrl+Shift+Z', 'Ctrl+Y'] } as const;

/** The keys of undo or redo as this person set them. */
export const travelKeys = (command: keyof typeof TRAVEL_KEYS): readonly string[] =>
  useShortcuts.getState().changed[command] ?? TRAVEL_KEYS[command];
