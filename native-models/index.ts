export { usableProviders } from './detect-providers.ts';
export { InferenceHost, type InferenceOptions } from './inference-host.ts';
export { BUNDLED_MODELS, findModel, type ManifestEntry, type ModelKind } from './manifest.ts';
export { checkModelFile, modelPath, modelsDirectory } from './model-files.ts';
export * from './models.ts';
export { PROVIDERS, type Provider } from './provider-names.ts';
