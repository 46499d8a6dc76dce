import { Button, Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useDeferredValue } from 'react';
import { asEngineError, useEpisodes, useWorst } from '../../engine-client/index.ts';
import { strings } from '../../ui/index.ts';
import { ReviewScreen } from './review-screen.tsx';
import { useReview } from './review-store.ts';

interface QueueScreenProps {
  readonly series: string;
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

/** The most doubtful utterances of a whole series, one after another; the sound follows from episode to episode. */
export function QueueScreen({ series, extras, onBack }: QueueScreenProps): ReactElement {
  const worst = useWorst(series);
  const episodes = useEpisodes();
  const active = useReview((state) => state.active);
  const rows = worst.data ?? [];
  const row = rows.find(({ id }) => id === active) ?? rows[0];
  const wanted = episodes.data?.find(({ id }) => id === row?.episode);
  // Drawn after the row, in slices: the sound goes on there already.
  const episode = useDeferredValue(wanted) ?? wanted;
  // A whole review is drawn when the rows arrive: in slices, not at a stroke.
  const isThere = useDeferredValue(row !== undefined && episode !== undefined, false);
  const failed = worst.error ?? episodes.error;
  const isComing = worst.isPending || episodes.isPending || (row !== undefined && episode !== undefined);
  if (isThere && row && episode)
    return <ReviewScreen episode={episode} queue={rows} extras={extras} onBack={onBack} />;
  return (
    <main className="rc-empty" data-testid="queue-empty">
      {failed ? (
        <p role="alert">
          {failed.message} {asEngineError(failed).remedy}
        </p>
      ) : isComing ? (
        <Loader />
      ) : (
        <>
          <IconCircleCheck size={44} stroke={1.2} aria-hidden />
          <h1>{strings.review.queueEmpty}</h1>
        </>
      )}
      <Button variant="default" onClick={onBack}>
        {strings.common.back}
      </Button>
    </main>
  );
}
