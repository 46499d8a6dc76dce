export { centroidOf, compareVoice, type VoiceComparison } from './acoustic.ts';
export { type Authorship, type CharacterLine, LEAST_LINES, learnAuthorship } from './authorship.ts';
export { type Fluency, measureFluency } from './fluency.ts';
export { HELD_OUT_SHARE, heldOutEpisodes } from './held-out.ts';
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
