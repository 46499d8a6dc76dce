import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ReviewEdit, Utterance } from '../../../main/model/index.ts';
import { asEngineError, call, keys, mergeOutcome, type ReviewOutcome } from '../../engine-client/index.ts';
import { noticeError, strings } from '../../ui/index.ts';
import { foreseen } from './foreseen.ts';

export interface Decisions {
  /** An utterance as it is now, ahead of what is drawn: for keys that come faster than the screen. */
  fresh(id: string | null): Utterance | null;
  /** Stores one edit; resolves with what changed, or null when it was refused (and told so). */
  apply(edit: ReviewEdit): Promise<ReviewOutcome | null>;
  undo(): Promise<ReviewOutcome | null>;
  redo(): Promise<ReviewOutcome | null>;
}

/** How long counts and the cast may lag behind the decisions, in milliseconds. */
const LAG = 700;

/**
 * The review commands of one episode. They run one after another in the order of
 * the keys pressed, and the window never waits: it shows at once what each will do.
 * What really changed is put into the list when the last one has answered, so that
 * an older answer never undoes what a newer key already shows. What was refused is
 * told, and the list is read again.
 */
export function useDecisions(episode: string): Decisions {
  const client = useQueryClient();
  const { decisions, end } = useMemo(() => {
    let queue: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    let refused = false;
    let answers: ReviewOutcome[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;

    const patch = (outcome: Pick<ReviewOutcome, 'changed' | 'removed'>): void => {
      client.setQueryData<Utterance[]>(
        keys.utterances(episode),
        (list) => list && mergeOutcome(list, outcome),
      );
    };
    const settle = (): void => {
      for (const answer of answers) patch(answer);
      answers = [];
      void client.invalidateQueries({ queryKey: keys.history(episode) });
      if (refused) void client.invalidateQueries({ queryKey: keys.utterances(episode) });
      refused = false;
      clearTimeout(timer);
      timer = setTimeout(refresh, LAG);
    };
    const refresh = (): void => {
      void client.invalidateQueries({ queryKey: keys.characters });
      void client.invalidateQueries({ queryKey: keys.episodes });
    };
    const enqueue = (command: () => Promise<ReviewOutcome | null>): Promise<ReviewOutcome | null> => {
      waiting++;
      const work = queue.then(async () => {
        let outcome: ReviewOutcome | null = null;
        try {
          outcome = await command();
          if (outcome) answers.push(outcome);
        } catch (thrown) {
          const error = asEngineError(thrown);
          noticeError(error.message, error.remedy);
          refused = true;
        }
        waiting--;
        if (waiting === 0) settle();
        return outcome;
      });
      queue = work;
      return work;
    };
    const travel = (procedure: 'review.undo' | 'review.redo', nothing: string) => () =>
      enqueue(async () => {
        const outcome = await call(procedure, { episode });
        if (!outcome) noticeError(nothing, '');
        return outcome;
      });
    return {
      end: () => {
        clearTimeout(timer);
        refresh();
      },
      decisions: {
        fresh: (id: string | null) =>
          client
            .getQueryData<Utterance[]>(keys.utterances(episode))
            ?.find((utterance) => utterance.id === id) ?? null,
        apply: (edit: ReviewEdit) => {
          const list = client.getQueryData<Utterance[]>(keys.utterances(episode)) ?? [];
          patch({ changed: foreseen(edit, list), removed: [] });
          return enqueue(() => call('review.apply', { episode, edit }));
        },
        undo: travel('review.undo', strings.review.noUndo),
        redo: travel('review.redo', strings.review.noRedo),
      },
    };
  }, [client, episode]);
  useEffect(() => end, [end]);
  return decisions;
}
