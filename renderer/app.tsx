import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { EngineBanner } from './engine-banner.tsx';
import { asEngineError, call, onEvent, type ProjectSummary, useEngineEvents } from './engine-client/index.ts';
import { Extras } from './extras.tsx';
import { LIBRARY, type Place, Screen, useGoTo } from './places.tsx';
import { ProjectActions } from './project-actions.ts';
import { SettingsDialog } from './screens/settings/settings-dialog.tsx';
import { ShortcutsSheet } from './screens/settings/shortcuts-sheet.tsx';
import { StartScreen } from './screens/start/start-screen.tsx';
import { NoticeArea, noticeError, Palette, strings, useShortcuts } from './ui/index.ts';
import { type Dialog, useWindowCommands } from './window-commands.ts';

/** The whole window: which screen stands, and what lies over it. */
export function App(): ReactElement {
  const client = useQueryClient();
  const [project, setProject] = useState<ProjectSummary | null>(null);
  const [started, setStarted] = useState(false);
  const [sampleLibrary, setSampleLibrary] = useState<string | null>(null);
  const [place, setPlace] = useState<Place>(LIBRARY);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  useEngineEvents();
  // A run that could not begin, or broke off as a whole, belongs to no row of the library: it is told wherever one is.
  useEffect(
    () =>
      onEvent('run.progress', ({ running, failures }) => {
        const whole = running ? undefined : failures.find(({ episode }) => episode === null);
        if (whole) noticeError(whole.problem.message, whole.problem.remedy);
      }),
    [],
  );

  const enter = useCallback(
    (summary: ProjectSummary | null): void => {
      client.clear();
      setPlace(LIBRARY);
      setDialog(null);
      setProject(summary);
    },
    [client],
  );
  const open = useCallback(
    async (path: string): Promise<void> => {
      try {
        enter(await call('project.open', { project: path }));
      } catch (thrown) {
        const error = asEngineError(thrown);
        noticeError(error.message, error.remedy);
      }
    },
    [enter],
  );
  const close = useCallback(async (): Promise<void> => {
    await call('project.close', {}).catch(() => undefined);
    enter(null);
  }, [enter]);

  useEffect(() => {
    const begin = async (): Promise<void> => {
      const start = await call('app.startUp', {});
      setSampleLibrary(start.sampleLibrary);
      if (start.project !== null) await open(start.project);
    };
    begin()
      .catch((thrown: unknown) => {
        const error = asEngineError(thrown);
        noticeError(error.message, error.remedy);
      })
      .finally(() => setStarted(true));
  }, [open]);
  useEffect(() => {
    const stopOpen = onEvent('menu.openProject', (asked) => void open(asked.project));
    const stopFault = onEvent('app.fault', ({ log }) =>
      noticeError(strings.engine.fault, strings.engine.faultRemedy(log)),
    );
    return () => {
      stopOpen();
      stopFault();
    };
  }, [open]);

  useWindowCommands({ project, open, close, show: setDialog });
  useStoredShortcuts();
  const goTo = useGoTo(setPlace);
  const extras = <Extras />;
  return (
    <div className="rc-app">
      <EngineBanner project={project} />
      {!started ? null : project === null ? (
        <StartScreen sampleLibrary={sampleLibrary} extras={extras} onOpened={enter} />
      ) : (
        <>
          <ProjectActions goTo={goTo} onClose={() => void close()} />
          <Screen
            key={project.path}
            project={project}
            place={place}
            goTo={goTo}
            extras={extras}
            onClose={() => void close()}
            onRelinked={setProject}
          />
        </>
      )}
      {dialog === 'shortcuts' ? <ShortcutsSheet onClose={() => setDialog(null)} /> : null}
      {dialog !== null && dialog !== 'shortcuts' ? (
        <SettingsDialog tab={dialog.settings} inProject={project !== null} onClose={() => setDialog(null)} />
      ) : null}
      <NoticeArea />
      <Palette />
    </div>
  );
}

/** Brings the keys that this person set on this machine. */
function useStoredShortcuts(): void {
  useEffect(() => {
    call('app.preferences', {})
      .then(({ shortcuts }) => useShortcuts.getState().set(shortcuts))
      .catch(() => undefined);
  }, []);
}
