import { samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import { asEngineError, audioAddress, call } from '../../engine-client/index.ts';
import { noticeError, strings } from '../../ui/index.ts';
import { playBytes, playOnce } from '../../waveform/index.ts';
import { useReview } from './review-store.ts';
import type { Workplace } from './workplace.ts';

/** Lets the ear compare what is active with a character's voice, or with itself as an export would clean it. */
export function comparing(at: () => Workplace, play: (utterance: Utterance) => void) {
  const store = useReview.getState;
  /** Plays a character's best utterance, then this one: the ear compares. */
  const compare = async (active: Utterance, character: string | undefined): Promise<void> => {
    if (character === undefined) return;
    at().sound.current?.player?.pause();
    const exemplar = await call('characters.exemplars', {
      series: at().series,
      character,
      except: active.id,
      limit: 1,
    }).catch(() => []);
    const [best] = exemplar;
    if (!best) {
      noticeError(strings.review.noExemplar(character), '');
      return;
    }
    const ended = await playOnce(
      audioAddress(best.episode),
      samplesToSeconds(best.start),
      samplesToSeconds(best.end),
    );
    if (ended && store().active === active.id) play(active);
  };

  /** Plays this utterance as an export would clean it, then as it is. */
  const compareEnhanced = async (active: Utterance): Promise<void> => {
    at().sound.current?.player?.pause();
    const { episode, start, end } = active;
    // Decoding may take a while: it ends where the eye has gone on, and with the screen.
    const leave = useReview.subscribe((state) => {
      if (state.active === active.id) return;
      leave();
      void call('utterances.cancelEnhanced', {}).catch(() => null);
    });
    const heard = await call('utterances.enhanced', { episode, start, end }).catch((thrown: unknown) => {
      const { kind, message, remedy } = asEngineError(thrown);
      if (kind !== 'cancelled') noticeError(message, remedy);
      return null;
    });
    leave();
    if (heard === null || store().active !== active.id) return;
    if (heard.outcome !== 'applied') noticeError(strings.review.enhancedStays[heard.outcome], '');
    if ((await playBytes(heard.bytes)) === 'played' && store().active === active.id) play(active);
  };
  return { compare, compareEnhanced };
}

/** The character whose voice an utterance may be, counted from the likeliest at 0; for the first, the script's word will do. */
export function candidateOf(active: Utterance, place: number): string | undefined {
  const { voice, script } = active.witnesses;
  return voice[place]?.character ?? (place === 0 ? (script?.character ?? undefined) : undefined);
}
