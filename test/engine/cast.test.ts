import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  answerProposal,
  castDecisions,
  giveUtterances,
  renameCharacter,
  undoCastEdit,
} from '../../main/engine/cast.ts';
import { giveKey } from '../../main/engine/character-keys.ts';
import { characterSummaries } from '../../main/engine/characters.ts';
import { createProject, type Project } from '../../main/engine/project.ts';
import { nextTimeOfDay } from '../../main/engine/time-of-day.ts';
import { applyEdit, undo } from '../../main/review/index.ts';
import { listUtterances, putSeriesCharacters, putUtterances } from '../../main/store/index.ts';
import { resolveCharacters } from '../../main/text/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';

async function project(speakers: readonly string[]): Promise<Project> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'library'));
  const made = await createProject(join(folder, 'p.rolecall'), join(folder, 'library'));
  onTestFinished(() => made.close());
  addEpisode(made.database, 'e1');
  putUtterances(
    made.database,
    speakers.map((speaker, at) =>
      makeUtterance({ id: `u${at}`, speaker, start: at * 16_000, end: at * 16_000 + 8000 }),
    ),
  );
  const table = resolveCharacters(
    [...new Set(speakers)].map((label) => ({
      label,
      count: speakers.filter((each) => each === label).length,
    })),
  );
  putSeriesCharacters(made.database, 'Series', JSON.stringify(table));
  return made;
}

const keys = (made: Project) =>
  Object.fromEntries(characterSummaries(made, 'Series').map(({ name, key }) => [name, key]));

it('gives number keys to people only, and they stay when the counts change', async () => {
  const made = await project(['Orla', 'Orla', 'All', 'All', 'All', 'Piet']);
  expect(keys(made)).toEqual({ All: null, Orla: 1, Piet: 2 });
  putUtterances(
    made.database,
    ['x', 'y', 'z'].map((id) => makeUtterance({ id, speaker: 'Piet' })),
  );
  expect(keys(made)).toEqual({ All: null, Orla: 1, Piet: 2 });
  giveKey(made, 'Series', 'Piet', 1);
  expect(keys(made)).toEqual({ All: null, Orla: 2, Piet: 1 });
});

it('merges two names into one person, keeps the decision, and takes both back', async () => {
  const made = await project(['Orla', 'Doctor Bell', 'Doctor Bell', 'Piet']);
  const before = { rows: listUtterances(made.database, 'e1'), keys: keys(made) };
  renameCharacter(made, 'Series', 'Orla', 'Doctor Bell', 'me');
  expect(characterSummaries(made, 'Series').map(({ name }) => name)).toEqual(['Doctor Bell', 'Piet']);
  expect(characterSummaries(made, 'Series')[0]?.aliases).toContain('Orla');
  expect(castDecisions(made, 'Series').history.map(({ sentence }) => sentence)).toEqual([
    'Merged Orla into Doctor Bell',
  ]);
  expect(undoCastEdit(made, 'Series', 'me')).toBe('Merged Orla into Doctor Bell');
  expect({ rows: listUtterances(made.database, 'e1'), keys: keys(made) }).toEqual(before);
  expect(undoCastEdit(made, 'Series', 'me')).toBeNull();
});

it('what is taken back in one series leaves the number keys of another alone', async () => {
  const made = await project(['Orla', 'Orla', 'Piet']);
  addEpisode(made.database, 'f1', undefined, 'Other');
  putUtterances(
    made.database,
    ['Ida', 'Ida', 'Tom'].map((speaker, at) =>
      makeUtterance({ id: `f${at}`, episode: 'f1', speaker, start: at * 16_000, end: at * 16_000 + 8000 }),
    ),
  );
  const of = (series: string) =>
    Object.fromEntries(characterSummaries(made, series).map(({ name, key }) => [name, key]));
  expect([of('Series'), of('Other')]).toEqual([
    { Orla: 1, Piet: 2 },
    { Ida: 1, Tom: 2 },
  ]);
  renameCharacter(made, 'Series', 'Orla', 'Orla Finch', 'me');
  giveKey(made, 'Other', 'Tom', 7);
  undoCastEdit(made, 'Series', 'me');
  expect([of('Series'), of('Other')]).toEqual([
    { Orla: 1, Piet: 2 },
    { Ida: 1, Tom: 7 },
  ]);
});

it('a renamed character keeps its number key', async () => {
  const made = await project(['Orla', 'Orla', 'Piet']);
  keys(made);
  renameCharacter(made, 'Series', 'Orla', 'Orla Finch', 'me');
  expect(keys(made)).toEqual({ 'Orla Finch': 1, Piet: 2 });
});

it('a declined proposal does not come again', async () => {
  const made = await project([
    ...Array.from({ length: 20 }, () => 'Hannah Stern'),
    'Hanna Stern',
    'Hanna Stern',
    'Hanna Stern',
  ]);
  const [proposal] = castDecisions(made, 'Series').proposals;
  if (proposal === undefined) throw new Error('the fixture proposes nothing');
  answerProposal(made, 'Series', proposal.label, proposal.name, false, 'me');
  expect(castDecisions(made, 'Series').proposals).toEqual([]);
  expect(characterSummaries(made, 'Series')).toHaveLength(2);
});

it.each([
  ['22:10', '2026-03-01T22:10:00'],
  ['07:00', '2026-03-02T07:00:00'],
  ['21:30', '2026-03-02T21:30:00'],
])('the next %s after 21:30 is %s', (time, expected) =>
  expect(nextTimeOfDay(time, new Date('2026-03-01T21:30:00'))).toEqual(new Date(expected)),
);

it('splits a character in one decision over episodes, and takes it back as it was', async () => {
  const made = await project(['Orla', 'Orla', 'Piet']);
  addEpisode(made.database, 'e2');
  putUtterances(made.database, [makeUtterance({ id: 'v0', episode: 'e2', speaker: 'Orla' })]);
  const all = () => [...listUtterances(made.database, 'e1'), ...listUtterances(made.database, 'e2')];
  const before = all();
  giveUtterances(made, 'Series', ['u1', 'v0'], 'Orla’s sister', 'me');
  expect(all().map(({ id, speaker }) => [id, speaker])).toEqual([
    ['u0', 'Orla'],
    ['u1', 'Orla’s sister'],
    ['u2', 'Piet'],
    ['v0', 'Orla’s sister'],
  ]);
  expect(castDecisions(made, 'Series').history.map(({ sentence }) => sentence)).toEqual([
    'Gave 2 utterances to Orla’s sister',
  ]);
  expect(undoCastEdit(made, 'Series', 'me')).toBe('Gave 2 utterances to Orla’s sister');
  expect(all()).toEqual(before);
  expect(() => giveUtterances(made, 'Series', ['u1', 'nobody'], 'Ida', 'me')).toThrow('nobody');
  expect(all()).toEqual(before);
});

it('what was decided after a split stays when the split is taken back, and can be undone itself', async () => {
  const made = await project(['Orla', 'Orla', 'Orla']);
  const of = () => listUtterances(made.database, 'e1').map(({ speaker, review }) => `${speaker} ${review}`);
  giveUtterances(made, 'Series', ['u0', 'u1'], 'Ida', 'me');
  applyEdit(made.database, 'e1', { kind: 'assign', utterances: ['u1', 'u2'], character: 'Piet' }, 'me');
  undoCastEdit(made, 'Series', 'me');
  expect(of()).toEqual(['Orla unreviewed', 'Piet edited', 'Piet edited']);
  for (let count = 0; count < 3; count += 1) undo(made.database, 'e1');
  expect(of()).toEqual(['Orla unreviewed', 'Orla unreviewed', 'Orla unreviewed']);
});
