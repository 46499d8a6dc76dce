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
