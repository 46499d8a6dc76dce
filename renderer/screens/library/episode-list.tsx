import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useRef } from 'react';
import type { Episode } from '../../../main/model/index.ts';
import type { RunStatus } from '../../engine-client/index.ts';
import { observeRoom, strings, takesTyping } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';
import { EpisodeRow } from './episode-row.tsx';

const words = strings.library;
const ROW = 48;
/** The head of the list, which stands over its rows. */
const HEAD = 30;
const COLUMNS = Object.values(words.columns);

/**
 * The height of a row: as it is told when it was laid out. To ask at once, when rows are new, would lay the page out
 * in the middle of its making; most rows are as high as expected.
 */
function heightOf(
  element: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  { indexFromElement, measurementsCache }: Virtualizer<HTMLDivElement, HTMLElement>,
): number {
  const [box] = entry?.borderBoxSize ?? [];
  return box ? Math.round(box.blockSize) : (measurementsCache[indexFromElement(element)]?.size ?? ROW);
}

interface EpisodeListProps {
  readonly episodes: readonly Episode[];
  /** The episode that the keys are about. */
  readonly chosen: string | null;
  readonly status: RunStatus | undefined;
  readonly commands: LibraryCommands;
  readonly onChoose: (episode: string) => void;
  readonly onReview: (episode: Episode | undefined) => void;
}

/** The episodes as a grid of which only the rows in view exist. */
export function EpisodeList(props: EpisodeListProps): ReactElement {
  const { episodes, chosen, status, commands, onChoose, onReview } = props;
  const container = useRef<HTMLDivElement>(null);
  const index = episodes.findIndex(({ id }) => id === chosen);
  const withSeries = new Set(episodes.map(({ series }) => series)).size > 1;

  const virtual = useVirtualizer({
    count: episodes.length,
    getScrollElement: () => container.current,
    estimateSize: () => ROW,
    overscan: 8,
    // About the room of the list: without it rows would be drawn when it is measured, all at a stroke.
    initialRect: { width: 0, height: window.innerHeight - 160 },
    measureElement: heightOf,
    observeElementRect: observeRoom,
    scrollPaddingEnd: HEAD,
    getItemKey: (at) => episodes[at]?.id ?? at,
  });
  // The episode that somebody comes back from is in view, wherever it stands in the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the list is there
  useEffect(() => {
    if (index < 0) return;
    const frame = requestAnimationFrame(() => virtual.scrollToIndex(index, { align: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const choose = (at: number): void => {
    const episode = episodes[Math.min(episodes.length - 1, Math.max(0, at))];
    if (!episode) return;
    onChoose(episode.id);
    virtual.scrollToIndex(episodes.indexOf(episode), { align: 'auto' });
  };
  const onKey = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.target instanceof HTMLElement && event.target !== event.currentTarget) {
      if (takesTyping(event.target) || event.target.closest('button')) return;
    }
    const steps: Record<string, () => void> = {
      ArrowDown: () => choose(index + 1),
      ArrowUp: () => choose(index - 1),
      j: () => choose(index + 1),
      k: () => choose(index - 1),
      Home: () => choose(0),
      End: () => choose(episodes.length - 1),
      Enter: () => onReview(episodes[index]),
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows of which most do not exist
    <div
      ref={container}
      className="rc-episodes"
      role="grid"
      tabIndex={0}
      aria-label={words.title}
      aria-rowcount={episodes.length + 1}
      aria-activedescendant={index >= 0 ? `episode-${chosen}` : undefined}
      data-testid="episode-list"
      onKeyDown={onKey}
      onFocus={() => index < 0 && choose(0)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus */}
      <div role="row" aria-rowindex={1} className="rc-episode-cells rc-episode-head">
        {COLUMNS.map((column) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
          <span role="columnheader" key={column}>
            {column}
          </span>
        ))}
      </div>
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const episode = episodes[item.index];
          if (!episode) return null;
          const work = status?.running ? status.active.find((one) => one.episode === episode.id) : undefined;
          return (
            <div
              key={item.key}
              role="presentation"
              ref={virtual.measureElement}
              data-index={item.index}
              className="rc-episode-place"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <EpisodeRow
                episode={episode}
                index={item.index}
                active={episode.id === chosen}
                work={work ?? null}
                withSeries={withSeries}
                commands={commands}
                running={status?.running ?? false}
                onSelect={() => onChoose(episode.id)}
                onReview={() => onReview(episode)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
