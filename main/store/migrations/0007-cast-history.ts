import type { Migration } from './migration.ts';

/**
 * What was decided about the cast of a series, row by row as the edits of episodes are, so that all of it can be
 * undone and redone. What the setting of before held moves over; what stood after those decisions was not kept.
 */
export const castHistory: Migration = {
  version: 7,
  up: `
    CREATE TABLE cast_edit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      series TEXT NOT NULL,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      sentence TEXT NOT NULL,
      before TEXT NOT NULL,
      after TEXT,
      replaced TEXT,
      given TEXT,
      undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
    ) STRICT;
    CREATE INDEX cast_edit_of_series ON cast_edit (series, undone, id);

    INSERT INTO cast_edit (series, at, who, sentence, before, replaced, given)
    SELECT
      json_extract(old.value, '$.series'),
      json_extract(old.value, '$.at'),
      'curator',
      json_extract(old.value, '$.sentence'),
      json_object(
        'table', json_extract(old.value, '$.tableBefore'),
        'keys', json((
          SELECT keys.value FROM json_each(coalesce(json_extract(old.value, '$.keysBefore'), '{}')) AS keys
          WHERE keys.key = json_extract(old.value, '$.series')
        ))
      ),
      json_extract(old.value, '$.replaced'),
      json_object(
        'to', NULL,
        'edits', coalesce(json_extract(old.value, '$.given'), json('[]')),
        'utterances', json('[]')
      )
    FROM setting, json_each(setting.value) AS old
    WHERE setting.key = 'characterEdits' AND json_valid(setting.value)
    ORDER BY CAST(old.key AS INTEGER);
    DELETE FROM setting WHERE key = 'characterEdits';
  `,
};
