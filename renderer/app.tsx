import { ActionIcon, Alert, Button, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconAlertTriangle, IconDeviceDesktop, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import {
  Component,
  type ReactElement,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  asEngineError,
  call,
  type EventPayload,
  onEvent,
  type ProjectSummary,
  useEngineEvents,
  useEpisodes,
} from './engine-client/index.ts';
import { CharactersScreen } from './screens/characters/characters-screen.tsx';
import { ExportDialog } from './screens/export/export-dialog.tsx';
import { LibraryScreen } from './screens/library/library-screen.tsx';
import { ReportScreen } from './screens/report/report-screen.tsx';
import { QueueScreen } from './screens/review/queue-screen.tsx';
import { ReviewScreen } from './screens/review/review-screen.tsx';
import { SettingsDialog } from './screens/settings/settings-dialog.tsx';
import { StartScreen } from './screens/start/start-screen.tsx';
import {
  type Action,
  NoticeArea,
  noticeError,
  Palette,
  strings,
  useOfferedActions,
  useShortcuts,
} from './ui/index.ts';

/** The whole window: which screen stands, and what lies over it. */
export function App(): ReactElement {
  const client = useQueryClient();
  const [project, setProject] = useState<ProjectSummary | null>(null);
  const [started, setStarted] = useState(false);
  const [sampleLibrary, setSampleLibrary] = useState<string | null>(null);
  const [place, setPlace] = useState<Place>(LIBRARY);
  const [last, setLast] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'export' | 'settings' | null>(null);
  useEngineEvents();

  const enter = useCallback(
    (summary: ProjectSummary | null): void => {
      client.clear();
      setPlace(LIBRARY);
      setLast(null);
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
    const stopCommand = onEvent('menu.command', ({ command }) => {
      if (command === 'new-project') void close();
      if (command !== 'open-project') return;
      void call('app.chooseFolder', { title: strings.start.openTitle }).then(({ path }) => {
        if (path !== null) void open(path);
      });
    });
    return () => {
      stopOpen();
      stopCommand();
    };
  }, [open, close]);

  useStoredShortcuts();
  const goTo = useMemo(
    () => ({
      library: () => setPlace(LIBRARY),
      review: (id: string) => setPlace({ screen: 'review', id }),
      queue: (series: string) => setPlace({ screen: 'queue', series }),
      characters: () => setPlace({ screen: 'characters' }),
      report: () => setPlace({ screen: 'report' }),
    }),
    [],
  );

  const extras = <Extras onSettings={() => setDialog('settings')} />;
  return (
    <div className="rc-app">
      <EngineBanner project={project} />
      {!started ? null : project === null ? (
        <StartScreen sampleLibrary={sampleLibrary} extras={extras} onOpened={enter} />
      ) : (
        <>
          <ProjectActions
            goTo={goTo}
            onExport={() => setDialog('export')}
            onClose={() => void close()}
            onSettings={() => setDialog('settings')}
          />
          {place.screen === 'library' ? (
            <LibraryScreen
              project={project}
              initial={last}
              extras={extras}
              onReview={goTo.review}
              onQueue={goTo.queue}
              onCharacters={goTo.characters}
              onReport={goTo.report}
              onExport={() => setDialog('export')}
              onClose={() => void close()}
              onRelinked={setProject}
            />
          ) : null}
          {place.screen === 'review' ? (
            <Review
              id={place.id}
              extras={extras}
              onBack={() => {
                setLast(place.id);
                goTo.library();
              }}
            />
          ) : null}
          {place.screen === 'queue' ? (
            <QueueScreen series={place.series} extras={extras} onBack={goTo.library} />
          ) : null}
          {place.screen === 'characters' ? <Characters extras={extras} onBack={goTo.library} /> : null}
          {place.screen === 'report' ? <ReportScreen extras={extras} onBack={goTo.library} /> : null}
        </>
      )}
      {dialog === 'export' ? <ExportDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'settings' ? <SettingsDialog onClose={() => setDialog(null)} /> : null}
      <NoticeArea />
      <Palette />
    </div>
  );
}

type Place =
  | { readonly screen: 'library' | 'characters' | 'report' }
  | { readonly screen: 'review'; readonly id: string }
  | { readonly screen: 'queue'; readonly series: string };

const LIBRARY: Place = { screen: 'library' };

/** Brings the keys that this person set on this machine. */
function useStoredShortcuts(): void {
  useEffect(() => {
    call('app.preferences', {})
      .then(({ shortcuts }) => useShortcuts.getState().set(shortcuts))
      .catch(() => undefined);
  }, []);
}

interface ProjectActionsProps {
  readonly goTo: {
    readonly library: () => void;
    readonly review: (id: string) => void;
    readonly queue: (series: string) => void;
    readonly characters: () => void;
    readonly report: () => void;
  };
  readonly onExport: () => void;
  readonly onClose: () => void;
  readonly onSettings: () => void;
}

/** So many episodes are named in the palette. */
const MOST_EPISODES = 500;

/** What can be done anywhere in a project, for the palette. */
function ProjectActions({ goTo, onExport, onClose, onSettings }: ProjectActionsProps): null {
  const episodes = useEpisodes().data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const latest = useRef({ onExport, onClose, onSettings });
  latest.current = { onExport, onClose, onSettings };
  const actions = useMemo((): Action[] => {
    const words = strings.palette;
    const known = episodes ?? [];
    const named = (id: string, label: string, run: () => void): Action => ({ id, label, keys: [], run });
    return [
      named('go-library', words.toLibrary, goTo.library),
      ...[...new Set(known.map(({ series }) => series))].map((series) =>
        named(`queue-${series}`, words.toQueue(series.slice(0, 80)), () => goTo.queue(series)),
      ),
      named('go-characters', strings.characters.title, goTo.characters),
      named('go-report', words.toReport, goTo.report),
      named('export', strings.export.title, () => latest.current.onExport()),
      named('settings', strings.settings.title, () => latest.current.onSettings()),
      named('theme', words.theme, () =>
        setColorScheme(({ auto: 'light', light: 'dark', dark: 'auto' } as const)[colorScheme]),
      ),
      named('close-project', words.closeProject, () => latest.current.onClose()),
      ...known
        .filter(({ utterances }) => utterances > 0)
        .slice(0, MOST_EPISODES)
        .map(({ id, title }) =>
          named(`review-${id}`, words.toEpisode(title.slice(0, 120)), () => goTo.review(id)),
        ),
    ];
  }, [episodes, goTo, colorScheme, setColorScheme]);
  useOfferedActions('project', actions);
  return null;
}

interface CharactersProps {
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

function Characters({ extras, onBack }: CharactersProps): ReactElement | null {
  const episodes = useEpisodes().data;
  const allSeries = useMemo(() => [...new Set(episodes?.map(({ series }) => series))], [episodes]);
  return episodes ? <CharactersScreen allSeries={allSeries} extras={extras} onBack={onBack} /> : null;
}

interface ReviewProps {
  readonly id: string;
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

function Review({ id, extras, onBack }: ReviewProps): ReactElement | null {
  const episode = useEpisodes().data?.find((one) => one.id === id);
  return episode ? <ReviewScreen key={id} episode={episode} extras={extras} onBack={onBack} /> : null;
}

/** Theme and settings: the buttons that every screen has. */
function Extras({ onSettings }: { readonly onSettings: () => void }): ReactElement {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
  const Icon = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon }[colorScheme];
  const { theme, system, light, dark } = strings.settings;
  const label = `${theme}: ${{ auto: system, light, dark }[colorScheme]}`;
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={label}
          data-testid="theme-button"
          onClick={() => setColorScheme(next[colorScheme])}
        >
          <Icon size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={strings.common.settings}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={strings.common.settings}
          data-testid="settings-button"
          onClick={onSettings}
        >
          <IconSettings size={17} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** Says that the engine is gone; once it is back, opens the project again and reads everything anew. */
function EngineBanner({ project }: { readonly project: ProjectSummary | null }): ReactElement | null {
  const client = useQueryClient();
  const [state, setState] = useState<EventPayload<'engine.state'>>({ state: 'running', message: '' });
  const path = project?.path ?? null;
  useEffect(() => {
    let wasAway = false;
    return onEvent('engine.state', (now) => {
      setState(now);
      if (now.state === 'running' && wasAway) {
        const ready =
          path === null ? Promise.resolve() : call('project.open', { project: path }).then(() => undefined);
        void ready
          .catch((thrown: unknown) => {
            const error = asEngineError(thrown);
            noticeError(error.message, error.remedy);
          })
          .then(() => client.invalidateQueries());
      }
      wasAway = now.state !== 'running';
    });
  }, [client, path]);
  if (state.state === 'running') return null;
  return (
    <Alert
      className="rc-banner"
      color={state.state === 'failed' ? 'red' : 'yellow'}
      icon={<IconAlertTriangle size={18} />}
      role="alert"
      data-testid="engine-banner"
    >
      {strings.engine[state.state]} <bdi className="rc-dim">{state.message.slice(0, 500)}</bdi>
    </Alert>
  );
}

/** What is shown when the window itself breaks: nothing of the user's is lost with it. */
export class LastResort extends Component<
  { readonly children: ReactNode },
  { readonly broken: Error | null }
> {
  override state: { readonly broken: Error | null } = { broken: null };

  static getDerivedStateFromError(broken: Error): { broken: Error } {
    return { broken };
  }

  override render(): ReactNode {
    const { broken } = this.state;
    if (!broken) return this.props.children;
    return (
      <main className="rc-empty" role="alert" data-testid="window-error">
        <h1>{strings.engine.crashed}</h1>
        <p className="rc-dim">
          <bdi>{broken.message.slice(0, 500)}</bdi>
        </p>
        <Button onClick={() => window.location.reload()}>{strings.engine.reload}</Button>
      </main>
    );
  }
}
