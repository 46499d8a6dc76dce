export { CEPSTRUM_DIMENSION, CEPSTRUM_HOP, CepstrumBuilder } from './cepstra.ts';
export { type DetectOptions, detectSpeech, SpeechDetector } from './detect.ts';
export { decibelsOf, EnergyBuilder } from './energy.ts';
export { measureQuality } from './quality.ts';
export { type SegmentThresholds, SILERO_THRESHOLDS, segmentsFrom } from './segments.ts';
export { SPECTROGRAM_ROWS, spectrogram } from './spectrogram.ts';
