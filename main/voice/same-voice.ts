import { z } from 'zod';
import { SAMPLE_RATE } from '../model/index.ts';
import { transformed } from './adaptation.ts';
import type { VoiceBank } from './bank.ts';
import { minimise } from './minimise.ts';
import { dot, type Heard, modelOf, oneVoice } from './one-voice.ts';
import { unit } from './score.ts';
import type { VoiceUtterance } from './types.ts';
import { noiseVariance } from './voices.ts';

/** The middle and the ends of what was measured, a tenth at each end left out. */
const range = z.object({ low: z.number(), middle: z.number(), high: z.number() });
export type Range = z.infer<typeof range>;

/**
 * How "one voice or two?" is answered in a series: the log-likelihood ratio of what was heard of both, calibrated on
 * its own cast, whose halves are one voice and whose pairs are two. Plain JSON.
 */
export const sameVoiceScale = z.object({
  /** Log-odds that one nat of the ratio is worth, and the log-odds at a ratio of 0, where both are equally likely. */
  slope: z.number(),
  offset: z.number(),
  /** Cosines that explain a similarity: of two halves of one voice, and of two people; null where too few are known. */
  halves: range.nullable(),
  people: range.nullable(),
});
export type SameVoiceScale = z.infer<typeof sameVoiceScale>;

/** How likely two voices are one, and how near their middles lie (cosine). */
export interface VoiceLikeness {
  readonly probability: number;
  readonly similarity: number;
}

/** Before anything is measured, the model's own ratio counts as it is. */
export const PRIOR_SCALE: SameVoiceScale = { slope: 1, offset: 0, halves: null, people: null };
const PRIOR_WIDTH = { slope: 0.7, offset: 2 };
/** A half of a voice with fewer utterances says little. */
const LEAST_HALF = 3;
/** Share of the trials that may not be what they are taken for: two names of one person are among the people. */
const MISTAKEN = 0.02;
/** Halves that are compared all with all. */
const MOST_HALVES = 120;
/** That a character of a script is also there under another name: one in ten. */
const SECOND_NAME = 0.1;
/** That a voice which nobody named is one of the cast. */
const ONE_OF_THE_CAST = 0.7;

/**
 * Measures the scale of a series. Halves are of different episodes where a voice is heard in several, so that a
 * common scene does not make them alike.
 */
export function measureSameVoice(utterances: readonly VoiceUtterance[], bank: VoiceBank): SameVoiceScale {
  const model = modelOf(bank, bank.dimension);
  const halves = halvesOf(utterances, bank);
  const trials: { ratio: number; cosine: number; same: boolean }[] = [];
  const compare = (a: Heard, b: Heard, same: boolean): void => {
    trials.push({ ratio: oneVoice(a, b, model), cosine: cosineOf(a, b, bank), same });
  };
  halves.forEach(([first, second], at) => {
    compare(first, second, true);
    for (const [other] of halves.slice(at + 1)) compare(first, other, false);
  });
  const rangeOf = (same: boolean): Range | null =>
    rangeOfSorted(
      trials
        .filter((trial) => trial.same === same)
        .map(({ cosine }) => cosine)
        .sort((a, b) => a - b),
    );
  return { ...fitted(trials), halves: rangeOf(true), people: rangeOf(false) };
}

/** Two named voices of the bank. */
export interface VoicePair extends VoiceLikeness {
  readonly first: string;
  readonly second: string;
}

/** The pairs of characters that are at least so likely one person, the likeliest first. */
export function likelyPairs(bank: VoiceBank, scale: SameVoiceScale, least: number): VoicePair[] {
  const model = modelOf(bank, bank.dimension);
  const heard = bank.characters.map((_, at) => heardOfCharacter(bank, at));
  const prior = SECOND_NAME / Math.max(1, heard.filter(({ precision }) => precision > 0).length - 1);
  const pairs: VoicePair[] = [];
  heard.forEach((a, at) => {
    if (a.precision === 0) return;
    for (let other = at + 1; other < heard.length; other += 1) {
      const b = heard[other] as Heard;
      if (b.precision === 0) continue;
      const odds = Math.log(prior / (1 - prior)) + calibrated(oneVoice(a, b, model), scale);
      const probability = 1 / (1 + Math.exp(-odds));
      if (probability < least) continue;
      pairs.push({
        first: bank.characters[at]?.name ?? '',
        second: bank.characters[other]?.name ?? '',
        probability,
        similarity: cosineOf(a, b, bank),
      });
    }
  });
  return pairs.sort((a, b) => b.probability - a.probability || b.similarity - a.similarity);
}

/** A character that a voice may be. */
export interface VoiceCandidate extends VoiceLikeness {
  readonly character: string;
}

/** Who of the cast a voice without a name may be, at least so likely, the likeliest first; it is one of them or nobody. */
export function likelyNames(
  voice: readonly VoiceUtterance[],
  bank: VoiceBank,
  scale: SameVoiceScale,
  least: number,
): VoiceCandidate[] {
  const model = modelOf(bank, bank.dimension);
  const heard = heardOf(voice, bank);
  if (heard === null) return [];
  const cast = bank.characters
    .map(({ name }, at) => ({ name, heard: heardOfCharacter(bank, at) }))
    .filter((one) => one.heard.precision > 0);
  if (cast.length === 0) return [];
  const each = Math.log(ONE_OF_THE_CAST / cast.length);
  const odds = cast.map((one) => each + calibrated(oneVoice(heard, one.heard, model), scale));
  const nobody = Math.log(1 - ONE_OF_THE_CAST);
  const highest = Math.max(nobody, ...odds);
  const total = odds.reduce((sum, value) => sum + Math.exp(value - highest), Math.exp(nobody - highest));
  return cast
    .map((one, at) => ({
      character: one.name,
      probability: Math.exp((odds[at] ?? nobody) - highest) / total,
      similarity: cosineOf(heard, one.heard, bank),
    }))
    .filter(({ probability }) => probability >= least)
    .sort((a, b) => b.probability - a.probability);
}

const calibrated = (ratio: number, { slope, offset }: SameVoiceScale): number => slope * ratio + offset;

/** Both kinds of trials weigh the same, as if each were as likely; a small cast stays near what is believed before. */
function fitted(trials: readonly { ratio: number; same: boolean }[]): { slope: number; offset: number } {
  const count = { same: 0, apart: 0 };
  for (const { same } of trials) count[same ? 'same' : 'apart'] += 1;
  const cost = ([logSlope = 0, offset = 0]: readonly number[]): number =>
    trials.reduce(
      (sum, { ratio, same }) => {
        const odds = Math.exp(logSlope) * ratio + offset;
        // The voices count, not the pairs: each has many of these.
        const weight = same ? 1 : count.same / Math.max(1, count.apart);
        const right = 1 / (1 + Math.exp(same ? -odds : odds));
        return sum - weight * Math.log((1 - MISTAKEN) * right + MISTAKEN * (1 - right));
      },
      (logSlope / PRIOR_WIDTH.slope) ** 2 / 2 + (offset / PRIOR_WIDTH.offset) ** 2 / 2,
    );
  const [logSlope = 0, offset = 0] = minimise(cost, [0, 0], [0.3, 1]);
  return { slope: Math.exp(logSlope), offset };
}

const rangeOfSorted = (values: readonly number[]): Range | null => {
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? 0;
  return values.length < 3 ? null : { low: at(0.1), middle: at(0.5), high: at(0.9) };
};

function halvesOf(utterances: readonly VoiceUtterance[], bank: VoiceBank): [Heard, Heard][] {
  const byCharacter = Map.groupBy(
    utterances.filter(({ id, embedding }) => embedding !== null && bank.members[id] !== undefined),
    ({ id }) => bank.members[id]?.[0] ?? -1,
  );
  const found = [...byCharacter]
    .sort(([a], [b]) => a - b)
    .flatMap(([, own]): [Heard, Heard][] => {
      const sorted = [...own].sort((a, b) => (a.id < b.id ? -1 : 1));
      const episodes = [...new Set(sorted.map(({ episode }) => episode))].sort();
      const apart = (isFirst: (utterance: VoiceUtterance, at: number) => boolean) =>
        [sorted.filter(isFirst), sorted.filter((each, at) => !isFirst(each, at))] as const;
      const ways = [
        apart(({ episode }) => episodes.indexOf(episode) % 2 === 0),
        apart((_, at) => at % 2 === 0),
      ];
      const halves = ways.find((way) => way.every(({ length }) => length >= LEAST_HALF));
      const [first, second] = halves?.map((half) => heardOf(half, bank)) ?? [];
      return first && second ? [[first, second]] : [];
    });
  const step = Math.max(1, found.length / MOST_HALVES);
  return found.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

/** Measured from the mean of all voices, as the model wants it; null where nothing of it can be heard. */
function heardOf(voice: readonly VoiceUtterance[], bank: VoiceBank): Heard | null {
  const { dimension, mean, noise } = bank;
  const transform = bank.transform === null ? null : Float64Array.from(bank.transform);
  const sum = new Float64Array(dimension);
  let precision = 0;
  for (const { id, embedding, durationSamples } of voice) {
    const vector = embedding && unit(embedding);
    if (!vector || vector.length !== dimension) continue;
    const seconds = Math.max(0.25, durationSamples / SAMPLE_RATE);
    const own = bank.members[id]?.[2] ?? 1 / noiseVariance(noise, seconds);
    const placed = transformed(vector, dimension, transform);
    for (let d = 0; d < dimension; d += 1) sum[d]! += own * (placed[d]! - mean[d]!);
    precision += own;
  }
  return precision === 0 ? null : { sum, precision };
}

function heardOfCharacter(bank: VoiceBank, at: number): Heard {
  const sum = new Float64Array(bank.dimension);
  let precision = 0;
  for (const prototype of bank.characters[at]?.prototypes ?? []) {
    precision += prototype.precision;
    for (let d = 0; d < sum.length; d += 1)
      sum[d]! += prototype.sum[d]! - prototype.precision * bank.mean[d]!;
  }
  return { sum, precision };
}

/** Of the middles themselves, not of how they differ from the mean of all: that is what people compare. */
function cosineOf(a: Heard, b: Heard, { mean }: VoiceBank): number {
  const middle = ({ sum, precision }: Heard): Float64Array =>
    sum.map((value, d) => value / precision + mean[d]!);
  const [first, second] = [middle(a), middle(b)];
  const length = Math.sqrt(dot(first, first) * dot(second, second));
  return length === 0 ? 0 : dot(first, second) / length;
}
