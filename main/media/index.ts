export { contentHash } from './content-hash.ts';
export { type DecodeOptions, type DecodeOutcome, decode, truncatedError } from './decode.ts';
export { decodeSpan } from './decode-span.ts';
export { type ExtractOptions, extractSubtitles } from './extract-subtitles.ts';
export { encodeFlac, writeFlac } from './flac.ts';
export { type DecodedFlac, decodeFlac } from './flac-decode.ts';
export { listLibraryFiles } from './library-files.ts';
export { type PairedEpisode, type Pairing, type PairingNote, pairLibrary } from './pairing.ts';
export { PartFile } from './part-file.ts';
export { PcmReader, PcmWriter, toFloat } from './pcm-file.ts';
export { PEAKS_PER_SECOND, PeakBuilder } from './peaks.ts';
export {
  type AudioStream,
  chooseAudio,
  type MediaInfo,
  type ProbeOptions,
  probe,
  type SubtitleStream,
} from './probe.ts';
export { runTool, wishedTimeLimit } from './tool-process.ts';
export { findTools, type Tool, type Tools } from './tools.ts';
export { plainWav, wavFile } from './wav.ts';
