import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Episode, Problem } from '../../../main/model/index.ts';
import { fileName, runCommand, strings } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';

const words = strings.library;

/** What is wrong with an episode and what to do about it. */
export function ProblemLine({
  problem,
  bad = false,
  children,
}: {
  readonly problem: Problem;
  readonly bad?: boolean;
  readonly children?: ReactElement;
}): ReactElement {
  const where = [problem.file === null ? null : fileName(problem.file), problem.place].filter(
    (part) => part !== null,
  );
  return (
    // A cell of its own: a row of a grid holds nothing else, and its buttons would belong to no cell.
    // biome-ignore lint/a11y/useSemanticElements: see the row
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div
      role="gridcell"
      className={`rc-problem ${bad ? 'rc-problem-bad' : ''}`}
      data-testid={bad ? 'episode-failure' : 'episode-warning'}
    >
      <IconAlertTriangle size={15} aria-hidden />
      <span>
        <bdi>{problem.message.slice(0, 1000)}</bdi>{' '}
        <bdi className="rc-remedy">{problem.remedy.slice(0, 1000)}</bdi>
        {where.length === 0 ? null : (
          <bdi className="rc-dim rc-small" title={problem.file?.slice(0, 2000)}>
            {' '}
            {where.join(', ').slice(0, 300)}
          </bdi>
        )}
      </span>
      {children}
    </div>
  );
}

interface RemediesProps {
  readonly episode: Episode;
  readonly commands: LibraryCommands;
  readonly running: boolean;
}

/** Buttons that do what a failure asks for: pair the file that it names by hand, and run again. */
export function Remedies({ episode, commands, running }: RemediesProps): ReactElement {
  const file = episode.failure?.file ?? null;
  const button = (label: string, testId: string, run: () => void, off = running): ReactElement => (
    <Button
      variant="default"
      size="compact-xs"
      disabled={off}
      data-testid={testId}
      onClick={(event) => {
        event.stopPropagation();
        run();
      }}
    >
      {label}
    </Button>
  );
  const mendedIn = episode.failure?.mendedIn;
  return (
    <span className="rc-remedies">
      {mendedIn === undefined
        ? null
        : button(
            words.mendIn[mendedIn],
            'remedy-settings',
            () => void runCommand(`settings-${mendedIn}`),
            false,
          )}
      {(file !== null && file === episode.subtitles) || (episode.subtitles === null && file === episode.media)
        ? button(words.pairSubtitles, 'remedy-subtitles', () => void commands.choose(episode, 'subtitles'))
        : null}
      {file !== null && file === episode.script
        ? button(words.pairScript, 'remedy-script', () => void commands.choose(episode, 'script'))
        : null}
      {button(words.runAgain, 'remedy-run', () => void commands.run([episode.id]))}
    </span>
  );
}
