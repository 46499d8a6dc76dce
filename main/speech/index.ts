export { type DetectOptions, detectSpeech, ROW_PLAN, type RowPlan, SpeechDetector } from './detect.ts';
export { decibelsOf, EnergyBuilder } from './energy.ts';
export { measureQuality } from './quality.ts';
export { type SegmentThresholds, SILERO_THRESHOLDS, segmentsFrom } from './segments.ts';
