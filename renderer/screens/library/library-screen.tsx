import { ActionIcon, Button, Loader } from '@mantine/core';
import {
  IconArrowLeft,
  IconFileExport,
  IconMovie,
  IconReportAnalytics,
  IconScale,
  IconSortDescending,
  IconUsers,
} from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useDeferredValue, useState } from 'react';
import type { Episode } from '../../../main/model/index.ts';
import {
  asEngineError,
  type ProjectSummary,
  pathOfDropped,
  useEpisodes,
  useRunStatus,
} from '../../engine-client/index.ts';
import { Isolated, noticeError, strings, useHint } from '../../ui/index.ts';
import { useLibraryCommands } from './commands.ts';
import { EpisodeList } from './episode-list.tsx';
import { RunButtons, RunProgress } from './run-panel.tsx';
import { useRowCommands } from './use-row-commands.ts';

interface LibraryScreenProps {
  readonly project: ProjectSummary;
  /** The episode to stand on, for who comes back from its review. */
  readonly initial: string | null;
  /** Buttons of the whole application. */
  readonly extras: ReactNode;
  readonly onReview: (episode: string) => void;
  readonly onQueue: (series: string) => void;
  readonly onCharacters: () => void;
  readonly onReport: () => void;
  readonly onEvaluation: () => void;
  readonly onExport: () => void;
  readonly onClose: () => void;
  readonly onRelinked: (project: ProjectSummary) => void;
}

const words = strings.library;

/** The episodes of the project and the work of the night. */
export function LibraryScreen(props: LibraryScreenProps): ReactElement {
  const { project, extras, onReview } = props;
  const loaded = useEpisodes();
  const status = useRunStatus().data;
  const commands = useLibraryCommands(props.onRelinked);
  const [chosen, setChosen] = useState(props.initial);
  // Drawn in pieces: the rows of a large library would hold the window up.
  const known = useDeferredValue(loaded.data, undefined);
  const episodes = known ?? [];
  const hasUtterances = episodes.some(({ utterances }) => utterances > 0);
  const lost = episodes.filter((episode) => episode.status === 'missing').length;
  const index = episodes.findIndex(({ id }) => id === chosen);

  const review = (episode: Episode | undefined): void => {
    if (!episode) return;
    if (episode.utterances > 0) onReview(episode.id);
    else noticeError(words.notReady, '');
  };
  const hint = useHint();
  const queue = (): void => {
    const series = (episodes[index] ?? episodes[0])?.series;
    if (series !== undefined) props.onQueue(series);
  };
  useRowCommands({
    episode: episodes[index] ?? null,
    lost,
    running: status?.running ?? false,
    hasUtterances,
    commands,
    onReview: review,
    onQueue: queue,
  });
  return (
    <main
      className="rc-library"
      data-testid="library-screen"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer.files[0];
        const path = file ? pathOfDropped(file) : null;
        const row = event.target instanceof Element ? event.target.closest('[data-episode]') : null;
        const target = episodes.find(({ id }) => id === row?.getAttribute('data-episode')) ?? null;
        if (path !== null) void commands.drop(path, target);
      }}
    >
      <header className="rc-header">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={words.closeProject}
          {...hint('close-project', words.closeProject)}
          data-testid="close-project-button"
          onClick={props.onClose}
        >
          <IconArrowLeft size={17} />
        </ActionIcon>
        <h1 className="rc-title">
          <Isolated text={project.name} />
        </h1>
        <span className="rc-dim rc-small rc-library-path">
          <Isolated text={project.library} />
        </span>
        <span className="rc-grow" />
        <Button
          variant="default"
          leftSection={<IconSortDescending size={15} />}
          disabled={!hasUtterances}
          {...hint('go-queue', words.queueHint)}
          onClick={queue}
          className="rc-nav"
          aria-label={words.queue}
          data-testid="queue-button"
        >
          {words.queue}
        </Button>
        <Button
          variant="default"
          leftSection={<IconUsers size={15} />}
          disabled={!hasUtterances}
          onClick={props.onCharacters}
          className="rc-nav"
          aria-label={strings.characters.open}
          {...hint('go-characters', strings.characters.open)}
          data-testid="characters-button"
        >
          {strings.characters.open}
        </Button>
        <Button
          variant="default"
          leftSection={<IconReportAnalytics size={15} />}
          disabled={!hasUtterances}
          onClick={props.onReport}
          className="rc-nav"
          aria-label={strings.report.open}
          {...hint('go-report', strings.report.open)}
          data-testid="report-button"
        >
          {strings.report.open}
        </Button>
        <Button
          variant="default"
          leftSection={<IconScale size={15} />}
          disabled={!hasUtterances}
          onClick={props.onEvaluation}
          className="rc-nav"
          aria-label={strings.evaluation.open}
          {...hint('go-evaluation', strings.evaluation.open)}
          data-testid="evaluation-button"
        >
          {strings.evaluation.open}
        </Button>
        <span className="rc-divider" />
        <RunButtons status={status} commands={commands} hasEpisodes={episodes.length > 0} />
        <Button
          variant="default"
          leftSection={<IconFileExport size={15} />}
          disabled={!hasUtterances}
          onClick={props.onExport}
          className="rc-nav"
          aria-label={words.export}
          {...hint('go-export', words.export)}
          data-testid="export-button"
        >
          {words.export}
        </Button>
        {extras}
      </header>
      <RunProgress status={status} episodes={episodes} commands={commands} />
      {lost === 0 ? null : (
        <div className="rc-lost" role="status" data-testid="lost-library">
          <span>{words.lost(lost)}</span>
          <Button variant="default" onClick={() => void commands.relink()} data-testid="relink-button">
            {words.relink}
          </Button>
        </div>
      )}
      {episodes.length === 0 ? (
        <div className="rc-empty" data-testid="library-empty">
          {loaded.isPending || (loaded.isSuccess && known === undefined) ? (
            <Loader />
          ) : loaded.error ? (
            <p role="alert">
              {loaded.error.message} {asEngineError(loaded.error).remedy}
            </p>
          ) : (
            <>
              <IconMovie size={44} stroke={1.2} aria-hidden />
              <h2>{words.empty}</h2>
              <p className="rc-dim">{words.emptyHint}</p>
              <Button onClick={() => void commands.scan()}>{words.scan}</Button>
            </>
          )}
        </div>
      ) : (
        <EpisodeList
          episodes={episodes}
          chosen={chosen}
          status={status}
          commands={commands}
          onChoose={setChosen}
          onReview={review}
        />
      )}
    </main>
  );
}
