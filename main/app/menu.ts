import { Menu, type MenuItemConstructorOptions } from 'electron';

type Command = 'new-project' | 'open-project' | 'undo' | 'redo' | 'shortcuts';

/** The application menu; commands go to the window, which knows what they mean on its screen. */
export function setMenu(send: (command: Command) => void): void {
  // The window itself listens to the keys; the menu only shows them, so that none fires twice.
  const item = (label: string, accelerator: string, command: Command): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => send(command),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      {
        label: '&File',
        submenu: [
          item('New project…', 'CmdOrCtrl+N', 'new-project'),
          item('Open project…', 'CmdOrCtrl+O', 'open-project'),
          { type: 'separator' },
          { role: process.platform === 'darwin' ? 'close' : 'quit' },
        ],
      },
      {
        label: '&Edit',
        submenu: [
          item('Undo', 'CmdOrCtrl+Z', 'undo'),
          item('Redo', 'CmdOrCtrl+Shift+Z', 'redo'),
          { type: 'separator' },
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
        ],
      },
      {
        label: '&View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
      { label: '&Help', submenu: [item('Keyboard shortcuts', '?', 'shortcuts')] },
    ]),
  );
}
