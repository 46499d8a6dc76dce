import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserWindow, dialog, shell } from 'electron';
import { applicationStrings } from '../../renderer/ui/strings/application.ts';
import {
  type AppProcedure,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
  procedures,
} from '../contract/index.ts';
import { sampleLibrary } from './paths.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import { recentProjects } from './recent-projects.ts';
import { isReport } from './report-file.ts';

type Handlers = {
  [N in AppProcedure]: (
    input: ProcedureInput<N>,
    window: BrowserWindow,
  ) => ProcedureOutput<N> | Promise<ProcedureOutput<N>>;
};

/** What the page had open when it crashed: its successor begins there. */
let afterCrash: string | null = null;

export const openAfterCrash = (project: string | null): void => {
  afterCrash = project;
};

const handlers: Handlers = {
  async 'app.chooseFolder'({ title }, window) {
    const chosen = await dialog.showOpenDialog(window, { title, properties: ['openDirectory'] });
    return { path: chosen.filePaths[0] ?? null };
  },
  async 'app.chooseFile'({ title, extensions, startIn }, window) {
    const chosen = await dialog.showOpenDialog(window, {
      title,
      properties: ['openFile'],
      filters: [{ name: title, extensions }],
      ...(startIn === undefined ? {} : { defaultPath: startIn }),
    });
    return { path: chosen.filePaths[0] ?? null };
  },
  async 'app.chooseNewProject'(_input, window) {
    const chosen = await dialog.showSaveDialog(window, {
      title: applicationStrings.dialogs.newProjectTitle,
      defaultPath: join(homedir(), `${applicationStrings.dialogs.newProjectName}.rolecall`),
    });
    const path = chosen.filePath || null;
    return { path: path === null || path.endsWith('.rolecall') ? path : `${path}.rolecall` };
  },
  'app.startUp': () => {
    const project = afterCrash ?? projectFromArguments(process.argv);
    afterCrash = null;
    return { project, sampleLibrary: sampleLibrary() };
  },
  'app.recentProjects': () => recentProjects(),
  'app.preferences': () => readPreferences(),
  'app.setPreferences': (wanted) => writePreferences(wanted),
  async 'app.openReport'({ path }) {
    return { opened: isReport(path) && (await shell.openPath(resolve(path))) === '' };
  },
  'app.showInFolder'({ path }) {
    shell.showItemInFolder(resolve(path));
    return {};
  },
};

/** The project folder named when the application was started, or null. */
export function projectFromArguments(argv: readonly string[]): string | null {
  const named = argv.slice(1).find((argument) => argument.endsWith('.rolecall') && !argument.startsWith('-'));
  return named === undefined ? null : resolve(named);
}

export const isAppProcedure = (name: ProcedureName): name is AppProcedure => procedures[name].host === 'app';

/** Validates the input and answers. */
export async function answerInApp(
  name: AppProcedure,
  input: unknown,
  window: BrowserWindow,
): Promise<unknown> {
  const handler = handlers[name] as (input: unknown, window: BrowserWindow) => unknown;
  return handler(procedures[name].input.parse(input), window);
}
