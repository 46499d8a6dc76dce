import { createTheme } from '@mantine/core';
import { strings } from './strings.ts';

const closeButtonProps = { 'aria-label': strings.common.close };

/** One theme for light and dark: system fonts, small radii, dense controls. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    // The page itself never scrolls, so nothing needs to lock it; its lock would add style elements.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 80 },
        closeButtonProps,
      },
    },
    Drawer: { defaultProps: { lockScroll: false, closeButtonProps } },
    // Its placeholder for the first focus is no menu item, which screen readers are told to expect.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, transitionProps: { duration: 80 } } },
    Button: { defaultProps: { size: 'xs' } },
  },
});
