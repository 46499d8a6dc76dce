import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
  IconCommand,
  IconDeviceDesktop,
  IconKeyboard,
  IconMoon,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { type CommandId, runCommand, strings, useHint } from './ui/index.ts';

/** Commands, keys, theme and settings: the buttons that every screen has. */
export function Extras(): ReactElement {
  const { colorScheme } = useMantineColorScheme();
  const hint = useHint();
  const SchemeIcon = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon }[colorScheme];
  const { theme, system, light, dark } = strings.settings;
  const button = (command: CommandId, label: string, icon: ReactElement): ReactElement => {
    const { title, ...keys } = hint(command, label);
    return (
      <Tooltip label={title}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={label}
          {...keys}
          data-testid={`${command}-button`}
          onClick={() => runCommand(command)}
        >
          {icon}
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <>
      {button('palette', strings.palette.open, <IconCommand size={17} />)}
      {button('shortcuts', strings.review.shortcuts, <IconKeyboard size={17} />)}
      {button('theme', `${theme}: ${{ auto: system, light, dark }[colorScheme]}`, <SchemeIcon size={17} />)}
      {button('settings', strings.common.settings, <IconSettings size={17} />)}
    </>
  );
}
