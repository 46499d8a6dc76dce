import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactElement, type RefObject, useEffect } from 'react';
import { samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import { Cell, Isolated, observeRoom, preciseClock, strings } from '../../ui/index.ts';
import { CharacterChip, ReviewMark, StateMark } from './marks.tsx';
import { reasonOf } from './worth.ts';

const ROW = 46;

interface UtteranceListProps {
  /** The focusable list itself; shortcuts send the focus back to it. */
  readonly container: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Utterance[];
  readonly active: string | null;
  readonly selection: ReadonlySet<string>;
  readonly colours: ReadonlyMap<string, string>;
  readonly onPick: (utterance: Utterance, how: 'one' | 'range' | 'toggle') => void;
}

/** The utterances as a grid of which only the rows in view exist; the text twin of the waveform. */
export const UtteranceList = memo(function UtteranceList(props: UtteranceListProps): ReactElement {
  const { container, rows, active, selection, colours, onPick } = props;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => container.current,
    estimateSize: () => ROW,
    overscan: 10,
    // About the room of the list: without it rows would be drawn when it is measured, all at a stroke.
    initialRect: { width: 0, height: window.innerHeight / 2 },
    observeElementRect: observeRoom,
  });
  const activeIndex = active === null ? -1 : rows.findIndex((row) => row.id === active);
  useEffect(() => {
    if (activeIndex < 0) return;
    // In the next frame: to scroll now would lay the page out before the sound of this row may begin.
    const frame = requestAnimationFrame(() => virtual.scrollToIndex(activeIndex, { align: 'auto' }));
    return () => cancelAnimationFrame(frame);
  }, [activeIndex, virtual]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows of which most do not exist
    <div
      ref={container}
      className="rc-list"
      role="grid"
      tabIndex={0}
      aria-label={strings.review.utteranceList}
      aria-rowcount={rows.length}
      aria-multiselectable
      aria-activedescendant={activeIndex >= 0 ? `utterance-${active}` : undefined}
      data-testid="utterance-list"
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const utterance = rows[item.index];
          if (!utterance) return null;
          return (
            <UtteranceRow
              key={utterance.id}
              utterance={utterance}
              index={item.index}
              top={item.start}
              active={utterance.id === active}
              selected={selection.has(utterance.id)}
              colours={colours}
              onPick={onPick}
            />
          );
        })}
      </div>
    </div>
  );
});

interface UtteranceRowProps {
  readonly utterance: Utterance;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly colours: ReadonlyMap<string, string>;
  readonly onPick: UtteranceListProps['onPick'];
}

const UtteranceRow = memo(function UtteranceRow(props: UtteranceRowProps): ReactElement {
  const { utterance, index, top, active, selected, colours, onPick } = props;
  const reason = reasonOf(utterance);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the review, on the window
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
    <div
      id={`utterance-${utterance.id}`}
      className={`rc-row ${active ? 'rc-row-active' : ''} ${selected ? 'rc-row-selected' : ''}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      data-testid={`utterance-row-${utterance.id}`}
      data-state={utterance.state}
      data-review={utterance.review}
      data-speaker={utterance.speaker ?? ''}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
      onClick={(event) =>
        onPick(utterance, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'one')
      }
    >
      <div className="rc-row-line">
        <Cell className="rc-row-who">
          <CharacterChip name={utterance.speaker} colours={colours} />
        </Cell>
        {reason === null ? null : (
          <Cell className="rc-row-reason">
            <Isolated text={reason} />
          </Cell>
        )}
        <Cell className="rc-time">{preciseClock(samplesToSeconds(utterance.start), 1)}</Cell>
        <Cell>
          <StateMark state={utterance.state} />
        </Cell>
        <Cell>
          <ReviewMark review={utterance.review} />
        </Cell>
      </div>
      <Cell className="rc-row-text">
        {utterance.text === '' ? (
          <span className="rc-dim rc-no-text">{strings.review.noText}</span>
        ) : (
          <Isolated text={utterance.text} />
        )}
      </Cell>
    </div>
  );
});
