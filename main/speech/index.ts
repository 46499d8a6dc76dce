export { type DetectOptions, SpeechDetector } from './detect.ts';
export { EnergyBuilder } from './energy.ts';
export { measureQuality } from './quality.ts';
export { DEFAULT_THRESHOLDS, type SegmentThresholds, segmentsFrom } from './segments.ts';
