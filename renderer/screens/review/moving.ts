import { samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import { audioAddress } from '../../engine-client/index.ts';
import { stopCompared } from '../../waveform/index.ts';
import { idsBetween } from './listing.ts';
import { useReview } from './review-store.ts';
import type { Workplace } from './workplace.ts';

/** How long after the start of one utterance the sound of the next is made ready, in milliseconds. */
const FORESEE_AFTER = 100;

/** The ways from one utterance to another: what is selected, heard and shown, in the list's own order. */
export function moving(at: () => Workplace) {
  const store = useReview.getState;
  /** Where in the list the active row stood last: a decision may filter it away. */
  let lastIndex = 0;

  /** Plays an utterance, with so many seconds around it. */
  const play = (utterance: Utterance, around = 0, loop = false): void => {
    if (utterance.end <= utterance.start) return;
    at().sound.current?.player?.playSpan(
      Math.max(0, samplesToSeconds(utterance.start) - around),
      samplesToSeconds(utterance.end) + around,
      loop,
      audioAddress(utterance.episode),
    );
  };
  /** What waits for the picture of its episode. */
  let expected: string | null = null;
  const show = (utterance: Utterance, wanted: boolean): void => {
    const { sound } = at();
    stopCompared();
    if (wanted && utterance.end > utterance.start) play(utterance);
    const isElsewhere = utterance.episode !== at().episode;
    expected = isElsewhere ? utterance.id : null;
    if (isElsewhere) {
      if (!wanted) sound.current?.player?.pause();
      return;
    }
    sound.current?.reveal(samplesToSeconds(utterance.start), samplesToSeconds(utterance.end));
  };
  let soon: ReturnType<typeof setTimeout> | undefined;
  /** What comes after this one in the list will most likely be heard next: its sound is made ready. */
  const foresee = (): void => {
    const next = neighbour(1);
    if (next && next.end > next.start)
      at().sound.current?.player?.prepare(samplesToSeconds(next.start), audioAddress(next.episode));
  };
  /** Selects an utterance, shows it, and plays it when that is wanted. */
  const go = (
    utterance: Utterance,
    wanted = store().autoPlay,
    meanwhile: () => void = () => undefined,
  ): void => {
    // The ear first: what is drawn may come a moment later.
    show(utterance, wanted);
    meanwhile();
    store().select(utterance.id);
    clearTimeout(soon);
    if (wanted) soon = setTimeout(foresee, FORESEE_AFTER);
  };
  const indexOfActive = (): number => {
    const index = at().rows.findIndex((row) => row.id === store().active);
    if (index >= 0) lastIndex = index;
    return index;
  };
  const neighbour = (step: -1 | 1): Utterance | undefined => {
    const index = indexOfActive();
    const { rows } = at();
    if (index >= 0) return rows[index + step];
    return rows[Math.min(rows.length - 1, step === 1 ? lastIndex : Math.max(0, lastIndex - 1))];
  };
  const move = (step: -1 | 1): void => {
    const next = neighbour(step);
    if (next) go(next);
  };
  const extend = (step: -1 | 1): void => {
    const next = neighbour(step);
    const anchor = store().anchor ?? next?.id;
    if (!next || anchor === undefined) return;
    store().selectMany(idsBetween(at().rows, anchor, next.id), next.id, anchor);
    show(next, store().autoPlay);
  };

  return {
    play,
    go,
    move,
    extend,
    /** Notes where the active row stands, before a decision may filter it away. */
    noteIndex: (): void => void indexOfActive(),
    /** Another episode stands on the screen: what was waiting for its picture is shown. */
    arrive: (): void => {
      const utterance = expected === null ? null : at().decisions.fresh(expected);
      if (utterance && utterance.episode === at().episode) show(utterance, false);
    },
  };
}
