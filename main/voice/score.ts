import { type CharacterProbability, RolecallError, SAMPLE_RATE } from '../model/index.ts';
import { transformed } from './adaptation.ts';
import type { VoiceBank } from './bank.ts';
import { posterior } from './calibration.ts';
import type { VoiceOptions, VoiceUtterance } from './types.ts';
import { DEFAULT_OPTIONS } from './types.ts';
import type { Contribution, Voices } from './voices.ts';
import { makeScorer } from './voices.ts';

/** What the voice says of one utterance. */
export type VoiceDecision =
  | { readonly kind: 'named'; readonly character: string }
  /** A voice that is not in the bank. */
  | { readonly kind: 'stranger' }
  /** Nothing is probable enough. */
  | { readonly kind: 'abstains' };

export interface VoiceScore {
  readonly id: string;
  /** In the order of the bank's characters, then "someone else"; sums to 1. */
  readonly probabilities: Float64Array;
  /** Best first, "someone else" left out; those under one in a thousand too. */
  readonly voice: readonly CharacterProbability[];
  /** Probability of somebody who is not in the bank. */
  readonly stranger: number;
  /** Probability of the best answer less that of the runner-up, "someone else" included. */
  readonly margin: number;
  readonly decision: VoiceDecision;
}

/**
 * Scores utterances against the bank by the voice alone: no utterance against itself, however it is labelled.
 * Those without a usable embedding are absent from the answer.
 *
 * @throws RolecallError where an embedding has another length than the bank's
 */
export function scoreUtterances(
  utterances: readonly VoiceUtterance[],
  bank: VoiceBank,
  options: Partial<VoiceOptions> = {},
): Map<string, VoiceScore> {
  const { least } = { ...DEFAULT_OPTIONS, ...options };
  const result = new Map<string, VoiceScore>();
  if (bank.characters.length === 0) return result;
  const score = makeScorer(voicesOf(bank));
  const size = bank.characters.length + 1;
  const logPriors = Float64Array.from(bank.priors, Math.log);
  const row = new Float64Array(size);
  const transform = bank.transform === null ? null : Float64Array.from(bank.transform);
  for (const { id, embedding, durationSamples } of utterances) {
    if (embedding === null) continue;
    const vector = unit(embedding);
    if (vector === null) continue;
    if (vector.length !== bank.dimension) throw otherLength(id, vector.length, bank.dimension);
    const member = bank.members[id];
    const own: Contribution | undefined = member && {
      character: member[0],
      prototype: member[1],
      precision: member[2],
    };
    const seconds = Math.max(0.25, durationSamples / SAMPLE_RATE);
    score(transformed(vector, bank.dimension, transform), 0, seconds, own, row, 0);
    const probabilities = new Float64Array(size);
    posterior(row, 0, seconds, logPriors, bank.calibration, probabilities);
    result.set(id, decide(id, probabilities, bank, least));
  }
  return result;
}

function decide(id: string, probabilities: Float64Array, bank: VoiceBank, least: number): VoiceScore {
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
  const [first = 0, second = 0] = order;
  const stranger = bank.characters.length;
  const top = probabilities[first]!;
  return {
    id,
    probabilities,
    voice: order
      .filter((at) => at !== stranger && probabilities[at]! >= 0.001)
      .map((at) => ({ character: bank.characters[at]!.name, probability: Math.min(1, probabilities[at]!) })),
    stranger: probabilities[stranger]!,
    margin: order.length > 1 ? top - probabilities[second]! : top,
    decision:
      top < least
        ? { kind: 'abstains' }
        : first === stranger
          ? { kind: 'stranger' }
          : { kind: 'named', character: bank.characters[first]!.name },
  };
}

/** The bank's voices ready for scoring. */
export function voicesOf(bank: VoiceBank): Voices {
  return {
    dimension: bank.dimension,
    mean: Float64Array.from(bank.mean),
    noise: bank.noise,
    characters: bank.characters.map(({ prototypes }) =>
      prototypes.map(({ sum, precision }) => ({ sum: Float64Array.from(sum), precision })),
    ),
  };
}

/** A unit vector; null for zero or what is not finite. */
export function unit(embedding: Float32Array): Float32Array | null {
  let power = 0;
  for (const value of embedding) power += value * value;
  if (!Number.isFinite(power) || power <= 1e-12) return null;
  const scale = 1 / Math.sqrt(power);
  return embedding.map((value) => value * scale);
}

const otherLength = (id: string, length: number, expected: number): RolecallError =>
  new RolecallError({
    kind: 'internal',
    message: `The embedding of utterance ${id} has ${length} numbers, the voices of this series have ${expected}.`,
    remedy: 'Run the series again after the encoder was changed, so that its voices are learnt anew.',
  });
