export { CEPSTRUM_DIMENSION, CEPSTRUM_HOP, CepstrumBuilder } from './cepstra.ts';
export { clippedShare } from './clipping.ts';
export { type DetectOptions, detectSpeech, SpeechDetector } from './detect.ts';
export { dropoutShare } from './dropouts.ts';
export { decibelsOf, EnergyBuilder } from './energy.ts';
export { measureQuality, type SoundEvidence } from './quality.ts';
export { type SegmentThresholds, SILERO_THRESHOLDS, segmentsFrom } from './segments.ts';
export { SPECTROGRAM_ROWS, spectrogram } from './spectrogram.ts';
