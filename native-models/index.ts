export { usableProviders, wishedProviders } from './detect-providers.ts';
export type { PullProgress } from './download.ts';
export { InferenceHost, type InferenceOptions } from './inference-host.ts';
export {
  BUNDLED_MODELS,
  findModel,
  KNOWN_MODELS,
  type ManifestEntry,
  type ModelKind,
  PULLED_MODELS,
} from './manifest.ts';
export {
  checkModelFile,
  isPulled,
  modelPath,
  modelsDirectory,
  pulledModelsDirectory,
  remedyFor,
  userFolder,
} from './model-files.ts';
export * from './models.ts';
export { PowerSpectra } from './power-spectra/index.ts';
export { PROVIDERS, type Provider } from './provider-names.ts';
export { type PullOptions, pullModel, takeModel } from './pull.ts';
export { sherpaCommand, sherpaModelIn } from './sherpa.ts';
