import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  backUpOnSchedule,
  backupsPath,
  canonicalDump,
  checkDatabase,
  databasePath,
  listBackups,
  listUtterances,
  makeBackup,
  openDatabase,
  putUtterances,
  removeUnfinishedBackups,
  removeUtterances,
  restoreBackup,
} from '../../main/store/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';

const newProject = () => {
  const project = join(temporaryFolder(), 'p.rolecall');
  const database = openDatabase(project, { create: true });
  addEpisode(database, 'e1');
  putUtterances(database, [makeUtterance({ id: 'a' }), makeUtterance({ id: 'b', text: 'Not so far.' })]);
  return { project, database };
};

it('a backup made while the database is in use brings everything back, and the old one is set aside', async () => {
  const { project, database } = newProject();
  const before = [...canonicalDump(database)];
  await makeBackup(database, project);
  removeUtterances(database, ['a', 'b']);
  database.close();
  const { setAside } = restoreBackup(project);
  expect(existsSync(String(setAside))).toBe(true);
  const restored = openDatabase(project);
  expect([...canonicalDump(restored)]).toEqual(before);
  expect(checkDatabase(restored)).toEqual([]);
  restored.close();
});

it('of several backups the newest sound one is taken', async () => {
  const { project, database } = newProject();
  const sound = await makeBackup(database, project);
  utimesSync(sound.file, new Date(0), new Date(0));
  database.close();
  writeFileSync(join(backupsPath(project), '2999-01-01T00-00-00-000Z-scheduled.db'), 'no database');
  writeFileSync(databasePath(project), 'damaged');
  expect(restoreBackup(project).restored).toBe(sound.file);
  const restored = openDatabase(project);
  expect(listUtterances(restored, 'e1')).toHaveLength(2);
  restored.close();
});

it('a damaged backup is refused, and the project stays as it is', async () => {
  const { project, database } = newProject();
  database.close();
  const bytes = readFileSync(databasePath(project));
  mkdirSync(backupsPath(project));
  const file = join(backupsPath(project), 'x.db');
  writeFileSync(file, bytes.subarray(0, 5000));
  expect(() => restoreBackup(project, file)).toThrow('No backup is sound');
  expect(() => restoreBackup(project, join(project, 'none.db'))).toThrow('no such backup');
  expect(readFileSync(databasePath(project))).toEqual(bytes);
});

it('the schedule makes one at first, none soon after, and one when the clock was set back', async () => {
  const { project, database } = newProject();
  const first = await backUpOnSchedule(database, project);
  expect(first).not.toBeNull();
  expect(await backUpOnSchedule(database, project)).toBeNull();
  const future = new Date(Date.now() + 86_400_000);
  utimesSync(String(first?.file), future, future);
  expect(await backUpOnSchedule(database, project)).not.toBeNull();
  expect(listBackups(project)).toHaveLength(2);
  writeFileSync(join(backupsPath(project), 'y.db.part'), '');
  removeUnfinishedBackups(project);
  expect(readdirSync(backupsPath(project)).filter((name) => name.includes('.part'))).toEqual([]);
  database.close();
});
