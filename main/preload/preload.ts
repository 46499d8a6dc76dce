import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { AnswerMessage, Bridge, EventMessage } from '../contract/messages.ts';
import { CHANNEL_CALL, CHANNEL_EVENT } from '../contract/messages.ts';

/** Everything the window can reach outside itself. */
const bridge: Bridge = {
  call: (procedure, input) => ipcRenderer.invoke(CHANNEL_CALL, procedure, input) as Promise<AnswerMessage>,
  onEvent(listener) {
    const forward = (_event: unknown, message: EventMessage): void => listener(message);
    ipcRenderer.on(CHANNEL_EVENT, forward);
    return () => ipcRenderer.removeListener(CHANNEL_EVENT, forward);
  },
  pathOfFile(file) {
    // Electron before 29 has no webUtils; there the file carries its path itself.
    if (webUtils !== undefined) return webUtils.getPathForFile(file as File);
    return (file as { path?: string }).path ?? '';
  },
};

contextBridge.exposeInMainWorld('rolecall', bridge);
