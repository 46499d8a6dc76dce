export {
  type ClipFacts,
  type ClipOptions,
  type ClipRequest,
  type CutClips,
  clipOptions,
  PLAIN_CLIPS,
} from './clip-options.ts';
export { type CutTools, clipRate, decodeSamples, writeClips } from './cut.ts';
export type { DatasetEpisode, Decision } from './dataset.ts';
export { type ClipEnhancer, type EnhancedClips, enhanceClips, LEAST_LIKENESS } from './enhance.ts';
export { ENHANCER_RATE } from './enhance-regions.ts';
export { type Estimate, estimateExport } from './estimate.ts';
export type { Format } from './format.ts';
export { GateTally, limitInWords } from './gate-costs.ts';
export type { OpenSound, Sound } from './leaks.ts';
export { EXPORT_FORMATS, type ExportFormat, exportFormat } from './manifest.ts';
export type { OpenSamples } from './open-samples.ts';
export { temporaryFolder } from './place.ts';
export { openRecipe, type Recipe, type RecipeEpisode } from './recipe.ts';
export { FORMATS } from './registry.ts';
export {
  type Reason,
  reasonsToLeaveOut,
  reasonToLeaveOut,
  ruleToLeaveOut,
  type Selection,
} from './selection.ts';
export { DEFAULT_SHARES, SPLIT_GROUPS, type SplitGroup, type SplitPlan } from './splits.ts';
export { type Finding, type VerifyResult, verifyDataset } from './verify.ts';
export { type ExportRequest, type ExportResult, writeDataset } from './write.ts';
