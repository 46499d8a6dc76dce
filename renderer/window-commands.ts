import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { call, onEvent, type ProjectSummary } from './engine-client/index.ts';
import type { SettingsTab } from './screens/settings/settings-dialog.tsx';
import {
  type CommandId,
  type Commands,
  hasUndo,
  runCommand,
  runOnceOffered,
  strings,
  takesTyping,
  useActions,
  useCommandKeys,
  useCommands,
} from './ui/index.ts';

/** What lies over the screen. */
export type Dialog = { readonly settings: SettingsTab } | 'shortcuts';

interface WindowCommands {
  readonly project: ProjectSummary | null;
  readonly open: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly show: (dialog: Dialog) => void;
}

const TABS = {
  'settings-models': 'models',
  'settings-recogniser': 'recogniser',
  'settings-languages': 'languages',
  'settings-space': 'space',
  'settings-backups': 'backups',
  'settings-doctor': 'doctor',
} as const satisfies Partial<Record<CommandId, SettingsTab>>;
/** These settings are a project's. */
const OF_PROJECT: ReadonlySet<SettingsTab> = new Set([
  'recogniser',
  'languages',
  'space',
  'backups',
] as const);

/** The commands that every screen has, the keys of all commands, and what the menu asks for. Once, at the root. */
export function useWindowCommands({ project, open, close, show }: WindowCommands): void {
  const nextScheme = useNextScheme();
  const commands: Commands = {
    palette: { run: () => useActions.getState().setOpen(true) },
    shortcuts: { run: () => show('shortcuts') },
    settings: { run: () => show({ settings: 'models' }) },
    theme: { run: nextScheme },
    'new-project': {
      run: () => {
        void close();
        runOnceOffered('new-project');
      },
    },
    'open-project': {
      run: () =>
        void call('app.chooseFolder', { title: strings.start.openTitle }).then(({ path }) => {
          if (path !== null) void open(path);
        }),
    },
  };
  for (const [command, tab] of Object.entries(TABS) as [keyof typeof TABS, SettingsTab][])
    commands[command] = {
      off: project === null && OF_PROJECT.has(tab) ? strings.cannot.noProject : null,
      run: () => show({ settings: tab }),
    };
  useCommands('window', commands);
  useCommandKeys();
  useMenu();
}

/** The menu runs commands by their names; in a field, undo is the field's. */
function useMenu(): void {
  useEffect(
    () =>
      onEvent('menu.command', ({ command }) => {
        const focused = document.activeElement;
        const isEdit = command === 'undo' || command === 'redo';
        if (isEdit && focused instanceof HTMLElement && takesTyping(focused) && hasUndo(focused))
          document.execCommand(command);
        else runCommand(command);
      }),
    [],
  );
}

/** Goes on to the next of the three: light, dark, as the system. */
export function useNextScheme(): () => void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const now = useRef(colorScheme);
  now.current = colorScheme;
  return () => setColorScheme(({ auto: 'light', light: 'dark', dark: 'auto' } as const)[now.current]);
}
