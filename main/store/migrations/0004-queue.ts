import type { Migration } from './migration.ts';

/**
 * The queue of the batch: the order in which episodes are taken where somebody chose one, what is wished of the run
 * at work (to pause, to stop), a sign of life in its lock with how it is getting on, and what each episode was made
 * from, so that a later run can say what changed.
 */
export const queue: Migration = {
  version: 4,
  up: `
    CREATE TABLE run_order (
      episode TEXT PRIMARY KEY REFERENCES episode(id) ON DELETE CASCADE,
      place REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_wish (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      wish TEXT NOT NULL CHECK (wish IN ('pause', 'cancel'))
    ) STRICT;

    ALTER TABLE run_lock ADD COLUMN beat INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE run_lock ADD COLUMN progress TEXT;

    CREATE TABLE made_from (
      episode TEXT PRIMARY KEY REFERENCES episode(id) ON DELETE CASCADE,
      inputs TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
