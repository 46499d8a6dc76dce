import type { ReadableDatabase, WritableDatabase } from './database.ts';

/**
 * The character table of a series as JSON, or null before the first run.
 * Its shape belongs to `main/model/characters.ts`; callers validate it there.
 */
export function getSeriesCharacters(database: ReadableDatabase, series: string): string | null {
  const row = database.prepare('SELECT characters FROM series WHERE name = ?').get(series) as
    | { characters: string }
    | undefined;
  return row?.characters ?? null;
}

export function putSeriesCharacters(database: WritableDatabase, series: string, characters: string): void {
  database
    .prepare(
      `INSERT INTO series (name, characters) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET characters = excluded.characters`,
    )
    .run(series, characters);
}

/** The voice bank of a series as JSON, or null where nobody was enrolled yet. */
export function getSeriesVoices(database: ReadableDatabase, series: string): string | null {
  const row = database.prepare('SELECT voices FROM series WHERE name = ?').get(series) as
    | { voices: string | null }
    | undefined;
  return row?.voices ?? null;
}

export function putSeriesVoices(database: WritableDatabase, series: string, voices: string): void {
  database.prepare('UPDATE series SET voices = ? WHERE name = ?').run(voices, series);
}
