import { create } from 'zustand';
import { type Filters, type ListOrder, NO_FILTERS } from './listing.ts';

export type Panel = 'none' | 'pick' | 'split' | 'history';

/** What belongs to the hands at work, and to no project: selection, filters, how to listen. */
interface ReviewState {
  /** The utterance that is shown and decided about. */
  readonly active: string | null;
  /** Where a range selection began. */
  readonly anchor: string | null;
  /** All selected ids, the active one included. */
  readonly selection: ReadonlySet<string>;
  readonly filters: Filters;
  readonly order: ListOrder;
  readonly autoPlay: boolean;
  readonly snap: boolean;
  readonly spectrogram: boolean;
  readonly speed: number;
  readonly editing: boolean;
  readonly panel: Panel;
  readonly select: (id: string | null) => void;
  readonly selectMany: (ids: Iterable<string>, active: string, anchor: string) => void;
  readonly toggle: (id: string) => void;
  /** Only these are shown from now on: of several that are selected, those that nobody sees any more are let go. */
  readonly keepShown: (shown: ReadonlySet<string>) => void;
  readonly set: (
    change: Partial<
      Pick<
        ReviewState,
        'filters' | 'order' | 'autoPlay' | 'snap' | 'spectrogram' | 'speed' | 'editing' | 'panel'
      >
    >,
  ) => void;
  /** For another episode: nothing selected, nothing filtered; habits stay. */
  readonly enter: () => void;
}

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

export const useReview = create<ReviewState>((set) => ({
  active: null,
  anchor: null,
  selection: new Set(),
  filters: NO_FILTERS,
  order: 'spoken',
  autoPlay: true,
  snap: true,
  spectrogram: false,
  speed: 1,
  editing: false,
  panel: 'none',
  select: (id) =>
    set({ active: id, anchor: id, selection: new Set(id === null ? [] : [id]), editing: false }),
  selectMany: (ids, active, anchor) =>
    set({ active, anchor, selection: new Set(ids).add(active), editing: false }),
  toggle: (id) =>
    set(({ selection, active }) => {
      const next = new Set(selection);
      if (next.has(id) && next.size > 1) {
        next.delete(id);
        return { selection: next, active: active === id ? ([...next].at(-1) ?? null) : active };
      }
      return { selection: next.add(id), active: id, anchor: id, editing: false };
    }),
  keepShown: (shown) =>
    set(({ selection, active, anchor }) => {
      const seen = [...selection].filter((id) => shown.has(id));
      if (selection.size < 2 || seen.length === selection.size) return {};
      // Where all of them are hidden, the one whose details stand there is left.
      const next = active !== null && (shown.has(active) || seen.length === 0) ? active : (seen[0] ?? null);
      return {
        active: next,
        anchor: anchor !== null && shown.has(anchor) ? anchor : next,
        selection: new Set(seen.length > 0 || next === null ? seen : [next]),
      };
    }),
  set: (change) => set(change),
  enter: () =>
    set({
      active: null,
      anchor: null,
      selection: new Set(),
      filters: NO_FILTERS,
      editing: false,
      panel: 'none',
    }),
}));
