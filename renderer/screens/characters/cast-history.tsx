import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { CastDecisions } from '../../engine-client/index.ts';
import { ActionButton, strings, travelKeys, useShortcuts } from '../../ui/index.ts';
import type { CastHistory } from './use-cast-history.ts';

const words = strings.characters;

interface CastHistoryProps {
  readonly decisions: CastDecisions | undefined;
  readonly history: CastHistory;
}

/** Undo and redo as buttons. */
export function CastHistoryButtons({ decisions, history }: CastHistoryProps): ReactElement {
  useShortcuts();
  return (
    <>
      <ActionButton
        label={strings.commands.undo}
        keys={travelKeys('undo')[0]}
        icon={<IconArrowBackUp size={17} />}
        onClick={history.undo}
        disabled={decisions?.canUndo !== true}
        testId="cast-undo"
      />
      <ActionButton
        label={strings.commands.redo}
        keys={travelKeys('redo')[0]}
        icon={<IconArrowForwardUp size={17} />}
        onClick={history.redo}
        disabled={decisions?.canRedo !== true}
        testId="cast-redo"
      />
    </>
  );
}

/** What was decided about the cast, newest first, as sentences; what was undone is struck out. */
export function CastHistoryCard({ decisions }: Pick<CastHistoryProps, 'decisions'>): ReactElement | null {
  const history = decisions?.history ?? [];
  if (history.length === 0) return null;
  return (
    <section className="rc-card" data-testid="cast-history">
      <h2>{words.history}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className="rc-plain rc-cast-history" tabIndex={0}>
        {[...history].reverse().map((entry) => (
          <li key={entry.id} className={entry.undone ? 'rc-undone' : ''}>
            <bdi>{entry.sentence.slice(0, 400)}</bdi>{' '}
            <span className="rc-dim rc-small">
              {new Date(entry.at).toLocaleString()} · <bdi>{entry.who}</bdi>
              {entry.undone ? ` · ${strings.review.undone}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
