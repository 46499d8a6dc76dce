import { Textarea } from '@mantine/core';
import {
  IconArrowMerge,
  IconCheck,
  IconNoiseReduction,
  IconPencil,
  IconPlayerPlayFilled,
  IconRepeat,
  IconScissors,
  IconUserSearch,
  IconX,
} from '@tabler/icons-react';
import { memo, type ReactElement, useEffect, useRef, useState } from 'react';
import { type EdgeDoubt, samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import type { CharacterSummary } from '../../engine-client/index.ts';
import {
  ActionButton,
  type CommandId,
  Isolated,
  mainKey,
  percent,
  preciseClock,
  strings,
  useShortcuts,
} from '../../ui/index.ts';
import { CharacterChip, ReviewMark, StateMark } from './marks.tsx';
import { useReview } from './review-store.ts';
import { SoundMeasures } from './sound-measures.tsx';
import { TextCheck } from './text-check.tsx';
import { Witnesses } from './witnesses.tsx';
import { reasonOf } from './worth.ts';

interface DetailProps {
  readonly utterance: Utterance;
  readonly characters: readonly CharacterSummary[];
  readonly colours: ReadonlyMap<string, string>;
  /** Languages of the episode, which need no mention. */
  readonly ownLanguages: ReadonlySet<string>;
  readonly run: (command: CommandId, chord?: string) => void;
  readonly onText: (text: string) => void;
  readonly onHear: (character: string) => void;
  readonly onMend: (edge: EdgeDoubt) => void;
}

const words = strings.review;

/** Everything about one utterance, and every decision about it. */
export const Detail = memo(function Detail(props: DetailProps): ReactElement {
  const { utterance, characters, colours, run } = props;
  const selected = useReview((state) => state.selection.size);
  const reason = reasonOf(utterance);
  return (
    <div className="rc-detail" data-testid="detail" data-utterance={utterance.id}>
      <div className="rc-detail-head">
        <span className="rc-detail-speaker" data-testid="detail-speaker">
          <CharacterChip name={utterance.speaker} colours={colours} />
        </span>
        {utterance.speaker === null ? null : (
          <span className="rc-dim" data-testid="detail-confidence">
            {words.sure(percent(utterance.confidence))}
          </span>
        )}
        <StateMark state={utterance.state} text />
        <ReviewMark review={utterance.review} text />
        <span className="rc-grow" />
        <span className="rc-time" data-testid="detail-times">
          {preciseClock(samplesToSeconds(utterance.start))} – {preciseClock(samplesToSeconds(utterance.end))}
        </span>
      </div>
      <Words {...props} />
      {reason === null ? null : (
        <p className="rc-reason" data-testid="reason">
          <Isolated text={reason} />
        </p>
      )}
      <Actions run={run} />
      <CastKeys characters={characters} speaker={utterance.speaker} colours={colours} run={run} />
      {selected > 1 ? (
        <p className="rc-selected" data-testid="selected-count">
          {words.selected(selected)}
        </p>
      ) : null}
      <TextCheck utterance={utterance} own={props.ownLanguages} onMend={props.onMend} />
      <Witnesses utterance={utterance} colours={colours} onHear={props.onHear} />
      <SoundMeasures utterance={utterance} />
    </div>
  );
});

/** The text, large; a field while it is edited. */
function Words({ utterance, onText, run }: DetailProps): ReactElement {
  const editing = useReview((state) => state.editing);
  const set = useReview((state) => state.set);
  const [draft, setDraft] = useState(utterance.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!editing) return;
    setDraft(utterance.text);
    field.current?.focus();
  }, [editing, utterance.text]);
  if (!editing)
    return (
      <p className="rc-words" data-testid="detail-text" onDoubleClick={() => run('edit-text')}>
        {utterance.text === '' ? (
          <span className="rc-dim rc-no-text">{words.noText}</span>
        ) : (
          <bdi>{utterance.text}</bdi>
        )}
      </p>
    );
  const finish = (save: boolean): void => {
    set({ editing: false });
    if (save && draft.trim() !== utterance.text) onText(draft.trim());
    else onText(utterance.text);
  };
  return (
    <Textarea
      ref={field}
      autosize
      minRows={1}
      maxRows={4}
      dir="auto"
      maxLength={10_000}
      aria-label={words.text}
      data-testid="text-input"
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        finish(event.key === 'Enter');
      }}
    />
  );
}

const Actions = memo(function Actions({ run }: { readonly run: (command: CommandId) => void }): ReactElement {
  useShortcuts();
  const button = (command: CommandId, icon: ReactElement, testId: string) => ({
    label: strings.commands[command],
    keys: mainKey(command),
    icon,
    testId,
    onClick: () => run(command),
  });
  return (
    <div className="rc-bar rc-actions" role="toolbar" aria-label={strings.groups.decide}>
      <ActionButton
        {...button('accept', <IconCheck size={15} />, 'accept-button')}
        text={words.accept}
        filled
        color="teal.9"
      />
      <ActionButton {...button('reject', <IconX size={15} />, 'reject-button')} text={words.reject} />
      <ActionButton {...button('pick', <IconUserSearch size={15} />, 'assign-button')} text={words.assign} />
      <span className="rc-divider" />
      <ActionButton {...button('play-span', <IconPlayerPlayFilled size={15} />, 'play-span-button')} />
      <ActionButton {...button('loop', <IconRepeat size={15} />, 'loop-button')} />
      <ActionButton
        {...button('compare-enhanced', <IconNoiseReduction size={15} />, 'compare-enhanced-button')}
      />
      <ActionButton {...button('edit-text', <IconPencil size={15} />, 'edit-text-button')} />
      <ActionButton {...button('split', <IconScissors size={15} />, 'split-button')} />
      <ActionButton {...button('merge', <IconArrowMerge size={15} />, 'merge-button')} />
    </div>
  );
});

interface CastKeysProps {
  readonly characters: readonly CharacterSummary[];
  readonly speaker: string | null;
  readonly colours: ReadonlyMap<string, string>;
  readonly run: (command: CommandId, chord: string) => void;
}

/** The characters that have a number key, each a button that shows it. */
const CastKeys = memo(function CastKeys({ characters, speaker, colours, run }: CastKeysProps): ReactElement {
  const keyed = characters.filter(({ key }) => key !== null).sort((a, b) => a.key! - b.key!);
  return (
    <div className="rc-cast" role="toolbar" aria-label={strings.commands.assign}>
      {keyed.map(({ name, key }) => (
        <button
          key={name}
          type="button"
          className="rc-cast-key"
          aria-pressed={name === speaker}
          aria-keyshortcuts={String(key)}
          data-testid={`assign-${key}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => run('assign', String(key))}
        >
          <kbd>{key}</kbd>
          <CharacterChip name={name} colours={colours} />
        </button>
      ))}
    </div>
  );
});
