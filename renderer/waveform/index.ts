export { snapToSpeech } from './snap.ts';
export * from './sound-stage.tsx';
export type { WaveformSpan } from './view.ts';
