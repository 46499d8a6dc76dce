import { z } from 'zod';

/** A manner of speaking of one voice: the precision-weighted sum of the embeddings that define it. */
const prototype = z.object({
  sum: z.array(z.number()),
  /** Sum of the precisions; an utterance's precision is its weight divided by its noise variance. */
  precision: z.number().min(0),
});

const enrolledCharacter = z.object({
  name: z.string(),
  prototypes: z.array(prototype).min(1),
  /** Utterances that enrolled, after trimming. */
  utterances: z.number().int().min(0),
  /** Seconds of speech that enrolled. */
  seconds: z.number().min(0),
  /** Utterances whose label was trimmed as wrong. */
  trimmed: z.number().int().min(0),
});

/** What each embedding varies by; variances are of the whole vector, not of one dimension. */
const noiseModel = z.object({
  /** Variance of a long utterance around its voice's mean. */
  base: z.number().positive(),
  /** Added for each reciprocal second: short utterances vary more. */
  perReciprocalSecond: z.number().min(0),
  /** Variance of the voices' means around the mean of all. */
  between: z.number().positive(),
});

const calibration = z.object({
  /** Logarithm of the effective number of dimensions at 3 s. */
  scale: z.number(),
  /** How that grows with the logarithm of the duration. */
  slope: z.number(),
  /** Log-odds added to "someone else". */
  stranger: z.number(),
  /** Share of script labels taken to be wrong. */
  labelNoise: z.number().min(0).max(1),
});

/** Rates at one threshold of the probability, measured on held-out utterances. */
const operatingPoint = z.object({
  threshold: z.number(),
  /** Share of utterances of absent voices that were given a name. */
  falseAccepts: z.number(),
  /** Share of utterances that were not given their own name. */
  falseRejects: z.number(),
  /** Share of given names that were wrong (against the script's labels). */
  wrong: z.number(),
});

const adaptationReport = z.object({
  used: z.boolean(),
  /** Shrinkage towards no adaptation of the best candidate, 0 to 1. */
  shrinkage: z.number(),
  /** Held-out log-probability of the label, nats an utterance, without and with the best candidate. */
  without: z.number(),
  with: z.number(),
  /** Standard error of the difference. */
  standardError: z.number(),
});

/** The voices of a series. Plain JSON; read it back with {@link readBank}. */
export const voiceBank = z.object({
  version: z.literal(1),
  dimension: z.number().int().min(0),
  characters: z.array(enrolledCharacter),
  /** Mean of all voices, in the adapted space. */
  mean: z.array(z.number()),
  noise: noiseModel,
  calibration,
  /** Probability that a line is a character's, before it is heard; in the order of `characters`, then "someone else". */
  priors: z.array(z.number().positive()),
  /** Lower triangular matrix by rows that embeddings are multiplied by, or null without adaptation. */
  transform: z.array(z.number()).nullable(),
  /** What each enrolled utterance gave: an utterance is never scored against itself. */
  members: z.record(z.string(), z.tuple([z.number().int(), z.number().int(), z.number()])),
  report: z.object({
    labelled: z.number().int(),
    enrolled: z.number().int(),
    adaptation: adaptationReport,
    operatingPoints: z.array(operatingPoint),
  }),
});
export type VoiceBank = z.infer<typeof voiceBank>;
export type NoiseModel = z.infer<typeof noiseModel>;
export type Calibration = z.infer<typeof calibration>;
export type OperatingPoint = z.infer<typeof operatingPoint>;
export type AdaptationReport = z.infer<typeof adaptationReport>;

/** A bank from parsed JSON of an earlier run; null where it is none of ours (enrol anew then). */
export function readBank(value: unknown): VoiceBank | null {
  const read = voiceBank.safeParse(value);
  if (!read.success) return null;
  const { dimension, characters, mean, transform, priors } = read.data;
  const fits =
    mean.length === dimension &&
    priors.length === characters.length + 1 &&
    (transform === null || transform.length === dimension * dimension) &&
    characters.every(({ prototypes }) => prototypes.every(({ sum }) => sum.length === dimension));
  return fits ? read.data : null;
}
