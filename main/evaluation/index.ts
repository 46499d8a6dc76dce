export { isLoopback, type ModelAddress, modelAddress } from '../network/index.ts';
export { centroidOf, compareVoice, type VoiceComparison } from './acoustic.ts';
export { type LoadedAnswers, type LoadedTestSet, loadAnswers, loadTestSet } from './answers.ts';
export { type Authorship, type CharacterLine, LEAST_LINES, learnAuthorship } from './authorship.ts';
export { type CollectOptions, type CollectReport, collectAnswers } from './collect.ts';
export { type Fluency, measureFluency } from './fluency.ts';
export { HELD_OUT_SHARE, heldOutEpisodes } from './held-out.ts';
export { type JudgedSystem, judgeSystems, RUBRIC, readVerdict } from './judge.ts';
export { type EmbeddedSound, reportHtml } from './report.ts';
export { CEILING, type HeardAnswer, type HeardClip, type ScoredSystem, scoreEvaluation } from './score.ts';
export type { Evaluation, Judgement, RecognisedAnswer, Recognising, SystemScore } from './scores.ts';
export {
  areaUnderCurve,
  bootstrapGroups,
  bootstrapMean,
  comparePaired,
  type Estimate,
  groupOfValues,
  type PairedComparison,
  seededRandom,
  shuffled,
} from './statistics.ts';
export {
  type EvaluationLine,
  type NeededClip,
  prepareTestSet,
  TEST_SET_FILE,
  type TestSet,
} from './test-set.ts';
export { samplesOfWav, sniffAudio } from './wav.ts';
