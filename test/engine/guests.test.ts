import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  castDecisions,
  redoCastEdit,
  renameCharacter,
  setGuest,
  undoCastEdit,
} from '../../main/engine/cast.ts';
import { characterSummaries, seemsGuest } from '../../main/engine/characters.ts';
import { createProject, type Project } from '../../main/engine/project.ts';
import { putSeriesCharacters, putUtterances } from '../../main/store/index.ts';
import { resolveCharacters } from '../../main/text/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';

const ME = 'me';

/** Orla speaks in all episodes, Piet in all but the first two, Ida in the third alone; everybody together in one. */
async function project(episodes: number): Promise<Project> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'library'));
  const made = await createProject(join(folder, 'p.rolecall'), join(folder, 'library'));
  onTestFinished(() => made.close());
  for (let at = 1; at <= episodes; at += 1) {
    const episode = `e${at}`;
    addEpisode(made.database, episode);
    const speakers = ['Orla', ...(at > 2 ? ['Piet'] : []), ...(at === 3 ? ['Ida', 'All'] : [])];
    putUtterances(
      made.database,
      speakers.map((speaker) => makeUtterance({ id: `${episode}-${speaker}`, episode, speaker })),
    );
  }
  const labels = ['Orla', 'Piet', 'Ida', 'All'].map((label) => ({ label, count: 5 }));
  putSeriesCharacters(made.database, 'Series', JSON.stringify(resolveCharacters(labels)));
  return made;
}

const guests = (made: Project) =>
  Object.fromEntries(
    characterSummaries(made, 'Series').flatMap(({ name, guest, episodes }) =>
      guest === null ? [] : [[name, [guest, ...episodes]]],
    ),
  );

it.each([
  [1, 3, false],
  [1, 4, true],
  [2, 4, false],
  [2, 19, false],
  [2, 20, true],
  [3, 20, false],
])('who speaks in %i of %i episodes is found to be a guest: %s', (episodes, ofAll, expected) =>
  expect(seemsGuest(episodes, ofAll)).toBe(expected),
);

it('finds guests by their episodes; groups are none, and a short series has none', async () => {
  expect(guests(await project(5))).toEqual({ Ida: ['found', 'e3'] });
  expect(guests(await project(3))).toEqual({});
});

it('what a person says counts, follows a rename, and can be undone and redone', async () => {
  const made = await project(5);
  setGuest(made, 'Series', 'Piet', true, ME);
  expect(guests(made)).toEqual({ Ida: ['found', 'e3'], Piet: ['marked', 'e3', 'e4', 'e5'] });
  setGuest(made, 'Series', 'Ida', false, ME);
  expect(guests(made)).toEqual({ Piet: ['marked', 'e3', 'e4', 'e5'] });
  renameCharacter(made, 'Series', 'Piet', 'Pieter', ME);
  expect(guests(made)).toEqual({ Pieter: ['marked', 'e3', 'e4', 'e5'] });
  setGuest(made, 'Series', 'Pieter', null, ME);
  expect(guests(made)).toEqual({});
  expect(castDecisions(made, 'Series').history.map(({ sentence }) => sentence)).toEqual([
    'Marked Piet as a guest',
    'Marked Ida as one of the main cast',
    'Renamed Piet to Pieter',
    'Left it to the episodes whether Pieter is a guest',
  ]);
  for (let count = 0; count < 3; count += 1) undoCastEdit(made, 'Series', ME);
  expect(guests(made)).toEqual({ Ida: ['found', 'e3'], Piet: ['marked', 'e3', 'e4', 'e5'] });
  undoCastEdit(made, 'Series', ME);
  expect(guests(made)).toEqual({ Ida: ['found', 'e3'] });
  for (let count = 0; count < 3; count += 1) redoCastEdit(made, 'Series', ME);
  expect(guests(made)).toEqual({ Pieter: ['marked', 'e3', 'e4', 'e5'] });
});

it('somebody who is merged takes over no mark from the other name', async () => {
  const made = await project(5);
  setGuest(made, 'Series', 'Ida', true, ME);
  setGuest(made, 'Series', 'Piet', false, ME);
  renameCharacter(made, 'Series', 'Ida', 'Piet', ME);
  expect(guests(made)).toEqual({});
  undoCastEdit(made, 'Series', ME);
  expect(guests(made)).toEqual({ Ida: ['marked', 'e3'] });
});
