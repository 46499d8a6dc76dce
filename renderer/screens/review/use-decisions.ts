import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ReviewEdit, Utterance } from '../../../main/model/index.ts';
import {
  asEngineError,
  call,
  keys,
  mergeInPlace,
  mergeOutcome,
  noteDecision,
  type ReviewOutcome,
} from '../../engine-client/index.ts';
import { noticeError, strings } from '../../ui/index.ts';
import { foreseen } from './foreseen.ts';

export interface Decisions {
  /** An utterance as it is now, ahead of what is drawn: for keys that come faster than the screen. */
  fresh(id: string | null): Utterance | null;
  /** Stores one edit on utterances of one episode; resolves with what changed, or null when it was refused (and told so). */
  apply(edit: ReviewEdit, episode: string): Promise<ReviewOutcome | null>;
  /** Takes back the last decision of this sitting, whichever episode it was in; then those of the episode at hand. */
  undo(): Promise<ReviewOutcome | null>;
  redo(): Promise<ReviewOutcome | null>;
}

/** How long counts and the cast may lag behind the decisions, in milliseconds. */
const LAG = 700;

/** Decisions that change where an utterance lies. */
const MOVING: ReadonlySet<ReviewEdit['kind']> = new Set(['retime', 'split', 'merge']);

/**
 * The review commands of one episode, or of a queue over a series. They run one after
 * another in the order of the keys pressed, and the window never waits: it shows at once
 * what each will do. What really changed is put into the list when the last one has
 * answered, so that an older answer never undoes what a newer key already shows. What was
 * refused is told, and the list is read again.
 *
 * @param at the episode that is shown now
 * @param queue the series whose queue is worked through, or null
 */
export function useDecisions(at: () => string, queue: string | null): Decisions {
  const client = useQueryClient();
  const { decisions, end } = useMemo(() => {
    let work: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    let refused = false;
    let answers: [string, ReviewOutcome][] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touched = new Set<string>();
    /** Episodes whose utterances lie elsewhere now, and with them the script's lines. */
    const moved = new Set<string>();
    /** Episodes of the decisions made here, and of those taken back, newest last. */
    const done: string[] = [];
    const undone: string[] = [];

    const patch = (episode: string, outcome: Pick<ReviewOutcome, 'changed' | 'removed'>): void => {
      client.setQueryData<Utterance[]>(
        keys.utterances(episode),
        (list) => list && mergeOutcome(list, outcome),
      );
      if (queue !== null)
        client.setQueryData<Utterance[]>(keys.worst(queue), (list) => list && mergeInPlace(list, outcome));
    };
    const settle = (): void => {
      for (const [episode, answer] of answers) patch(episode, answer);
      answers = [];
      for (const episode of touched) {
        void client.invalidateQueries({ queryKey: keys.history(episode) });
        if (refused) void client.invalidateQueries({ queryKey: keys.utterances(episode) });
      }
      touched.clear();
      if (refused && queue !== null) void client.invalidateQueries({ queryKey: keys.worst(queue) });
      refused = false;
      clearTimeout(timer);
      timer = setTimeout(refresh, LAG);
    };
    const refresh = (): void => {
      for (const episode of moved) void client.invalidateQueries({ queryKey: keys.lanes(episode) });
      moved.clear();
      void client.invalidateQueries({ queryKey: keys.characters });
      void client.invalidateQueries({ queryKey: keys.episodes });
    };
    const enqueue = (
      episode: string,
      command: () => Promise<ReviewOutcome | null>,
    ): Promise<ReviewOutcome | null> => {
      waiting++;
      touched.add(episode);
      const next = work.then(async () => {
        let outcome: ReviewOutcome | null = null;
        try {
          outcome = await command();
          if (outcome) answers.push([episode, outcome]);
        } catch (thrown) {
          const error = asEngineError(thrown);
          noticeError(error.message, error.remedy);
          refused = true;
        }
        waiting--;
        if (waiting === 0) settle();
        return outcome;
      });
      work = next;
      return next;
    };
    const travel = (
      procedure: 'review.undo' | 'review.redo',
      nothing: string,
      from: string[],
      to: string[],
    ) => {
      const episode = from.pop() ?? at();
      to.push(episode);
      noteDecision('undo');
      moved.add(episode);
      return enqueue(episode, async () => {
        const outcome = await call(procedure, { episode });
        if (!outcome) noticeError(nothing, '');
        return outcome;
      });
    };
    return {
      end: () => {
        clearTimeout(timer);
        refresh();
      },
      decisions: {
        fresh: (id: string | null) => {
          const find = (key: readonly unknown[]): Utterance | undefined =>
            client.getQueryData<Utterance[]>(key)?.find((utterance) => utterance.id === id);
          return find(keys.utterances(at())) ?? (queue === null ? null : find(keys.worst(queue))) ?? null;
        },
        apply: (edit: ReviewEdit, episode: string) => {
          const list =
            client.getQueryData<Utterance[]>(keys.utterances(episode)) ??
            (queue === null ? [] : (client.getQueryData<Utterance[]>(keys.worst(queue)) ?? []));
          patch(episode, { changed: foreseen(edit, list), removed: [] });
          done.push(episode);
          undone.length = 0;
          noteDecision(edit.kind);
          if (MOVING.has(edit.kind)) moved.add(episode);
          return enqueue(episode, () => call('review.apply', { episode, edit }));
        },
        undo: () => travel('review.undo', strings.review.noUndo, done, undone),
        redo: () => travel('review.redo', strings.review.noRedo, undone, done),
      },
    };
  }, [client, at, queue]);
  useEffect(() => end, [end]);
  return decisions;
}
