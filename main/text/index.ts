export { type DecodedText, decodeText } from './encoding.ts';
export { correct, type LabelCount, resolveCharacters } from './names.ts';
export { isFiller, wordsOf } from './normalise.ts';
export { readScript } from './script.ts';
export { speakerFinder, speakerName, speakerOf } from './speakers.ts';
export { readSubtitles, readSubtitleText } from './subtitles.ts';
