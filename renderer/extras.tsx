import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { strings } from './ui/index.ts';

/** Theme and settings: the buttons that every screen has. */
export function Extras({ onSettings }: { readonly onSettings: () => void }): ReactElement {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
  const Icon = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon }[colorScheme];
  const { theme, system, light, dark } = strings.settings;
  const label = `${theme}: ${{ auto: system, light, dark }[colorScheme]}`;
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={label}
          data-testid="theme-button"
          onClick={() => setColorScheme(next[colorScheme])}
        >
          <Icon size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={strings.common.settings}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={strings.common.settings}
          data-testid="settings-button"
          onClick={onSettings}
        >
          <IconSettings size={17} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
