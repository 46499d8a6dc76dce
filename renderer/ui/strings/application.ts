/**
 * Words of the application around the window: its menu, the system's dialogs, and what it says of the engine's process.
 * Electron's main process and the client of the bridge read this file, and this one alone of the catalogue: it must
 * import nothing.
 */
export const applicationStrings = {
  application: 'Rolecall',
  menu: {
    file: '&File',
    newProject: 'New project…',
    openProject: 'Open project…',
    close: 'Close window',
    quit: 'Quit',
    edit: '&Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: '&View',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    help: '&Help',
    shortcuts: 'Keyboard shortcuts',
  },
  dialogs: {
    newProjectTitle: 'Where to keep the project',
    newProjectName: 'My library',
  },
  process: {
    endedAgain: (code: string) =>
      `The engine ended again (code ${code}). Restart Rolecall; your decisions are stored.`,
    restarting: (code: string) => `The engine ended unexpectedly (code ${code}) and is being restarted.`,
    back: 'The engine is back. A command that was in flight was lost; everything else is stored.',
    lost: 'The engine ended before it answered.',
    lostRemedy: 'It is being restarted; try again in a moment.',
    noNode: 'No Node for the engine was found. Run `npm run setup`.',
    unknownCall: 'This call is not known.',
    wrongShape: 'The call has the wrong shape.',
    restart: 'Restart Rolecall.',
  },
  /** What the window itself says of calls that fail. */
  bridge: {
    outside: 'This page is not inside the application.',
    outsideRemedy: 'Start Rolecall with `npm start`.',
    unreachable: (why: string) => `The engine could not be reached: ${why}`,
    unreachableRemedy: 'Wait for it to come back, or restart Rolecall.',
    unexpected: (name: string, why: string) =>
      `The engine answered “${name}” with something unexpected: ${why}`,
    unexpectedRemedy: 'Window and engine may be of different versions: run `npm run setup` and start again.',
    tryAgain: 'Try again; if it stays, run the doctor from the settings.',
    unreadable: {
      audio: 'The sound of this episode could not be read.',
      peaks: 'The outline of this episode’s sound could not be read.',
      speech: 'The speech of this episode could not be read.',
    },
    unreadableRemedy: 'Run the episode again from the library: its cache will be rebuilt.',
  },
} as const;
