export { type DecodedText, decodeText } from './encoding.ts';
export {
  correct,
  type LabelCount,
  resolveCharacters,
  speakerFinder,
  speakerName,
  speakerOf,
} from './names.ts';
export { isFiller, wordsOf } from './normalise.ts';
export { readScript } from './script.ts';
export { readSubtitles, readSubtitleText } from './subtitles.ts';
