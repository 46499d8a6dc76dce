import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  checkDatabase,
  databasePath,
  findUtterances,
  listBackups,
  listUtterances,
  openDatabase,
  putUtterances,
  removeUtterances,
} from '../../main/store/index.ts';
import { first } from '../../main/store/migrations/0001-first.ts';
import { databaseWith, makeUtterance, temporaryFolder } from '../helpers/project.ts';

const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id);

describe('finding utterances', () => {
  const database = () =>
    databaseWith([
      makeUtterance({ id: 'a', start: 1, text: 'Mind the third step.' }),
      makeUtterance({ id: 'b', start: 2, text: 'Café? "OR" NEAR(', speaker: 'Wick' }),
      makeUtterance({ id: 'c', start: 3, text: 'Three stepping stones.', state: 'conflict' }),
    ]);

  it.each([
    ['a word', { text: 'third' }, ['a']],
    ['the beginning of a word', { text: 'step' }, ['a', 'c']],
    ['a word that is finished', { text: 'step ' }, ['a']],
    ['all of several words', { text: 'third st' }, ['a']],
    ['without its accent', { text: 'cafe' }, ['b']],
    ['operators as words', { text: 'OR NEAR(' }, ['b']],
    ['nothing but signs', { text: '"*)(' }, []],
    ['a word of one speaker', { text: 'step', speaker: 'Wick' }, []],
    ['a state', { state: 'conflict' as const }, ['c']],
    ['a speaker and a state', { speaker: 'Orla', state: 'matched' as const }, ['a']],
    ['a review', { review: 'accepted' as const }, []],
    ['the page after', { after: { id: 'a' } }, ['b', 'c']],
    ['the page after in a search', { text: 'step', after: { id: 'a' } }, ['c']],
    ['one only', { limit: 1 }, ['a']],
  ])('by %s', (_title, query, found) => {
    expect(ids(findUtterances(database(), query))).toEqual(found);
  });

  it('follows edits, removals and upserts', () => {
    const changed = database();
    putUtterances(changed, [makeUtterance({ id: 'a', text: 'A lantern.' })]);
    removeUtterances(changed, ['c']);
    expect(ids(findUtterances(changed, { text: 'step' }))).toEqual([]);
    expect(ids(findUtterances(changed, { text: 'lantern' }))).toEqual(['a']);
    changed.prepare(`INSERT INTO utterance_text (utterance_text) VALUES ('integrity-check')`).run();
  });

  it('survives a file that was vacuumed', () => {
    const changed = database();
    removeUtterances(changed, ['a']);
    changed.exec('VACUUM');
    expect(ids(findUtterances(changed, { text: 'stepping' }))).toEqual(['c']);
  });
});

it('a database of version 1 is backed up, migrated and searchable', () => {
  const project = join(temporaryFolder(), 'old.rolecall');
  mkdirSync(dirname(databasePath(project)), { recursive: true });
  const old = new Database(databasePath(project));
  old.exec(first.up);
  old.pragma('user_version = 1');
  old.pragma(`application_id = ${0x5263616c}`);
  old.exec(`INSERT INTO episode (id, title, series, media, paired_by, status, warnings)
    VALUES ('e1', 'E', 'S', '/m', 'scan', 'done', '[]')`);
  old
    .prepare(`INSERT INTO utterance (id, episode, start, end, text, state, review, confidence, witnesses)
    VALUES (?, 'e1', 5, 9, 'An old lantern', 'matched', 'accepted', 0.1, '{"script":null,"subtitle":null,"voice":[]}')`)
    .run('u1');
  old.close();
  const database = openDatabase(project);
  expect(listUtterances(database, 'e1')).toMatchObject([
    { id: 'u1', start: 5, end: 9, review: 'accepted', confidence: 0.1 },
  ]);
  expect(ids(findUtterances(database, { text: 'lantern' }))).toEqual(['u1']);
  expect(checkDatabase(database)).toEqual([]);
  expect(listBackups(project)).toHaveLength(1);
  database.close();
});
