import { Button, Drawer, Modal } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { sentenceInWords, type Utterance } from '../../../main/model/index.ts';
import { useHistory } from '../../engine-client/index.ts';
import { moment, strings, useReturnFocus } from '../../ui/index.ts';
import { nearestCut, wordStarts } from './splitting.ts';

const words = strings.review;

interface SplitDialogProps {
  readonly utterance: Utterance;
  /** Where the sound will be cut, in samples. */
  readonly at: number;
  readonly onClose: () => void;
  readonly onSplit: (textAt: number) => void;
}

/** Chooses where the text is cut: arrows move it word by word, Enter does it. */
export function SplitDialog({ utterance, at, onClose, onSplit }: SplitDialogProps): ReactElement {
  useReturnFocus();
  const { text, start, end } = utterance;
  const starts = wordStarts(text);
  const [cut, setCut] = useState(() => nearestCut(text, (at - start) / (end - start)));
  const move = (by: -1 | 1): void => {
    if (starts.length === 0) setCut((old) => Math.min(text.length - 1, Math.max(1, old + by)));
    else setCut((old) => starts[Math.min(starts.length - 1, Math.max(0, starts.indexOf(old) + by))] ?? old);
  };
  return (
    <Modal opened onClose={onClose} title={words.splitTitle} data-testid="split-dialog">
      <p className="rc-dim">{words.splitHint}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: holds the keys of the whole dialog */}
      <div
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') move(-1);
          if (event.key === 'ArrowRight') move(1);
        }}
      >
        <dl className="rc-split">
          <dt>{words.splitFirst}</dt>
          <dd data-testid="split-first">
            <bdi>{text.slice(0, cut).trim()}</bdi>
          </dd>
          <dt>{words.splitSecond}</dt>
          <dd data-testid="split-second">
            <bdi>{text.slice(cut).trim()}</bdi>
          </dd>
        </dl>
        <div className="rc-bar rc-end">
          <Button variant="default" onClick={onClose}>
            {strings.common.cancel}
          </Button>
          <Button data-autofocus data-testid="split-confirm" onClick={() => onSplit(cut)}>
            {words.splitTitle}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** What was decided in this episode, newest first, as sentences. */
export function HistoryDrawer(props: {
  readonly episode: string;
  readonly onClose: () => void;
}): ReactElement {
  useReturnFocus();
  const history = useHistory(props.episode);
  const entries = [...(history.data?.entries ?? [])].reverse();
  return (
    <Drawer opened onClose={props.onClose} position="right" size={360} title={words.history}>
      {history.isSuccess && entries.length === 0 ? <p className="rc-dim">{words.historyEmpty}</p> : null}
      <ol className="rc-history" data-testid="history">
        {entries.slice(0, 500).map((entry) => (
          <li key={entry.id} className={entry.undone ? 'rc-undone' : ''}>
            <bdi>{sentenceInWords(strings.sentences, entry.sentence).slice(0, 600)}</bdi>
            <div className="rc-dim rc-small">
              {moment(entry.at)} · <bdi>{entry.who}</bdi>
              {entry.undone ? ` · ${words.undone}` : ''}
            </div>
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
