export { type DecodedText, decodeText } from './encoding.ts';
export { readScript } from './script.ts';
export { readSubtitles, readSubtitleText } from './subtitles.ts';
