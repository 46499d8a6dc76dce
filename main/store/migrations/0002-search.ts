import type { Migration } from './migration.ts';

/**
 * Full-text search, and the indexes that keep a page of any filter quick at a million utterances. Utterances get
 * a number of their own: the search refers to it, and SQLite's implicit row numbers change when a file is vacuumed.
 */
export const search: Migration = {
  version: 2,
  up: `
    CREATE TABLE utterance_2 (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
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
    INSERT INTO utterance_2 (id, episode, start, end, text, speaker, state, review, confidence, witnesses,
      mislabel_probability, quality, cue, part, scene, reason)
    SELECT id, episode, start, end, text, speaker, state, review, confidence, witnesses,
      mislabel_probability, quality, cue, part, scene, reason
    FROM utterance ORDER BY episode, start, id;
    DROP TABLE utterance;
    ALTER TABLE utterance_2 RENAME TO utterance;
    CREATE INDEX utterance_in_order ON utterance (episode, start, id);
    CREATE INDEX utterance_reviews ON utterance (episode, review);
    CREATE INDEX utterance_by_speaker ON utterance (speaker, episode, start, id);
    CREATE INDEX utterance_by_state ON utterance (state, episode, start, id);
    CREATE INDEX utterance_by_review ON utterance (review, episode, start, id);
    CREATE INDEX utterance_by_speaker_and_state ON utterance (speaker, state, episode, start, id);

    CREATE VIRTUAL TABLE utterance_text USING fts5(
      text, content = 'utterance', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
    );
    INSERT INTO utterance_text (utterance_text) VALUES ('rebuild');
    CREATE TRIGGER utterance_text_added AFTER INSERT ON utterance BEGIN
      INSERT INTO utterance_text (rowid, text) VALUES (new.number, new.text);
    END;
    CREATE TRIGGER utterance_text_removed AFTER DELETE ON utterance BEGIN
      INSERT INTO utterance_text (utterance_text, rowid, text) VALUES ('delete', old.number, old.text);
    END;
    CREATE TRIGGER utterance_text_changed AFTER UPDATE OF text ON utterance WHEN old.text <> new.text BEGIN
      INSERT INTO utterance_text (utterance_text, rowid, text) VALUES ('delete', old.number, old.text);
      INSERT INTO utterance_text (rowid, text) VALUES (new.number, new.text);
    END;
  `,
};
