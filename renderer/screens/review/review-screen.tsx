import { Button, Loader } from '@mantine/core';
import {
  type ReactElement,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { type Episode, samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import {
  asEngineError,
  audioAddress,
  type CharacterSummary,
  storeMeasures,
  useCharacters,
  usePeaks,
  useSpeech,
  useUtterances,
} from '../../engine-client/index.ts';
import { coloursOfCast, noticeError, preciseClock, strings } from '../../ui/index.ts';
import { type SoundHandle, SoundStage, stopCompared } from '../../waveform/index.ts';
import { CharacterPicker } from './character-picker.tsx';
import { Detail } from './detail.tsx';
import { HistoryDrawer, SplitDialog } from './dialogs.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { filterUtterances, frozen, keptOrder, NO_FILTERS } from './listing.ts';
import { ReviewHeader } from './review-header.tsx';
import { useReview } from './review-store.ts';
import { ownLanguages } from './text-check.tsx';
import { useDecisions } from './use-decisions.ts';
import { useLanes } from './use-lanes.ts';
import { useReviewCommands } from './use-review-commands.ts';
import { useRunner } from './use-runner.ts';
import { useSpans } from './use-spans.ts';
import { UtteranceList } from './utterance-list.tsx';
import { worthOf } from './worth.ts';

interface ReviewScreenProps {
  /** The episode that is heard and drawn. */
  readonly episode: Episode;
  /** What is worked through instead of the whole episode: rows in their order, of the episode's series. */
  readonly queue?: readonly Utterance[];
  /** The utterance to begin with; without it the first one. */
  readonly first?: string;
  /** Buttons of the whole application, for the header. */
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

const NO_UTTERANCES: readonly Utterance[] = [];

/** The place to hear, judge and correct one episode. */
export function ReviewScreen({
  episode,
  queue,
  first: wanted,
  extras,
  onBack,
}: ReviewScreenProps): ReactElement {
  const loaded = useUtterances(episode.id);
  const cast = useCharacters(episode.series);
  const peaks = usePeaks(episode.id);
  const speech = useSpeech(episode.id);
  const here = useRef(episode.id);
  here.current = episode.id;
  const at = useCallback(() => here.current, []);
  const decisions = useDecisions(at, queue ? episode.series : null);
  const { active: activeId, selection, filters, order, panel, speed, set } = useReview();

  const utterances = loaded.data ?? NO_UTTERANCES;
  const characters = useMemo(() => cast.data ?? [], [cast.data]);
  const colours = useColours(characters);
  // Made anew when the order is chosen anew: only then may rows change their places.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const worth = useMemo(() => frozen(worthOf), [order, episode.id]);
  const worstFirst = useMemo(keptOrder, []);
  const rows = useMemo(() => {
    if (queue) return filterUtterances(queue, filters);
    const shown = filterUtterances(utterances, filters);
    return order === 'worst' ? worstFirst(shown, worth) : shown;
  }, [utterances, queue, filters, order, worth, worstFirst]);
  const active = useMemo(
    () => utterances.find(({ id }) => id === activeId) ?? queue?.find(({ id }) => id === activeId) ?? null,
    [utterances, queue, activeId],
  );
  // Drawn after the row, in slices: the sound of it must not wait for its witnesses.
  const detailed = useDeferredValue(active);
  const lanes = useLanes(episode.id);
  // No decision changes a language.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const ownLanguagesOfList = useMemo(() => ownLanguages(utterances), [episode.id, utterances.length]);
  const spans = useSpans(episode.id, utterances, colours);

  const sound = useRef<SoundHandle>(null);
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const clock = useRef<HTMLSpanElement>(null);
  const samples = episode.samples ?? utterances.at(-1)?.end ?? 0;
  const runner = useRunner({
    episode: episode.id,
    series: episode.series,
    utterances,
    rows,
    characters,
    speech: speech.data ?? null,
    samples,
    decisions,
    sound,
    list,
    search,
    onBack,
  });
  useReviewCommands(runner.run, active, queue !== undefined);
  // The queue went on in another episode: its sound plays already, its picture follows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the episode changes
  useEffect(() => runner.arrive(), [runner, episode.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the picture of an episode or its utterances arrive
  useEffect(() => {
    const chosen = decisions.fresh(useReview.getState().active);
    if (chosen && chosen.episode === episode.id)
      sound.current?.reveal(samplesToSeconds(chosen.start), samplesToSeconds(chosen.end));
  }, [peaks.data, loaded.isSuccess]);

  useEffect(() => {
    useReview.getState().enter();
    list.current?.focus();
    return () => {
      stopCompared();
      void storeMeasures(true);
    };
  }, []);
  // Only a filter lets go of what it hides: a decision that hides what it was about has gone on already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the filters change
  useEffect(() => useReview.getState().keepShown(new Set(rows.map(({ id }) => id))), [filters]);
  const first = rows.find(({ id }) => id === wanted) ?? rows[0];
  useEffect(() => {
    if (useReview.getState().active === null && first) runner.go(first, false);
  }, [first, runner]);
  useEffect(() => {
    if (!peaks.error) return;
    const error = asEngineError(peaks.error);
    noticeError(error.message, error.remedy);
  }, [peaks.error]);

  const showTime = useCallback((seconds: number): void => {
    const now = preciseClock(seconds, 1);
    if (clock.current && clock.current.textContent !== now) clock.current.textContent = now;
  }, []);
  const toList = useCallback(() => list.current?.focus(), []);
  const close = (): void => set({ panel: 'none' });
  const judged = queue ?? utterances;
  const reviewed = useMemo(() => judged.filter(({ review }) => review !== 'unreviewed').length, [judged]);

  return (
    <main className="rc-review" data-testid="review-screen">
      <ReviewHeader
        episode={episode}
        queue={queue ? episode.series : null}
        reviewed={reviewed}
        total={judged.length}
        run={runner.run}
        extras={extras}
        clock={clock}
        onDone={toList}
      />
      <SoundStage
        ref={sound}
        address={audioAddress(episode.id)}
        peaks={peaks.data ?? null}
        speech={speech.data ?? null}
        seconds={samplesToSeconds(samples)}
        spans={spans}
        selected={activeId}
        texts={lanes.texts}
        spectrogram={lanes.spectrogram}
        speed={speed}
        onTime={showTime}
        onPick={runner.pickAt}
        onRetime={runner.retime}
      />
      <div className="rc-columns">
        <section className="rc-left">
          <ListToolbar
            search={search}
            characters={characters}
            shown={rows.length}
            total={judged.length}
            ordered={queue !== undefined}
            onDone={toList}
          />
          <UtteranceList
            container={list}
            rows={rows}
            active={activeId}
            selection={selection}
            colours={colours}
            onPick={runner.pick}
          />
          {rows.length > 0 ? null : (
            <div className="rc-list-empty">
              {loaded.isPending ? <Loader size="sm" /> : null}
              {loaded.error ? (
                <p role="alert">{`${loaded.error.message} ${asEngineError(loaded.error).remedy}`}</p>
              ) : null}
              {loaded.isSuccess ? (
                <p>{judged.length === 0 ? strings.review.none : strings.review.noneMatch}</p>
              ) : null}
              {utterances.length === 0 ? null : (
                <Button variant="default" onClick={() => set({ filters: NO_FILTERS })}>
                  {strings.review.clearFilters}
                </Button>
              )}
            </div>
          )}
        </section>
        <section className="rc-right">
          {detailed === null ? (
            <p className="rc-dim rc-hint">{strings.review.noSelection}</p>
          ) : (
            <Detail
              utterance={detailed}
              characters={characters}
              colours={colours}
              run={runner.run}
              onText={runner.retext}
              onHear={runner.compare}
              onMend={runner.mend}
              ownLanguages={ownLanguagesOfList}
            />
          )}
        </section>
      </div>
      {panel === 'pick' ? (
        <CharacterPicker characters={characters} colours={colours} onClose={close} onPick={runner.assign} />
      ) : null}
      {panel === 'split' && active ? (
        <SplitDialog
          utterance={active}
          at={runner.splitPlace.current}
          onClose={close}
          onSplit={(textAt) => runner.splitAt(runner.splitPlace.current, textAt)}
        />
      ) : null}
      {panel === 'history' ? <HistoryDrawer episode={episode.id} onClose={close} /> : null}
    </main>
  );
}

/** The colours of a cast; the same map for as long as they are the same, whatever else is new about the cast. */
function useColours(characters: readonly CharacterSummary[]): ReadonlyMap<string, string> {
  const known = useRef<ReadonlyMap<string, string>>(new Map());
  return useMemo(() => {
    const now = coloursOfCast(characters);
    const same =
      now.size === known.current.size &&
      [...now].every(([name, colour]) => known.current.get(name) === colour);
    if (!same) known.current = now;
    return known.current;
  }, [characters]);
}
