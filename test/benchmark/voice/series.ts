import type { SpeechActivity } from '../../../main/model/index.ts';
import { measureQuality } from '../../../main/speech/index.ts';
import {
  clusterUnnamed,
  embedClips,
  enrol,
  joinWitnesses,
  SOMEONE_NEW,
  scoreUtterances,
  type VoiceBank,
  type VoiceOptions,
  type VoiceUtterance,
} from '../../../main/voice/index.ts';
import type { SoundJudge, SpeakerEncoder } from '../../../native-models/index.ts';
import type { MadeUtterance } from './corpus.ts';
import { areaUnderCurve, averagePrecision, calibrationError, purity, type Scored, share } from './metrics.ts';

/** An utterance as the voice room sees it, with the truth beside it. */
export interface Embedded {
  readonly voice: string;
  readonly swapped: boolean;
  readonly utterance: VoiceUtterance;
}

/** How sure a made-up alignment says it is of its labels: it knows nothing of the script's own errors. */
const ALIGNMENT = 0.98;

export async function embedSeries(
  encoder: SpeakerEncoder,
  ear: SoundJudge,
  made: readonly MadeUtterance[],
): Promise<Embedded[]> {
  const sounds = made.map(({ audio }) => audio);
  const clips = await embedClips(encoder, sounds);
  const judged = await ear.judge(sounds);
  return made.map(({ id, episode, label, voice, swapped, audio }, at) => ({
    voice,
    swapped,
    utterance: {
      id,
      episode,
      embedding: clips[at]!.embedding,
      durationSamples: clips[at]!.durationSamples,
      quality: measureQuality(audio, { start: 0, end: audio.length }, spokenThroughout(audio), {
        judgement: judged[at],
      }),
      overlapped: false,
      script: { character: label, probability: label === null ? 0 : ALIGNMENT },
      subtitle: null,
    },
  }));
}

/** The pieces are cut at pauses: nearly all of each is speech. */
const spokenThroughout = ({ length }: Float32Array): SpeechActivity => ({
  probabilities: new Float32Array(Math.ceil(length / 512)).fill(1),
  hop: 512,
  samples: length,
});

/** What one series gives; lists of several series are joined before they are summed up. */
export interface SeriesOutcome {
  readonly accuracy: number;
  /** By the probability that the label is wrong. */
  readonly labels: readonly Scored[];
  /** Unscripted utterances: whether the proposal is right, wrong or withheld. */
  readonly unscripted: readonly ('right' | 'wrong' | 'withheld')[];
  /** The joint answer (speaker, else proposal) of every utterance that has one. */
  readonly joint: readonly Scored[];
  /** The best character by the voice alone. */
  readonly alone: readonly Scored[];
  readonly conflicts: { readonly rightly: number; readonly wrongly: number };
  readonly bank: VoiceBank;
  readonly adapted: boolean;
}

export function runSeries(series: readonly Embedded[], options: Partial<VoiceOptions>): SeriesOutcome {
  const utterances = series.map(({ utterance }) => utterance);
  const bank = enrol(utterances, options);
  const scores = scoreUtterances(utterances, bank, options);
  const joined = joinWitnesses(utterances, scores, bank);
  const labels: Scored[] = [];
  const unscripted: SeriesOutcome['unscripted'][number][] = [];
  const joint: Scored[] = [];
  const alone: Scored[] = [];
  const conflicts = { rightly: 0, wrongly: 0 };
  series.forEach(({ voice, swapped, utterance }, at) => {
    const answer = joined[at]!;
    const best = scores.get(utterance.id)?.voice[0];
    if (best) alone.push({ score: best.probability, positive: best.character === voice });
    const named = answer.speaker ?? answer.proposal;
    if (named !== null) joint.push({ score: answer.confidence, positive: named === voice });
    if (utterance.script.character === null) {
      const withheld = answer.proposal === null || answer.proposal === SOMEONE_NEW;
      unscripted.push(withheld ? 'withheld' : answer.proposal === voice ? 'right' : 'wrong');
      return;
    }
    labels.push({ score: answer.mislabelProbability ?? 0, positive: swapped });
    if (answer.state === 'conflict') conflicts[swapped ? 'rightly' : 'wrongly'] += 1;
  });
  return {
    accuracy: share(alone, ({ positive }) => positive),
    labels,
    unscripted,
    joint,
    alone,
    conflicts,
    bank,
    adapted: bank.report.adaptation.used,
  };
}

/** The figures of several series: means of what is a curve in each, pooled where single utterances are counted. */
export function summarise(outcomes: readonly SeriesOutcome[]) {
  const joint = outcomes.flatMap((outcome) => outcome.joint);
  const alone = outcomes.flatMap((outcome) => outcome.alone);
  const unscripted = outcomes.flatMap((outcome) => outcome.unscripted);
  const mean = (of: (outcome: SeriesOutcome) => number) =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
  const sure = (all: readonly Scored[]) => all.filter(({ score }) => score >= 0.95);
  const point = (outcome: SeriesOutcome) => outcome.bank.report.operatingPoints[0]!;
  return {
    series: outcomes.length,
    utterances: alone.length,
    voiceAccuracy: mean(({ accuracy }) => accuracy),
    labelErrorArea: mean(({ labels }) => areaUnderCurve(labels)),
    labelErrorPrecision: mean(({ labels }) => averagePrecision(labels)),
    worstLabelErrorPrecision: Math.min(...outcomes.map(({ labels }) => averagePrecision(labels))),
    unscriptedRight: share(unscripted, (fate) => fate === 'right'),
    unscriptedWrong: share(unscripted, (fate) => fate === 'wrong'),
    sureShare: sure(joint).length / joint.length,
    sureRight: share(sure(joint), ({ positive }) => positive),
    calibrationError: calibrationError(joint),
    sureShareOfVoice: sure(alone).length / alone.length,
    sureRightOfVoice: share(sure(alone), ({ positive }) => positive),
    calibrationErrorOfVoice: calibrationError(alone),
    conflictsRightly: outcomes.reduce((sum, { conflicts }) => sum + conflicts.rightly, 0),
    conflictsWrongly: outcomes.reduce((sum, { conflicts }) => sum + conflicts.wrongly, 0),
    falseAccepts: mean((outcome) => point(outcome).falseAccepts),
    falseRejects: mean((outcome) => point(outcome).falseRejects),
    adapted: share(outcomes, ({ adapted }) => adapted),
  };
}

/** The series without any label of some voices, as if the script had never named them. */
function withoutLabelsOf(series: readonly Embedded[], hidden: ReadonlySet<string>): Embedded[] {
  return series.map((own) => {
    const { character } = own.utterance.script;
    const hides = hidden.has(own.voice) || (character !== null && hidden.has(character));
    if (!hides) return own;
    return { ...own, utterance: { ...own.utterance, script: { character: null, probability: 0 } } };
  });
}

/** Hides each voice in turn: how often it is called somebody new, and how often it is given a name. */
export function hideEachVoice(series: readonly Embedded[]) {
  const voices = [...new Set(series.map(({ voice }) => voice))].sort();
  let [hiddenCount, calledNew, named, surelyNamed, others, othersCalledNew] = [0, 0, 0, 0, 0, 0];
  for (const hidden of voices) {
    const known = withoutLabelsOf(series, new Set([hidden]));
    const utterances = known.map(({ utterance }) => utterance);
    const scores = scoreUtterances(utterances, enrol(utterances));
    for (const { voice, utterance } of known) {
      const score = scores.get(utterance.id);
      if (!score) continue;
      const isNew = score.decision.kind === 'stranger';
      if (voice === hidden) {
        hiddenCount += 1;
        if (isNew) calledNew += 1;
        if (score.decision.kind === 'named') named += 1;
        if ((score.voice[0]?.probability ?? 0) >= 0.95) surelyNamed += 1;
      } else {
        others += 1;
        if (isNew) othersCalledNew += 1;
      }
    }
  }
  return {
    calledNew: calledNew / hiddenCount,
    named: named / hiddenCount,
    surelyNamed: surelyNamed / hiddenCount,
    othersCalledNew: othersCalledNew / others,
  };
}

/** Clusters the utterances of `count` voices whose labels are all hidden. */
export function clusterHidden(series: readonly Embedded[], count: number) {
  const voices = [...new Set(series.map(({ voice }) => voice))].sort();
  const hidden = new Set(voices.slice(0, count));
  const known = withoutLabelsOf(series, hidden);
  const bank = enrol(known.map(({ utterance }) => utterance));
  const voiceOf = new Map(known.map(({ voice, utterance }) => [utterance.id, voice]));
  const unnamed = known.filter(({ voice }) => hidden.has(voice)).map(({ utterance }) => utterance);
  const clusters = clusterUnnamed(unnamed, bank).map(({ members }) => members.map((id) => voiceOf.get(id)!));
  const inLargest = clusters.slice(0, count).reduce((sum, { length }) => sum + length, 0);
  return {
    voices: count,
    clusters: clusters.length,
    purity: purity(clusters),
    inLargest: inLargest / unnamed.length,
  };
}
