import { seededRandom, type TranscriptCheck } from '../model/index.ts';
import { fitLogistic, logistic, logitOf, type WeightedRow, type Weights } from './logistic.ts';
import { learnSounds } from './sound-model.ts';
import {
  evidenceOf,
  FOLDS,
  foldOf,
  mostStates,
  soundFits,
  type UsualSpeech,
  usualRate,
} from './transcript-evidence.ts';
import { type MeasuredItem, rateOf } from './transcript-items.ts';
import { usualNuclei, usualRates } from './usual-rates.ts';
import { comparableWords, compareRecognition } from './words.ts';

/** What is usual in a series, and how much each piece of evidence counts there. */
export interface TranscriptModel extends UsualSpeech {
  readonly weights: Weights;
  /** The same where a recogniser was asked: two more, its word error rate and how much more like the text it is. */
  readonly heardWeights: Weights;
  /** Share of wrong texts in the series, an estimate from its own evidence. */
  readonly share: number;
}

/** Sounds are learned from utterances of this length, so many at most, and not at all from fewer. */
const LEARNED = { shortest: 0.6, longest: 24, most: 400, fewest: 30 } as const;
const ROUNDS = 5;
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
 * Learns what is usual in a series from its own utterances, most of which are right: how fast its people speak, what
 * each letter sounds like, and how much the evidence tells apart an utterance's own text from another's. The same
 * utterances give the same model.
 */
export function learnTranscripts(items: readonly MeasuredItem[]): TranscriptModel {
  const clean = items.filter((item) => item.isClean && !item.isShort);
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

const isLearned = ({ frames, states, span }: MeasuredItem): boolean => {
  const seconds = (span.end - span.start) / 16_000;
  const isLong = seconds >= LEARNED.shortest && seconds <= LEARNED.longest;
  return isLong && frames !== null && states.length > 3 && states.length <= mostStates(frames);
};

/** Evenly over the series, so that every episode and every speaker has a part. */
function sample<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)] as Item);
}

/**
 * How much each piece of evidence counts, by logistic regression between the utterances with their own texts and the
 * same utterances with another's; then the share of wrong texts among their own, and once more without those.
 */
function weigh(
  items: readonly MeasuredItem[],
  known: UsualSpeech,
): Pick<TranscriptModel, 'weights' | 'heardWeights' | 'share'> {
  const random = seededRandom(1);
  const own: number[][] = [];
  const planted: number[][] = [];
  for (const item of items) {
    const other = items[Math.floor(random() * items.length)] as MeasuredItem;
    // The same sound twice: with its own text and with another's.
    const [fit = null, wrongFit = null] = soundFits(item, [item, other], known);
    own.push(evidenceOf(item, fit, known));
    if (other.text === item.text) continue;
    const { text, states, syllables } = other;
    const words = item.words === null ? null : { ...item.words, written: comparableWords(other.text) };
    planted.push(evidenceOf({ ...item, text, states, syllables, words }, wrongFit, known));
  }
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

/**
 * The check of one utterance. Of one too short to judge it is only said how many of the series' texts are wrong, and
 * what a recogniser heard: such a lone word is misheard too often to speak against the text.
 */
export function checkTranscript(item: MeasuredItem, model: TranscriptModel): TranscriptCheck {
  const [fit = null] = item.isShort ? [] : soundFits(item, [item], model);
  const rate = rateOf(item);
  const usual = usualRate(model, item.speaker);
  const weights = item.words === null ? model.weights : model.heardWeights;
  return {
    wrong: round(
      item.isShort ? model.share : wrongProbability(weights, evidenceOf(item, fit, model), model.share),
      4,
    ),
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
