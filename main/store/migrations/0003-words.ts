import type { Migration } from './migration.ts';

/** What is known of an utterance's words: their language, and whether the sound says them. Both JSON. */
export const words: Migration = {
  version: 3,
  up: `
    ALTER TABLE utterance ADD COLUMN language TEXT;
    ALTER TABLE utterance ADD COLUMN transcript TEXT;
  `,
};
