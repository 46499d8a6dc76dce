import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
import { z } from 'zod';
import { applicationStrings } from '../../renderer/ui/strings/application.ts';
import {
  type AnswerMessage,
  CHANNEL_CALL,
  CHANNEL_EVENT,
  type EventMessage,
  isProcedureName,
  MEDIA_SCHEME,
} from '../contract/index.ts';
import { answerInApp, isAppProcedure, openAfterCrash, projectFromArguments } from './app-procedures.ts';
import { EngineHost } from './engine-host.ts';
import { surviveFaults } from './faults.ts';
import { serveMedia } from './media-protocol.ts';
import { setMenu } from './menu.ts';
import { preloadFile } from './paths.ts';
import { rememberProject } from './recent-projects.ts';
import { followTextScale } from './text-scale.ts';
import { serveWindow, WINDOW_ADDRESS, WINDOW_SCHEME } from './window-protocol.ts';

const words = applicationStrings.process;
let window: BrowserWindow | null = null;
const engine = new EngineHost(sendEvent);

protocol.registerSchemesAsPrivileged([
  { scheme: WINDOW_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  {
    scheme: MEDIA_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
  },
]);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const project = projectFromArguments(argv);
    if (project !== null) sendEvent({ type: 'event', event: 'menu.openProject', payload: { project } });
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', closeEngineFirst);
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start(): void {
  surviveFaults(app.getPath('userData'), (log) =>
    sendEvent({ type: 'event', event: 'app.fault', payload: { log } }),
  );
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  serveWindow();
  serveMedia(() => engine.currentProject);
  ipcMain.handle(CHANNEL_CALL, answer);
  setMenu((command) => sendEvent({ type: 'event', event: 'menu.command', payload: { command } }));
  engine.start();
  openWindow();
}

function openWindow(): void {
  window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 560,
    show: false,
    title: applicationStrings.application,
    backgroundColor: '#1a1b1e',
    webPreferences: {
      preload: preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window?.show());
  window.on('closed', () => {
    window = null;
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event, address) => {
    if (address !== WINDOW_ADDRESS) event.preventDefault();
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') bringBack();
  });
  const { webContents } = window;
  webContents.once('did-finish-load', () => {
    // A size that cannot be kept is asked for again at the next start.
    followTextScale(webContents, app.getPath('userData')).catch(() => undefined);
  });
  void window.loadURL(WINDOW_ADDRESS);
}

const CRASHES_IN_A_ROW = 3;
const STEADY_AFTER_MILLISECONDS = 60_000;
let crashes: number[] = [];

/** The page's process is gone: what was decided is stored by the engine, so a new page goes on with the project. */
function bringBack(): void {
  const now = Date.now();
  crashes = [...crashes.filter((time) => now - time < STEADY_AFTER_MILLISECONDS), now];
  if (crashes.length > CRASHES_IN_A_ROW) {
    app.quit();
    return;
  }
  openAfterCrash(engine.currentProject);
  window?.webContents.reload();
}

function sendEvent(message: EventMessage): void {
  window?.webContents.send(CHANNEL_EVENT, message);
}

/** The one door for what the window asks: the sender, the name and the input are checked. */
async function answer(
  event: Electron.IpcMainInvokeEvent,
  procedure: unknown,
  input: unknown,
): Promise<AnswerMessage> {
  const fromOurWindow = event.senderFrame?.url === WINDOW_ADDRESS && event.sender === window?.webContents;
  if (!fromOurWindow || window === null || typeof procedure !== 'string' || !isProcedureName(procedure)) {
    return refusal(words.unknownCall);
  }
  if (isAppProcedure(procedure)) {
    try {
      return { type: 'answer', id: 0, ok: true, output: await answerInApp(procedure, input, window) };
    } catch (error) {
      return refusal(error instanceof z.ZodError ? words.wrongShape : String(error));
    }
  }
  const result = await engine.call(procedure, input);
  if (result.ok) noteProject(procedure, result.output);
  return result;
}

function noteProject(procedure: string, output: unknown): void {
  if (procedure === 'project.close') engine.remember(null);
  if (procedure !== 'project.open' && procedure !== 'project.create') return;
  const { path } = z.object({ path: z.string() }).parse(output);
  engine.remember(path);
  rememberProject(path);
}

const refusal = (message: string): AnswerMessage => ({
  type: 'answer',
  id: 0,
  ok: false,
  error: { kind: 'internal', message, remedy: words.restart, file: null, place: null },
});

let engineClosed = false;

function closeEngineFirst(event: Electron.Event): void {
  if (engineClosed) return;
  event.preventDefault();
  void engine.close().finally(() => {
    engineClosed = true;
    app.quit();
  });
}
