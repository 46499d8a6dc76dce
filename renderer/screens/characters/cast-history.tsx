import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { sentenceInWords } from '../../../main/model/index.ts';
import type { CastDecisions } from '../../engine-client/index.ts';
import { ActionButton, mainKey, moment, runCommand, strings, useShortcuts } from '../../ui/index.ts';

const words = strings.characters;

interface CastHistoryProps {
  readonly decisions: CastDecisions | undefined;
}

/** Undo and redo as buttons. */
export function CastHistoryButtons({ decisions }: CastHistoryProps): ReactElement {
  useShortcuts();
  return (
    <>
      <ActionButton
        label={strings.commands.undo}
        keys={mainKey('undo')}
        icon={<IconArrowBackUp size={17} />}
        onClick={() => runCommand('undo')}
        disabled={decisions?.canUndo !== true}
        testId="cast-undo"
      />
      <ActionButton
        label={strings.commands.redo}
        keys={mainKey('redo')}
        icon={<IconArrowForwardUp size={17} />}
        onClick={() => runCommand('redo')}
        disabled={decisions?.canRedo !== true}
        testId="cast-redo"
      />
    </>
  );
}

/** What was decided about the cast, newest first, as sentences; what was undone is struck out. */
export function CastHistoryCard({ decisions }: CastHistoryProps): ReactElement | null {
  const history = decisions?.history ?? [];
  if (history.length === 0) return null;
  return (
    <section className="rc-card" data-testid="cast-history">
      <h2>{words.history}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className="rc-plain rc-cast-history" tabIndex={0}>
        {[...history].reverse().map((entry) => (
          <li key={entry.id} className={entry.undone ? 'rc-undone' : ''}>
            <bdi>{sentenceInWords(strings.sentences, entry.sentence).slice(0, 400)}</bdi>{' '}
            <span className="rc-dim rc-small">
              {moment(entry.at)} · <bdi>{entry.who}</bdi>
              {entry.undone ? ` · ${strings.review.undone}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
