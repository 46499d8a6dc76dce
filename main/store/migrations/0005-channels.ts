import type { Migration } from './migration.ts';

/** Which channels of an episode's sound are heard, and by how much that raises the speech. JSON. */
export const channels: Migration = {
  version: 5,
  up: `
    ALTER TABLE episode ADD COLUMN channels TEXT;
  `,
};
