import { Menu, type MenuItemConstructorOptions } from 'electron';
import { applicationStrings } from '../../renderer/ui/strings/application.ts';

const words = applicationStrings.menu;

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
        label: words.file,
        submenu: [
          item(words.newProject, 'CmdOrCtrl+N', 'new-project'),
          item(words.openProject, 'CmdOrCtrl+O', 'open-project'),
          { type: 'separator' },
          process.platform === 'darwin'
            ? { role: 'close', label: words.close }
            : { role: 'quit', label: words.quit },
        ],
      },
      {
        label: words.edit,
        submenu: [
          item(words.undo, 'CmdOrCtrl+Z', 'undo'),
          item(words.redo, 'CmdOrCtrl+Shift+Z', 'redo'),
          { type: 'separator' },
          { role: 'cut', label: words.cut },
          { role: 'copy', label: words.copy },
          { role: 'paste', label: words.paste },
          { role: 'selectAll', label: words.selectAll },
        ],
      },
      {
        label: words.view,
        submenu: [
          { role: 'resetZoom', label: words.resetZoom },
          { role: 'zoomIn', label: words.zoomIn },
          { role: 'zoomOut', label: words.zoomOut },
          { role: 'togglefullscreen', label: words.fullScreen },
        ],
      },
      { label: words.help, submenu: [item(words.shortcuts, '?', 'shortcuts')] },
    ]),
  );
}
