export { type DecodeOptions, type DecodeOutcome, decode, truncatedError } from './decode.ts';
export { PartFile } from './part-file.ts';
export { PcmReader, PcmWriter, toFloat } from './pcm-file.ts';
export { PEAKS_PER_SECOND, PeakBuilder } from './peaks.ts';
export { type AudioStream, chooseAudio, type MediaInfo, probe, type SubtitleStream } from './probe.ts';
export { findTools, type Tool, type Tools } from './tools.ts';
