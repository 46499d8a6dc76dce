import { MOST_FRAMES, type SoundFrames, type SoundModel, scoreTexts } from './sound-scores/index.ts';
import { type MeasuredItem, rateOf } from './transcript-items.ts';
import { compareRecognition, likeness } from './words.ts';

/** A text of the series that others are compared with. */
export interface OtherText {
  readonly text: string;
  readonly states: Uint8Array;
  readonly words: readonly string[];
}

/** What is usual in a series. */
export interface UsualSpeech {
  /** One for each fold, learned from the others: no utterance is judged by what was learned from its own text. Empty: unknown. */
  readonly sounds: readonly SoundModel[];
  /** Texts to compare with, by the number of their sounds. */
  readonly others: readonly OtherText[];
  /** Syllables a second, by speaker; the series' under null. */
  readonly rates: ReadonlyMap<string | null, number>;
  /** Nuclei heard for each syllable written. */
  readonly nucleiForSyllable: number;
}

/** Parts of a series; each is judged by what was learned from the others. */
export const FOLDS = 2;
/** Other texts that an utterance's own is compared with. */
const OTHERS = 8;
/** Larger tables of frames and sounds take too long for what they tell. */
const LARGEST_TABLE = 1_500_000;

/** Which fold an utterance belongs to, the same in every run. */
export function foldOf(id: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619);
  return ((hash >>> 8) & 0xffff) % FOLDS;
}

/**
 * The evidence for and against a text: how well its sounds fit, how odd its rate is, how odd the nuclei are; and where
 * a recogniser was asked, its word error rate and how much more like the text it is than like others.
 */
export function evidenceOf(item: MeasuredItem, fit: number | null, known: UsualSpeech): number[] {
  const certainty = Math.sqrt(Math.min(item.syllables, 25));
  const rate = rateOf(item);
  const usual = usualRate(known, item.speaker);
  const oddRate = rate === null ? 3 : usual === null ? 0 : certainty * Math.abs(Math.log(rate / usual));
  const expected = known.nucleiForSyllable * item.syllables;
  const oddNuclei = certainty * Math.abs(Math.log((item.counts.nuclei + 1) / (expected + 1)));
  const sound = [Math.max(-4, Math.min(8, fit ?? 0)), Math.min(6, oddRate), Math.min(6, oddNuclei)];
  return item.words === null ? sound : [...sound, ...heardEvidence(item, item.words, known)];
}

function heardEvidence(
  item: MeasuredItem,
  { written, heard }: NonNullable<MeasuredItem['words']>,
  known: UsualSpeech,
): [number, number] {
  const errors = compareRecognition('', item.text, item.heard?.text ?? '')?.wordErrorRate ?? 1;
  const own = likeness(written, heard);
  const others = nearest(known.others, item).map(({ words }) => likeness(words, heard));
  if (others.length === 0) return [Math.min(1.5, errors), 0];
  const { mean, spread } = spreadOf(others);
  return [Math.min(1.5, errors), Math.max(-3, Math.min(10, (own - mean) / Math.max(spread, 0.03)))];
}

function spreadOf(values: readonly number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return {
    mean,
    spread: Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length),
  };
}

/** Syllables a second that are usual for a speaker, or else in the series. */
export const usualRate = (known: UsualSpeech, speaker: string | null): number | null =>
  known.rates.get(speaker) ?? known.rates.get(null) ?? null;

/** A text that an utterance may say. */
export type TextOfSounds = Pick<MeasuredItem, 'text' | 'states'>;

/**
 * How much better the sound fits each of these texts than other texts of as many sounds do, in standard deviations of
 * theirs; null where it cannot be told. A likelihood alone says little: it depends on the voice, the noise and the
 * length; the others went through the same.
 */
export function soundFits(
  { id, frames }: Pick<MeasuredItem, 'id' | 'frames'>,
  texts: readonly TextOfSounds[],
  { sounds, others }: UsualSpeech,
): (number | null)[] {
  const model = sounds[foldOf(id)];
  if (model === undefined || frames === null) return texts.map(() => null);
  const compared = texts.map((text): readonly TextOfSounds[] => {
    const isComparable = text.states.length >= 4 && fitsInto(text, frames) === 'well';
    return isComparable ? [text, ...nearest(others, text, mostStates(frames))] : [];
  });
  const states = compared.flat().map((text) => text.states);
  const scores = states.length === 0 ? [] : scoreTexts(model, frames, states);
  let at = 0;
  return texts.map((text, index) => {
    const [own = 0, ...rest] = scores.slice(at, at + (compared[index]?.length ?? 0));
    at += compared[index]?.length ?? 0;
    // Twice as many letters as the sound has room for: no text of this length fits.
    if (text.states.length >= 4 && fitsInto(text, frames) === 'never') return -4;
    if (rest.length < OTHERS / 2) return null;
    const { mean, spread } = spreadOf(rest);
    return (own - mean) / Math.max(spread, 1e-3);
  });
}

/** The most states that can be gone through in these frames: two a frame, as each step leaves out one at most. */
export const mostStates = ({ count }: SoundFrames): number => 2 * count;

function fitsInto({ states }: TextOfSounds, frames: SoundFrames): 'well' | 'never' | 'too long to tell' {
  const { count } = frames;
  if (states.length > mostStates(frames)) return 'never';
  return count > MOST_FRAMES || count * states.length > LARGEST_TABLE ? 'too long to tell' : 'well';
}

/** The texts whose number of sounds is nearest, never the same text, and none of more states than `most`. */
function nearest(
  others: UsualSpeech['others'],
  { text, states }: TextOfSounds,
  most = Number.POSITIVE_INFINITY,
): OtherText[] {
  let low = 0;
  let high = others.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((others[middle]?.states.length ?? 0) < states.length) low = middle + 1;
    else high = middle;
  }
  const found: OtherText[] = [];
  let before = low - 1;
  let after = low;
  while (found.length < OTHERS) {
    const a = others[before];
    const b = (others[after]?.states.length ?? 0) > most ? undefined : others[after];
    if (a === undefined && b === undefined) break;
    const takeAfter =
      b !== undefined &&
      (a === undefined || b.states.length - states.length <= states.length - a.states.length);
    const next = takeAfter ? b : a;
    if (takeAfter) after += 1;
    else before -= 1;
    if (next !== undefined && next.text !== text) found.push(next);
  }
  return found;
}
