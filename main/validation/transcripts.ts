import { type Span, seededRandom, type TranscriptCheck } from '../model/index.ts';
import { fitLogistic, logistic, logitOf, type WeightedRow, type Weights } from './logistic.ts';
import { countNuclei, type HeardTracks, type SoundCounts } from './nuclei.ts';
import {
  align,
  framesOf,
  learnSounds,
  likelihoods,
  type SoundFrames,
  type SoundModel,
  statesOf,
} from './sound-model.ts';
import { soundsOf } from './spelling.ts';
import { syllablesOf } from './syllables.ts';
import { comparableWords, compareRecognition, likeness } from './words.ts';

/** An utterance whose text is to be compared with its sound. */
export interface TranscriptItem {
  readonly id: string;
  readonly span: Span;
  readonly text: string;
  /** ISO 639-1; null where it is not decided. */
  readonly language: string | null;
  readonly speaker: string | null;
  /** One voice, and nothing known against it: such utterances teach what is usual. */
  readonly isClean: boolean;
  /** What a recogniser heard; null where none was asked, or it gave no answer. */
  readonly heard: { readonly recogniser: string; readonly text: string } | null;
}

/** What was measured of an utterance. */
export interface MeasuredItem extends TranscriptItem {
  readonly syllables: number;
  readonly counts: SoundCounts;
  /** The sounds of the text; empty where its alphabet spells none. */
  readonly states: Uint8Array;
  readonly frames: SoundFrames | null;
  /** Words of the text and of what was recognised, as they are compared. */
  readonly words: { readonly written: readonly string[]; readonly heard: readonly string[] } | null;
}

interface OtherText {
  readonly text: string;
  readonly states: Uint8Array;
  readonly words: readonly string[];
}

/** What is usual in a series, and how much each piece of evidence counts there. */
export interface TranscriptModel {
  /** One for each fold, learned from the others: no utterance is judged by what was learned from its own text. Empty: unknown. */
  readonly sounds: readonly SoundModel[];
  /** Texts to compare with, by the number of their sounds. */
  readonly others: readonly OtherText[];
  /** Syllables a second, by speaker; the series' under null. */
  readonly rates: ReadonlyMap<string | null, number>;
  /** Nuclei heard for each syllable written. */
  readonly nucleiForSyllable: number;
  readonly weights: Weights;
  /** The same where a recogniser was asked: two more, its word error rate and how much more like the text it is. */
  readonly heardWeights: Weights;
  /** Share of wrong texts in the series, an estimate from its own evidence. */
  readonly share: number;
}

/** Shorter texts and spans say too little to be judged. */
const FEWEST_SYLLABLES = 2;
const SHORTEST_SECONDS = 0.3;
/** Sounds are learned from utterances of this length, so many at most, and not at all from fewer. */
const LEARNED = { shortest: 0.6, longest: 24, most: 400, fewest: 30 } as const;
const ROUNDS = 5;
const FOLDS = 2;
/** Other texts that an utterance's own is compared with. */
const OTHERS = 8;
/** Larger tables of frames and sounds take too long for what they tell. */
const LARGEST_TABLE = 1_500_000;
/** Utterances for which a speaker counts as much as the series. */
const RATE_PRIOR = 8;
/**
 * Constant, then for each unit of: fit of the sounds, odd rate, odd number of nuclei. Fitted on the sample library;
 * a series' own utterances take over from them.
 */
const USUAL_WEIGHTS: Weights = [0.2, -1.3, 0.35, 0.35];
const USUAL_HEARD_WEIGHTS: Weights = [-1.5, -0.5, 0.3, 0.2, 2.5, -0.5];
const PRIOR_STRENGTH = 4;
const LARGEST_SHARE = 0.5;
const FIRST_SHARE = 0.05;
/** Utterances that the first guess counts for. */
const SHARE_PRIOR = 20;

/**
 * Measures an utterance.
 *
 * @returns null where there is too little text or sound to judge
 */
export function measureItem(item: TranscriptItem, tracks: HeardTracks): MeasuredItem | null {
  const syllables = syllablesOf(item.text, item.language);
  const seconds = (item.span.end - item.span.start) / 16_000;
  if (syllables < FEWEST_SYLLABLES || seconds < SHORTEST_SECONDS) return null;
  const states = statesOf(soundsOf(item.text));
  const isSpelt = states.length >= syllables;
  return {
    ...item,
    syllables,
    counts: countNuclei(tracks, item.span),
    states: isSpelt ? states : new Uint8Array(0),
    frames: tracks.cepstra === null || !isSpelt ? null : framesOf(tracks.cepstra, item.span),
    words:
      item.heard === null
        ? null
        : { written: comparableWords(item.text), heard: comparableWords(item.heard.text) },
  };
}

/**
 * Learns what is usual in a series from its own utterances, most of which are right: how fast its people speak, what
 * each letter sounds like, and how much the evidence tells apart an utterance's own text from another's. The same
 * utterances give the same model.
 */
export function learnTranscripts(items: readonly MeasuredItem[]): TranscriptModel {
  const clean = items.filter((item) => item.isClean);
  const known = { rates: usualRates(clean), nucleiForSyllable: usualNuclei(clean) };
  const chosen = sample(clean.filter(isLearned), LEARNED.most);
  const sounds =
    chosen.length < LEARNED.fewest
      ? []
      : Array.from({ length: FOLDS }, (_, fold) =>
          learnSounds(
            chosen.flatMap(({ id, frames, states }) =>
              frames === null || foldOf(id) === fold ? [] : [{ frames, states }],
            ),
            ROUNDS,
          ),
        );
  const others = chosen
    .map(({ text, states }) => ({ text, states, words: comparableWords(text) }))
    .sort((a, b) => a.states.length - b.states.length || (a.text < b.text ? -1 : 1));
  const before = {
    ...known,
    sounds,
    others,
    weights: USUAL_WEIGHTS,
    heardWeights: USUAL_HEARD_WEIGHTS,
    share: FIRST_SHARE,
  };
  return chosen.length < LEARNED.fewest ? before : { ...before, ...weigh(chosen, before) };
}

/** Which fold an utterance belongs to, the same in every run. */
function foldOf(id: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619);
  return ((hash >>> 8) & 0xffff) % FOLDS;
}

const isLearned = ({ frames, states, span }: MeasuredItem): boolean => {
  const seconds = (span.end - span.start) / 16_000;
  return frames !== null && states.length > 3 && seconds >= LEARNED.shortest && seconds <= LEARNED.longest;
};

/** Evenly over the series, so that every episode and every speaker has a part. */
function sample<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)] as Item);
}

const rateOf = ({ syllables, counts }: MeasuredItem): number | null =>
  counts.speechSeconds < SHORTEST_SECONDS / 2 ? null : syllables / counts.speechSeconds;

function usualRates(items: readonly MeasuredItem[]): Map<string | null, number> {
  const all: number[] = [];
  const bySpeaker = new Map<string, number[]>();
  for (const item of items) {
    const rate = rateOf(item);
    if (rate === null) continue;
    all.push(rate);
    if (item.speaker === null) continue;
    const own = bySpeaker.get(item.speaker) ?? [];
    own.push(rate);
    bySpeaker.set(item.speaker, own);
  }
  const rates = new Map<string | null, number>();
  if (all.length < RATE_PRIOR) return rates;
  const series = median(all);
  rates.set(null, series);
  for (const [speaker, own] of bySpeaker) {
    const share = own.length / (own.length + RATE_PRIOR);
    rates.set(speaker, Math.exp(share * Math.log(median(own)) + (1 - share) * Math.log(series)));
  }
  return rates;
}

function usualNuclei(items: readonly MeasuredItem[]): number {
  const ratios = items
    .filter(({ syllables }) => syllables >= 4)
    .map(({ counts, syllables }) => counts.nuclei / syllables);
  return ratios.length < RATE_PRIOR ? 0.8 : Math.max(0.2, median(ratios));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

type Known = Omit<TranscriptModel, 'weights' | 'heardWeights' | 'share'>;

/**
 * The evidence for and against a text: how well its sounds fit, how odd its rate is, how odd the nuclei are; and where
 * a recogniser was asked, its word error rate and how much more like the text it is than like others.
 */
function evidenceOf(item: MeasuredItem, fit: number | null, known: Known): number[] {
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
  known: Known,
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

const usualRate = (known: Known, speaker: string | null): number | null =>
  known.rates.get(speaker) ?? known.rates.get(null) ?? null;

/**
 * How much better the sound fits a text than other texts of as many sounds do, in standard deviations of theirs.
 * A likelihood alone says little: it depends on the voice, the noise and the length; the others went through the same.
 */
function soundFit(item: MeasuredItem, known: Known): number | null {
  const { frames, states } = item;
  const sounds = known.sounds[foldOf(item.id)];
  if (sounds === undefined || frames === null || states.length < 4) return null;
  if (frames.count < states.length / 2 || frames.count * states.length > LARGEST_TABLE) {
    // Twice as many letters as the sound has room for: no text of this length fits.
    return frames.count < states.length / 2 ? -4 : null;
  }
  const scores = likelihoods(sounds, frames);
  const own = align(scores, frames.count, states);
  const others = nearest(known.others, item).map((other) => align(scores, frames.count, other.states));
  if (others.length < OTHERS / 2) return null;
  const { mean, spread } = spreadOf(others);
  return (own - mean) / Math.max(spread, 1e-3);
}

/** The texts whose number of sounds is nearest, never the same text. */
function nearest(others: TranscriptModel['others'], { text, states }: MeasuredItem): OtherText[] {
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
  while (found.length < OTHERS && (before >= 0 || after < others.length)) {
    const a = others[before];
    const b = others[after];
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

/**
 * How much each piece of evidence counts, by logistic regression between the utterances with their own texts and the
 * same utterances with another's; then the share of wrong texts among their own, and once more without those.
 */
function weigh(
  items: readonly MeasuredItem[],
  known: Known,
): Pick<TranscriptModel, 'weights' | 'heardWeights' | 'share'> {
  const random = seededRandom(1);
  const own = items.map((item) => evidenceOf(item, soundFit(item, known), known));
  const planted = items.flatMap((item) => {
    const other = items[Math.floor(random() * items.length)] as MeasuredItem;
    if (other.text === item.text) return [];
    const { text, states, syllables } = other;
    const words = item.words === null ? null : { ...item.words, written: comparableWords(other.text) };
    const wrong: MeasuredItem = { ...item, text, states, syllables, words };
    return [evidenceOf(wrong, soundFit(wrong, known), known)];
  });
  const plain = fitWeights(own.map(bySound), planted.map(bySound), USUAL_WEIGHTS);
  const isHeard = (features: readonly number[]): boolean => features.length > SOUND_FEATURES;
  const heard = fitWeights(own.filter(isHeard), planted.filter(isHeard), USUAL_HEARD_WEIGHTS);
  const share = own.some(isHeard) ? heard.share : plain.share;
  return { weights: plain.weights, heardWeights: heard.weights, share };
}

const SOUND_FEATURES = 3;
const bySound = (features: readonly number[]): number[] => features.slice(0, SOUND_FEATURES);

function fitWeights(
  own: readonly (readonly number[])[],
  planted: readonly (readonly number[])[],
  usual: Weights,
): { weights: Weights; share: number } {
  let weights = usual;
  let share = FIRST_SHARE;
  for (let round = 0; round < 3; round += 1) {
    const rows: WeightedRow[] = own.map((features) => ({
      features,
      label: 0,
      weight: round === 0 ? 1 : 1 - wrongProbability(weights, features, share),
    }));
    for (const features of planted) rows.push({ features, label: 1, weight: 1 });
    weights = fitLogistic(rows, usual, PRIOR_STRENGTH);
    share = shareOfWrong(own, weights);
  }
  return { weights, share };
}

/** Expectation-maximisation of the share of wrong texts: the fitted odds are likelihood ratios at even shares. */
function shareOfWrong(own: readonly (readonly number[])[], weights: Weights): number {
  let share = FIRST_SHARE;
  for (let round = 0; round < 30; round += 1) {
    const sum = own.reduce((total, features) => total + wrongProbability(weights, features, share), 0);
    share = Math.min(LARGEST_SHARE, (sum + FIRST_SHARE * SHARE_PRIOR) / (own.length + SHARE_PRIOR));
  }
  return share;
}

const wrongProbability = (weights: Weights, features: readonly number[], share: number): number =>
  logistic(logitOf(weights, features) + Math.log(share / (1 - share)));

/** The check of one utterance. */
export function checkTranscript(item: MeasuredItem, model: TranscriptModel): TranscriptCheck {
  const fit = soundFit(item, model);
  const rate = rateOf(item);
  const usual = usualRate(model, item.speaker);
  const weights = item.words === null ? model.weights : model.heardWeights;
  return {
    wrong: round(wrongProbability(weights, evidenceOf(item, fit, model), model.share), 4),
    syllables: round(item.syllables, 1),
    nuclei: item.counts.nuclei,
    syllablesPerSecond: rate === null ? null : round(rate, 2),
    usualSyllablesPerSecond: usual === null ? null : round(usual, 2),
    soundFit: fit === null ? null : round(fit, 2),
    recogniser:
      item.heard === null ? null : compareRecognition(item.heard.recogniser, item.text, item.heard.text),
  };
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
