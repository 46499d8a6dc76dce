export * from './language.ts';
export * from './language-names.ts';
export { loadLetterEvidence } from './letters.ts';
