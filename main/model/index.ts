export * from './errors.ts';
export * from './text.ts';
export * from './time.ts';
export * from './utterance.ts';
