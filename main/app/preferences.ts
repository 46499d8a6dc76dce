import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { type Preferences, preferences } from '../contract/index.ts';

const file = (): string => join(app.getPath('userData'), 'preferences.json');

/** What the person set on this machine; nothing where the file is missing or damaged. */
export function readPreferences(): Preferences {
  try {
    return preferences.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return { shortcuts: {} };
  }
}

export function writePreferences(wanted: Preferences): Preferences {
  mkdirSync(dirname(file()), { recursive: true });
  const beside = `${file()}.part`;
  writeFileSync(beside, JSON.stringify(wanted, null, 2));
  renameSync(beside, file());
  return wanted;
}
