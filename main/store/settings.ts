import type { ReadableDatabase, WritableDatabase } from './database.ts';

export type SettingKey = 'library' | 'createdBy' | 'name';

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
