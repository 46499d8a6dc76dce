import type { ReadableDatabase, WritableDatabase } from './database.ts';

export type SettingKey =
  | 'library'
  | 'createdBy'
  | 'name'
  /** Id of the speaker encoder; the bundled one where absent. */
  | 'encoder'
  /** Languages that people expect in a series, JSON: codes by series. */
  | 'languages'
  /** The recogniser that checks texts, JSON; none where absent. */
  | 'recogniser'
  /** Number keys of the characters by series, JSON. */
  | 'characterKeys'
  /** What people said about characters beside their names, by series, JSON. */
  | 'castMarks'
  /** Blind audits with their answers, newest last, JSON. */
  | 'audits'
  /** What the export screen was set to last, JSON. */
  | 'export'
  /** How long a person worked and what they decided, JSON. */
  | 'measures';

export function getSetting(database: ReadableDatabase, key: SettingKey): string | null {
  const row = database.prepare('SELECT value FROM setting WHERE key = ?').get(key) as
    | { value: string }
    | undefined;
  return row?.value ?? null;
}

export function putSetting(database: WritableDatabase, key: SettingKey, value: string): void {
  database
    .prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, value);
}
