export { playBytes } from './play-bytes.ts';
export { playOnce, stopCompared } from './play-once.ts';
export { SPEECH_HOP, snapToSpeech } from './snap.ts';
export * from './sound-stage.tsx';
export type { LoadSpectrogram } from './spectrogram.ts';
export type { TextLane } from './text-lanes.ts';
export type { WaveformSpan } from './view.ts';
