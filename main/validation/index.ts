export * from './language.ts';
export * from './language-names.ts';
export { loadLetterEvidence } from './letters.ts';
export { countNuclei, type HeardTracks } from './nuclei.ts';
export { syllablesOf } from './syllables.ts';
export { type MeasuredItem, measureItem, type TranscriptItem } from './transcript-items.ts';
export { checkTranscript, learnTranscripts, type TranscriptModel } from './transcripts.ts';
export { compareRecognition } from './words.ts';
