import { NativeSelect } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHistory,
  IconMagnet,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconWaveSine,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { memo, type ReactElement, type ReactNode } from 'react';
import type { Episode } from '../../../main/model/index.ts';
import {
  ActionButton,
  BackButton,
  type CommandId,
  Isolated,
  mainKey,
  numeral,
  strings,
  useShortcuts,
} from '../../ui/index.ts';
import { SPEEDS, useReview } from './review-store.ts';

interface ReviewHeaderProps {
  readonly episode: Episode;
  /** What is worked through, where it is not the episode alone. */
  readonly queue: string | null;
  readonly reviewed: number;
  readonly total: number;
  readonly run: (command: CommandId) => void;
  /** Buttons of the whole application. */
  readonly extras: ReactNode;
  /** Shows the play position; written to directly, as often as the screen is drawn. */
  readonly clock: React.Ref<HTMLSpanElement>;
  readonly onDone: () => void;
}

const words = strings.review;

/** Title, progress, and how to listen. */
export function ReviewHeader(props: ReviewHeaderProps): ReactElement {
  const { episode, queue, reviewed, total, run, extras, clock, onDone } = props;
  return (
    <header className="rc-header">
      <BackButton label={words.back} onClick={() => run('back')} />
      <h1 className="rc-title">
        {queue === null ? (
          <Isolated text={episode.title} />
        ) : (
          <>
            <span className="rc-nowrap">{words.queueTitle}</span>
            <span className="rc-dim rc-queue-series">
              <Isolated text={queue} />
            </span>
          </>
        )}
      </h1>
      {queue === null ? null : (
        <span className="rc-dim rc-header-episode" data-testid="queue-episode">
          <Isolated text={episode.title} />
        </span>
      )}
      <span className="rc-dim rc-nowrap" data-testid="review-progress">
        {queue === null ? words.progress(reviewed, total) : words.queueLeft(reviewed, total)}
      </span>
      <span className="rc-grow" />
      <Tools run={run} clock={clock} onDone={onDone} />
      {extras}
    </header>
  );
}

/** The buttons: kept apart from the progress, which every decision draws anew. */
const Tools = memo(function Tools({
  run,
  clock,
  onDone,
}: Pick<ReviewHeaderProps, 'run' | 'clock' | 'onDone'>): ReactElement {
  useShortcuts();
  const autoPlay = useReview((state) => state.autoPlay);
  const spectrogram = useReview((state) => state.spectrogram);
  const snap = useReview((state) => state.snap);
  const speed = useReview((state) => state.speed);
  const set = useReview((state) => state.set);
  const button = (command: CommandId, icon: ReactElement, testId: string) => ({
    label: strings.commands[command],
    keys: mainKey(command),
    icon,
    testId,
    onClick: () => run(command),
  });
  return (
    <>
      <ActionButton {...button('undo', <IconArrowBackUp size={17} />, 'undo-button')} />
      <ActionButton {...button('redo', <IconArrowForwardUp size={17} />, 'redo-button')} />
      <ActionButton
        {...button('history', <IconHistory size={17} />, 'history-button')}
        label={words.history}
      />
      <span className="rc-divider" />
      <ActionButton {...button('play-pause', <IconPlayerPlay size={17} />, 'play-button')} />
      <span ref={clock} className="rc-time rc-clock" data-testid="play-position" aria-hidden>
        0:00.0
      </span>
      <NativeSelect
        size="xs"
        w={78}
        aria-label={words.speed}
        data-testid="speed-select"
        value={String(speed)}
        onChange={({ currentTarget: { value } }) => {
          set({ speed: SPEEDS.find((one) => String(one) === value) ?? 1 });
          onDone();
        }}
        data={SPEEDS.map((one) => ({ value: String(one), label: `${numeral(one)}×` }))}
      />
      <ActionButton
        {...button('auto-play', <IconPlayerTrackNext size={17} />, 'auto-play-button')}
        label={words.autoPlay}
        pressed={autoPlay}
      />
      <ActionButton
        {...button('snap', <IconMagnet size={17} />, 'snap-button')}
        label={words.snap}
        pressed={snap}
      />
      <ActionButton
        {...button('spectrogram', <IconWaveSine size={17} />, 'spectrogram-button')}
        pressed={spectrogram}
      />
      <ActionButton {...button('zoom-out', <IconZoomOut size={17} />, 'zoom-out-button')} />
      <ActionButton {...button('zoom-in', <IconZoomIn size={17} />, 'zoom-in-button')} />
    </>
  );
});
