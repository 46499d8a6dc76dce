export * from './characters.ts';
export * from './episode.ts';
export * from './errors.ts';
export * from './review.ts';
export * from './text.ts';
export * from './time.ts';
export * from './utterance.ts';
export * from './worth.ts';
