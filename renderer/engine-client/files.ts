import { call } from './bridge.ts';

/** Shows a file or folder in the file manager; where that fails, nothing happens. */
export const showInFolder = (path: string): void =>
  void call('app.showInFolder', { path }).catch(() => undefined);

/** Opens a page that Rolecall wrote, in the browser. @returns whether it was opened */
export const openReport = async (path: string): Promise<boolean> =>
  (await call('app.openReport', { path }).catch(() => ({ opened: false }))).opened;
