import type { CharacterProbability, UtteranceState } from '../model/index.ts';
import type { VoiceBank } from './bank.ts';
import type { VoiceScore } from './score.ts';
import type { VoiceUtterance } from './types.ts';

export const SOMEONE_NEW = 'someone new';

export interface JoinedUtterance {
  readonly id: string;
  readonly speaker: string | null;
  readonly state: UtteranceState;
  /** Probability of `speaker`; of `proposal` where the speaker is null. */
  readonly confidence: number;
  /** What the voice alone says; best first. */
  readonly voice: readonly CharacterProbability[];
  /** Probability that the script's label is wrong, all witnesses heard; null without a label or a voice. */
  readonly mislabelProbability: number | null;
  /** Whom to ask a person about, where it is not `speaker`; null where nobody is probable enough. */
  readonly proposal: string | typeof SOMEONE_NEW | null;
}

export interface JoinOptions {
  /** Probability of a wrong label from which the voice openly contradicts the text; default 0.5. */
  readonly contradiction: number;
  /** Least joint probability of a proposal; default 0.5. */
  readonly least: number;
  /** How often a name that a subtitle gives is right; default 0.97. */
  readonly subtitleRight: number;
}

const DEFAULTS: JoinOptions = { contradiction: 0.5, least: 0.5, subtitleRight: 0.97 };

/**
 * Joins script, subtitle and voice into one posterior an utterance: Bayes, the witnesses independent given the
 * speaker, each with its own measured chance of being wrong. No witness overrules another in silence:
 *
 * - A text label that the voice contradicts, or script and subtitle that name different characters, are a
 *   `conflict`. The speaker stays what the script says (else the subtitle), with the joint probability of that,
 *   low as it is, as confidence; what the others say stands in `proposal` and `voice`.
 * - An utterance that no text names never gets a speaker from its voice alone: the speaker is null, the state
 *   `spoken-not-scripted`, and the voice's answer a proposal.
 * - What a person accepted or assigned stands.
 */
export function joinWitnesses(
  utterances: readonly VoiceUtterance[],
  scores: ReadonlyMap<string, VoiceScore>,
  bank: VoiceBank,
  options: Partial<JoinOptions> = {},
): JoinedUtterance[] {
  const chosen = { ...DEFAULTS, ...options };
  const names = bank.characters.map(({ name }) => name);
  const index = new Map(names.map((name, at) => [name, at]));
  return utterances.map((utterance) =>
    joinOne(utterance, scores.get(utterance.id), bank, names, index, chosen),
  );
}

function joinOne(
  utterance: VoiceUtterance,
  score: VoiceScore | undefined,
  bank: VoiceBank,
  bankNames: readonly string[],
  bankIndex: ReadonlyMap<string, number>,
  options: JoinOptions,
): JoinedUtterance {
  const { id, script, subtitle, overlapped } = utterance;
  const voice = score?.voice ?? [];
  // Two voices at once: the voice says little of either, and the text stands alone.
  const heard = overlapped ? undefined : score;
  const extra = [script.character, subtitle].filter(
    (name): name is string => name !== null && !bankIndex.has(name),
  );
  const names = [...bankNames, ...new Set(extra)];
  const odds = jointPosterior(utterance, heard, bank, names, options);
  const probabilityOf = (name: string) => odds[names.indexOf(name)] ?? 0;
  const bestAt = odds.indexOf(Math.max(...odds));
  const best = bestAt === names.length ? SOMEONE_NEW : (names[bestAt] ?? null);
  const label = script.character;
  const mislabelProbability = label !== null && heard !== undefined ? clamp(1 - probabilityOf(label)) : null;
  const answer = (
    speaker: string | null,
    state: UtteranceState,
    proposal: string | null = null,
  ): JoinedUtterance => ({
    id,
    speaker,
    state,
    confidence: clamp(
      speaker !== null ? probabilityOf(speaker) : proposal !== null ? (odds[bestAt] ?? 0) : 0,
    ),
    voice,
    mislabelProbability,
    proposal,
  });
  const reviewed = reviewedAs(utterance);
  if (reviewed !== undefined) {
    const state = overlapped ? 'overlap' : label === null ? 'spoken-not-scripted' : 'matched';
    return { ...answer(reviewed, state), confidence: reviewed === null ? 0 : 1 };
  }
  const named = label ?? subtitle;
  if (overlapped) return answer(named, 'overlap');
  const proposal = (odds[bestAt] ?? 0) >= options.least ? best : null;
  if (named === null) return answer(null, 'spoken-not-scripted', heard ? proposal : null);
  const textsDiffer = label !== null && subtitle !== null && label !== subtitle;
  const contradicted = heard !== undefined && 1 - probabilityOf(named) >= options.contradiction;
  if (textsDiffer || contradicted) {
    const other = proposal !== named ? proposal : textsDiffer ? subtitle : null;
    return answer(named, 'conflict', other);
  }
  return answer(named, label === null ? 'spoken-not-scripted' : 'matched');
}

/** The character that a person decided on; undefined where nobody did. */
function reviewedAs({ review }: VoiceUtterance): string | null | undefined {
  return review?.state === 'accepted' || review?.state === 'edited' ? review.character : undefined;
}

/** Probabilities of `names`, then of someone new. */
function jointPosterior(
  { script, subtitle }: VoiceUtterance,
  score: VoiceScore | undefined,
  bank: VoiceBank,
  names: readonly string[],
  { subtitleRight }: JoinOptions,
): number[] {
  const known = bank.characters.length;
  const strangers = bank.priors[known] ?? 0.03;
  // Who a text names without having enrolled shares what is kept for strangers: his voice is not known either.
  const unknown = names.length - known + 1;
  const prior = [
    ...names.map((_, at) => (at < known ? bank.priors[at]! : strangers / unknown)),
    strangers / unknown,
  ];
  const likelihood = prior.map((_, at) => {
    if (!score) return 1;
    const from = at < known ? at : known;
    return Math.max(1e-9, score.probabilities[from]! / Math.max(1e-9, bank.priors[from]!));
  });
  const logs = prior.map((share, at) => Math.log(Math.max(1e-12, share)) + Math.log(likelihood[at]!));
  // What a text says is a posterior already; divided by the prior it is evidence that can be multiplied.
  const hear = (name: string | null, right: number) => {
    const said = name === null ? -1 : names.indexOf(name);
    if (said < 0) return;
    const doubt = Math.max(0.001, 1 - right);
    const share = Math.min(0.999, Math.max(1e-6, prior[said]!));
    logs.forEach((_, at) => {
      logs[at]! += at === said ? Math.log((1 - doubt) / share) : Math.log(doubt / (1 - share));
    });
  };
  // The series' measured share of wrong labels is the least doubt: an alignment can be sure of a script that errs.
  hear(script.character, Math.min(script.probability, 1 - bank.calibration.labelNoise));
  hear(subtitle, subtitleRight);
  const highest = Math.max(...logs);
  const weights = logs.map((value) => Math.exp(value - highest));
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.map((value) => value / total);
}

const clamp = (value: number): number => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
