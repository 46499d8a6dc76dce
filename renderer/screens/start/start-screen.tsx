import { Loader, UnstyledButton } from '@mantine/core';
import { IconFolderOpen, IconFolderPlus, IconHistory, IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { asEngineError, call, type ProjectSummary, pathOfDropped } from '../../engine-client/index.ts';
import { type Hint, Isolated, noticeError, strings, useCommands, useHint } from '../../ui/index.ts';
import { NewProjectDialog } from './new-project-dialog.tsx';

interface StartScreenProps {
  /** A library to try things with, where the installation has one. */
  readonly sampleLibrary: string | null;
  /** Buttons of the whole application. */
  readonly extras: ReactNode;
  readonly onOpened: (project: ProjectSummary) => void;
}

const words = strings.start;

/** What to work on: a recent project, a new one, one from elsewhere, or the sample. */
export function StartScreen({ sampleLibrary, extras, onOpened }: StartScreenProps): ReactElement {
  const recent = useQuery({
    queryKey: ['recent-projects'],
    queryFn: () => call('app.recentProjects', {}),
    gcTime: 0,
  });
  const [newProject, setNewProject] = useState<{ library: string } | null>(null);
  const [opening, setOpening] = useState(false);
  const [over, setOver] = useState(false);

  const open = async (project: string): Promise<void> => {
    setOpening(true);
    try {
      onOpened(await call('project.open', { project }));
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
      void recent.refetch();
    }
    setOpening(false);
  };
  const choose = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.openTitle });
    if (path !== null) await open(path);
  };
  const hint = useHint();
  useCommands('start', {
    'new-project': { run: () => setNewProject({ library: '' }) },
    'open-project': { run: () => void choose() },
    'try-sample': {
      off: sampleLibrary === null ? strings.cannot.noSample : null,
      run: () => setNewProject({ library: sampleLibrary ?? '' }),
    },
  });
  const drop = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    const library = file ? pathOfDropped(file) : null;
    if (library === null) noticeError(words.dropUnreadable, words.dropRemedy);
    else if (library.endsWith('.rolecall')) void open(library);
    else setNewProject({ library });
  };

  return (
    <main
      className={`rc-start ${over ? 'rc-start-over' : ''}`}
      data-testid="start-screen"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.currentTarget === event.target) setOver(false);
      }}
      onDrop={drop}
    >
      <div className="rc-start-extras">{extras}</div>
      <div className="rc-start-body">
        <header>
          <h1>{strings.application}</h1>
          <p className="rc-dim">{words.promise}</p>
        </header>
        <div className="rc-start-columns">
          <section className="rc-start-actions">
            {sampleLibrary === null ? null : (
              <Choice
                icon={<IconSparkles size={22} />}
                title={words.sample}
                hint={words.sampleHint}
                keys={hint('try-sample', words.sample)}
                testId="sample-button"
                onClick={() => setNewProject({ library: sampleLibrary })}
              />
            )}
            <Choice
              icon={<IconFolderPlus size={22} />}
              title={words.newProject}
              hint={words.newProjectHint}
              keys={hint('new-project', words.newProject)}
              testId="new-project-button"
              onClick={() => setNewProject({ library: '' })}
            />
            <Choice
              icon={<IconFolderOpen size={22} />}
              title={words.openProject}
              hint={words.openProjectHint}
              keys={hint('open-project', words.openProject)}
              testId="open-project-button"
              onClick={() => void choose()}
            />
            <p className="rc-drop-hint">{words.drop}</p>
          </section>
          <section className="rc-recent" aria-labelledby="recent-title">
            <h2 id="recent-title">
              <IconHistory size={16} aria-hidden /> {words.recent}
            </h2>
            {opening || recent.isPending ? <Loader size="sm" /> : null}
            {recent.data?.length === 0 ? <p className="rc-dim">{words.recentEmpty}</p> : null}
            <ul data-testid="recent-projects">
              {recent.data?.map((project) => (
                <li key={project.path}>
                  <UnstyledButton
                    className="rc-recent-project"
                    disabled={project.missing || opening}
                    onClick={() => void open(project.path)}
                  >
                    <b>
                      <Isolated text={project.name} />
                    </b>
                    <span className="rc-dim rc-small">
                      <Isolated text={project.path} />
                    </span>
                    {project.missing ? (
                      <span className="rc-small rc-warning-text">{words.missing}</span>
                    ) : null}
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
      {newProject === null ? null : (
        <NewProjectDialog
          library={newProject.library}
          onClose={() => setNewProject(null)}
          onMade={onOpened}
        />
      )}
    </main>
  );
}

interface ChoiceProps {
  readonly icon: ReactElement;
  readonly title: string;
  readonly hint: string;
  /** Its tooltip. */
  readonly keys: Hint;
  readonly testId: string;
  readonly onClick: () => void;
}

function Choice({ icon, title, hint, keys, testId, onClick }: ChoiceProps): ReactElement {
  return (
    <UnstyledButton className="rc-choice" {...keys} onClick={onClick} data-testid={testId}>
      {icon}
      <span>
        <b>{title}</b>
        <span className="rc-dim rc-small">{hint}</span>
      </span>
    </UnstyledButton>
  );
}
