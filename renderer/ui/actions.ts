import { useEffect, useMemo, useRef } from 'react';
import { create } from 'zustand';
import { type CommandId, GROUPS, shownKeys } from './keymap.ts';
import { useShortcuts } from './shortcuts.ts';
import { strings } from './strings.ts';

/** Something that can be done on the screen at hand, for the palette and for keys. */
export interface Action {
  /** A command's name, or one of the caller's own for what has no key. */
  readonly id: string;
  readonly label: string;
  /** Keys as shown to people, if it has any. */
  readonly keys: readonly string[];
  /** Why it cannot act now; it is shown, and does nothing. */
  readonly off?: string | undefined;
  /** `chord` is there where it is run by a key. */
  readonly run: (chord?: string) => void;
}

interface Actions {
  /** By who offers them, whoever came last at the end. */
  readonly offered: Readonly<Record<string, readonly Action[]>>;
  readonly offer: (owner: string, actions: readonly Action[]) => void;
  /** What is run as soon as a screen that is on its way offers it. */
  readonly awaited: CommandId | null;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

export const useActions = create<Actions>((set, get) => ({
  offered: {},
  awaited: null,
  offer: (owner, actions) => {
    set(({ offered }) => ({ offered: { ...offered, [owner]: actions } }));
    const { awaited } = get();
    const action = actions.find(({ id }) => id === awaited);
    if (action === undefined || action.off !== undefined) return;
    set({ awaited: null });
    setTimeout(() => action.run(), 0);
  },
  open: false,
  setOpen: (open) => set({ open }),
}));

/** Milliseconds that a screen has to come and offer what it was called for. */
const AWAITED_FOR = 10_000;
let forgetting: ReturnType<typeof setTimeout> | undefined;

/** Runs a command as soon as somebody new offers it: for commands whose screen is opened for them. */
export function runOnceOffered(command: CommandId): void {
  clearTimeout(forgetting);
  useActions.setState({ awaited: command });
  forgetting = setTimeout(() => useActions.setState({ awaited: null }), AWAITED_FOR);
}

/** Everything that is offered, each once: what the screen at hand offers goes before what can be done everywhere. */
export function offeredNow(): Action[] {
  const once = new Map<string, Action>();
  for (const actions of Object.values(useActions.getState().offered).reverse())
    for (const action of actions) if (!once.has(action.id)) once.set(action.id, action);
  return [...once.values()];
}

/** Runs a command where it is offered and can act. False where nobody offers it: its key is then free. */
export function runCommand(command: CommandId, chord?: string): boolean {
  const offers = Object.values(useActions.getState().offered).reverse();
  // At each key: nothing is listed for it, palettes can offer hundreds of names.
  const action = offers.flatMap((actions) => actions.find(({ id }) => id === command) ?? [])[0];
  if (action === undefined) return false;
  if (action.off === undefined) {
    useActions.setState({ awaited: null });
    action.run(chord);
  }
  return true;
}

/** Commands that are offered nowhere now, with where they are: whoever looks for one in the palette finds out. */
export function commandsElsewhere(offered: readonly Action[]): Action[] {
  const here = new Set(offered.map(({ id }) => id));
  return (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).flatMap((group) =>
    GROUPS[group]
      .filter((command) => !here.has(command) && !UNLISTED.has(command))
      .map((command) => ({
        id: command,
        label: strings.commands[command],
        keys: shownKeys(command),
        off: strings.cannot.elsewhere[group],
        run: () => undefined,
      })),
  );
}

/** What the palette does not list: itself, and what needs one of several keys. */
const UNLISTED: ReadonlySet<CommandId> = new Set(['assign', 'palette']);

/** What a command does on a screen. */
export interface Command {
  readonly run: (chord?: string) => void;
  /** Why it cannot act now, or nothing. */
  readonly off?: string | false | null | undefined;
  /** Its name on this screen, where it differs. */
  readonly label?: string;
}

export type Commands = Partial<Record<CommandId, Command>>;

/**
 * Offers commands for as long as the caller is shown: by their keys and in the palette. Cheap at every rendering: the
 * offer is made anew only when a name, a key or a reason changes.
 */
export function useCommands(owner: string, commands: Commands): void {
  const latest = useRef(commands);
  latest.current = commands;
  const changed = useShortcuts((state) => state.changed);
  const entries = Object.entries(commands) as [CommandId, Command][];
  const shape = JSON.stringify(entries.map(([id, { label, off }]) => [id, label ?? '', off || '']));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys that are shown change with `changed`
  const actions = useMemo(
    () =>
      (JSON.parse(shape) as [CommandId, string, string][]).map(
        ([id, label, off]): Action => ({
          id,
          label: label || strings.commands[id],
          keys: shownKeys(id),
          off: off || undefined,
          run: (chord) => latest.current[id]?.run(chord),
        }),
      ),
    [shape, changed],
  );
  useOfferedActions(owner, actions);
}

/** Offers actions for as long as the caller is shown. `actions` must be kept by the caller between renderings. */
export function useOfferedActions(owner: string, actions: readonly Action[]): void {
  useEffect(() => {
    const { offer } = useActions.getState();
    offer(owner, actions);
    return () => offer(owner, []);
  }, [owner, actions]);
}

/** Whether the palette lists an action. */
export const isListed = ({ id }: Action): boolean => !(UNLISTED as ReadonlySet<string>).has(id);

/** Whether every word that was typed begins or lies in the label; letters count without case and marks. */
export function fitsWords(label: string, typed: string): boolean {
  const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const text = plain(label);
  return plain(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
