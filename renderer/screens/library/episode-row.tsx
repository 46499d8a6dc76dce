import { ActionIcon, Menu, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconDots,
  IconFileText,
  IconFolder,
  IconHandFinger,
  IconHeadphones,
  IconMessage2,
  IconPlayerPlay,
  IconUnlink,
} from '@tabler/icons-react';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { type Episode, type Stage, samplesToSeconds } from '../../../main/model/index.ts';
import { Cell, clock, fileName, Isolated, numeral, percent, strings } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';
import { ProblemLine, Remedies } from './problems.tsx';
import { StatusMark } from './status-mark.tsx';

const words = strings.library;

interface EpisodeRowProps {
  readonly episode: Episode;
  readonly index: number;
  readonly active: boolean;
  /** What is being done to it now. */
  readonly work: { readonly stage: Stage; readonly fraction: number } | null;
  readonly withSeries: boolean;
  readonly commands: LibraryCommands;
  readonly running: boolean;
  readonly onSelect: () => void;
  readonly onReview: () => void;
}

/** One episode: what it is, what belongs to it, how far it is, and what stands in its way. */
export function EpisodeRow(props: EpisodeRowProps): ReactElement {
  const { episode, index, active, work, withSeries, onSelect, onReview } = props;
  const [open, setOpen] = useState(false);
  const share = episode.utterances === 0 ? 0 : episode.reviewed / episode.utterances;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows of which most do not exist
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid around
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
    <div
      id={`episode-${episode.id}`}
      className={`rc-episode ${active ? 'rc-row-active' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      data-testid={`episode-row-${episode.id}`}
      data-status={episode.status}
      data-episode={episode.id}
      onClick={onSelect}
      onDoubleClick={onReview}
    >
      <div className="rc-episode-cells">
        <Cell className="rc-episode-title">
          <Isolated text={episode.title} />
          {withSeries ? (
            <span className="rc-dim rc-small">
              <Isolated text={episode.series} />
            </span>
          ) : null}
        </Cell>
        <Cell className="rc-number">
          {episode.samples === null ? '–' : clock(samplesToSeconds(episode.samples))}
        </Cell>
        <Cell>
          <Paired episode={episode} />
        </Cell>
        <Cell className="rc-number">{episode.utterances === 0 ? '–' : numeral(episode.utterances)}</Cell>
        <Cell className="rc-reviewed">
          {episode.utterances === 0 ? (
            '–'
          ) : (
            <>
              <Progress value={share * 100} size={5} color="teal" aria-hidden />
              <span className="rc-number">{percent(share)}</span>
            </>
          )}
        </Cell>
        <Cell className="rc-episode-status">
          {work === null ? (
            <StatusMark status={episode.status} />
          ) : (
            <span className="rc-work" data-testid={`episode-progress-${episode.id}`}>
              <span className="rc-small">
                {words.stage[work.stage]} <span className="rc-number">{percent(work.fraction)}</span>
              </span>
              <Progress value={work.fraction * 100} size={5} aria-label={words.stage[work.stage]} />
            </span>
          )}
          {episode.warnings.length === 0 ? null : (
            <button
              type="button"
              className="rc-warning-button"
              aria-expanded={open}
              title={words.warnings(episode.warnings.length)}
              aria-label={words.warnings(episode.warnings.length)}
              data-testid={`episode-warnings-${episode.id}`}
              onClick={(event) => {
                event.stopPropagation();
                setOpen(!open);
              }}
            >
              <IconAlertTriangle size={15} aria-hidden /> {episode.warnings.length}
            </button>
          )}
        </Cell>
        <Cell>
          <RowMenu {...props} />
        </Cell>
      </div>
      {episode.failure === null ? null : (
        <ProblemLine problem={episode.failure} bad>
          <Remedies {...props} />
        </ProblemLine>
      )}
      {open
        ? episode.warnings.map((warning) => <ProblemLine key={warning.message} problem={warning} />)
        : null}
    </div>
  );
}

function Paired({ episode }: { readonly episode: Episode }): ReactElement {
  const { subtitles, script } = episode;
  const track = subtitles === null ? null : /^embedded:(\d+)$/.exec(subtitles);
  return (
    <span className="rc-paired">
      <span className={subtitles === null ? 'rc-absent' : ''}>
        <IconMessage2 size={14} aria-hidden />
        {subtitles === null ? (
          words.noSubtitles
        ) : (
          <Isolated text={track ? words.embedded(track[1] ?? '') : fileName(subtitles)} />
        )}
        {episode.pairedBy === 'person' ? <IconHandFinger size={13} aria-label={words.pairedByHand} /> : null}
      </span>
      <span className={script === null ? 'rc-absent' : ''}>
        <IconFileText size={14} aria-hidden />
        {script === null ? words.noScript : <Isolated text={fileName(script)} />}
      </span>
    </span>
  );
}

/** A menu is made when a hand comes near it: one for each row would hold up the drawing of the list. */
function RowMenu({ episode, commands, running, onReview }: EpisodeRowProps): ReactElement {
  const [near, setNear] = useState<'pointer' | 'focus' | null>(null);
  const target = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (near === 'focus') target.current?.focus();
  }, [near]);
  const button = {
    variant: 'subtle',
    color: 'gray',
    'aria-label': words.actions(episode.title.slice(0, 100)),
    'data-testid': `episode-menu-${episode.id}`,
    children: <IconDots size={16} />,
  };
  if (near === null)
    return (
      <ActionIcon
        {...button}
        aria-haspopup="menu"
        onPointerEnter={() => setNear('pointer')}
        onFocus={() => setNear('focus')}
      />
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon {...button} ref={target} onClick={(event) => event.stopPropagation()} />
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        <Menu.Item
          leftSection={<IconHeadphones size={15} />}
          disabled={episode.utterances === 0}
          onClick={onReview}
        >
          {words.review}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerPlay size={15} />}
          disabled={running}
          onClick={() => void commands.run([episode.id])}
        >
          {words.runOne}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconMessage2 size={15} />}
          data-testid="pair-subtitles"
          onClick={() => void commands.choose(episode, 'subtitles')}
        >
          {words.pairSubtitles}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileText size={15} />}
          data-testid="pair-script"
          onClick={() => void commands.choose(episode, 'script')}
        >
          {words.pairScript}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUnlink size={15} />}
          disabled={episode.subtitles === null}
          onClick={() => void commands.unpair(episode, 'subtitles')}
        >
          {words.unpairSubtitles}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUnlink size={15} />}
          disabled={episode.script === null}
          onClick={() => void commands.unpair(episode, 'script')}
        >
          {words.unpairScript}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconFolder size={15} />} onClick={() => void commands.show(episode.media)}>
          {words.showMedia}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
