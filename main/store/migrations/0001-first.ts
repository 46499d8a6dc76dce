import type { Migration } from './migration.ts';

/** The first schema: episodes, checkpoints, what the script says, utterances, edits, runs. */
export const first: Migration = {
  version: 1,
  up: `
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE series (
      name TEXT PRIMARY KEY,
      characters TEXT NOT NULL,
      voices TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE episode (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      series TEXT NOT NULL,
      media TEXT NOT NULL,
      media_size INTEGER,
      media_hash TEXT,
      subtitles TEXT,
      script TEXT,
      paired_by TEXT NOT NULL CHECK (paired_by IN ('scan', 'person')),
      status TEXT NOT NULL,
      warnings TEXT NOT NULL,
      failure TEXT,
      samples INTEGER,
      sync TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE checkpoint (
      episode TEXT NOT NULL REFERENCES episode(id) ON DELETE CASCADE,
      stage TEXT NOT NULL,
      input_key TEXT NOT NULL,
      finished_at TEXT NOT NULL,
      seconds REAL NOT NULL,
      PRIMARY KEY (episode, stage)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE scene (
      episode TEXT NOT NULL REFERENCES episode(id) ON DELETE CASCADE,
      scene INTEGER NOT NULL,
      heading TEXT NOT NULL,
      PRIMARY KEY (episode, scene)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE script_line (
      episode TEXT NOT NULL REFERENCES episode(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      speaker_label TEXT NOT NULL,
      text TEXT NOT NULL,
      scene INTEGER NOT NULL,
      source_line INTEGER NOT NULL,
      PRIMARY KEY (episode, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE utterance (
      id TEXT PRIMARY KEY,
      episode TEXT NOT NULL REFERENCES episode(id) ON DELETE CASCADE,
      start INTEGER NOT NULL CHECK (start >= 0),
      end INTEGER NOT NULL CHECK (end >= start),
      text TEXT NOT NULL,
      speaker TEXT,
      state TEXT NOT NULL,
      review TEXT NOT NULL,
      confidence REAL NOT NULL,
      witnesses TEXT NOT NULL,
      mislabel_probability REAL,
      quality TEXT,
      cue INTEGER,
      part INTEGER,
      scene INTEGER,
      reason TEXT
    ) STRICT;
    CREATE INDEX utterance_in_order ON utterance (episode, start, id);
    CREATE INDEX utterance_by_speaker ON utterance (speaker, episode);
    CREATE INDEX utterance_by_state ON utterance (state, episode);

    CREATE TABLE edit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      episode TEXT NOT NULL REFERENCES episode(id) ON DELETE CASCADE,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      sentence TEXT NOT NULL,
      before TEXT NOT NULL,
      after TEXT NOT NULL,
      undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
    ) STRICT;
    CREATE INDEX edit_of_episode ON edit (episode, undone, id);

    CREATE TABLE run_lock (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      process INTEGER NOT NULL,
      host TEXT NOT NULL,
      process_started TEXT NOT NULL,
      taken_at TEXT NOT NULL
    ) STRICT;
  `,
};
