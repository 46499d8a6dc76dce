import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import {
  answerProposal,
  castDecisions,
  giveCharacterKey,
  giveUtterances,
  redoCastEdit,
  renameCharacter,
  undoCastEdit,
} from '../../main/engine/cast.ts';
import { characterSummaries } from '../../main/engine/characters.ts';
import { createProject, openProject, type Project } from '../../main/engine/project.ts';
import { seriesCharacters } from '../../main/engine/series-characters.ts';
import { applyEdit, undo } from '../../main/review/index.ts';
import {
  databasePath,
  listUtterances,
  openDatabase,
  putSeriesCharacters,
  putUtterances,
} from '../../main/store/index.ts';
import { resolveCharacters } from '../../main/text/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';

const SPEAKERS = [...Array.from({ length: 20 }, () => 'Hannah Stern'), 'Hanna Stern', 'Orla', 'Orla', 'Piet'];
const ME = 'me';

async function project(): Promise<Project> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'library'));
  const made = await createProject(join(folder, 'p.rolecall'), join(folder, 'library'));
  for (const episode of ['e1', 'e2']) {
    addEpisode(made.database, episode);
    putUtterances(
      made.database,
      SPEAKERS.map((speaker, at) =>
        makeUtterance({
          id: `${episode}-${at}`,
          episode,
          speaker,
          start: at * 16_000,
          end: at * 16_000 + 8000,
          witnesses: {
            script: { character: speaker, probability: 0.9, lines: [at] },
            subtitle: { label: speaker.toUpperCase(), character: speaker },
            voice: [
              { character: speaker, probability: 0.7 },
              { character: 'Piet', probability: 0.2 },
            ],
          },
        }),
      ),
    );
  }
  const labels = [...new Set(SPEAKERS), 'Hanna Stren'].map((label) => ({
    label,
    count: SPEAKERS.filter((each) => each === label).length * 2 + 3,
  }));
  putSeriesCharacters(made.database, 'Series', JSON.stringify(resolveCharacters(labels)));
  return made;
}

/** Everything that a decision about the cast can change. */
const stateOf = (made: Project) => ({
  table: seriesCharacters(made, 'Series'),
  rows: ['e1', 'e2'].flatMap((episode) => listUtterances(made.database, episode)),
  keys: Object.fromEntries(characterSummaries(made, 'Series').map(({ name, key }) => [name, key])),
});

/** Each as often as the names allow, so that there are more than any fixed number of steps. */
function decideMuch(made: Project, after: () => void): void {
  const steps: (() => void)[] = [
    () => renameCharacter(made, 'Series', 'Orla', 'Orla Finch', ME),
    () => giveCharacterKey(made, 'Series', 'Piet', 7, ME),
    () => giveUtterances(made, 'Series', ['e1-21', 'e2-22'], 'Twin', ME),
    () => giveCharacterKey(made, 'Series', 'Twin', 2, ME),
    () => answerProposal(made, 'Series', 'Hanna Stern', 'Hannah Stern', false, ME),
    () => renameCharacter(made, 'Series', 'Orla Finch', 'Twin', ME),
    () => giveUtterances(made, 'Series', ['e1-0', 'e1-21'], 'Piet', ME),
    () => answerProposal(made, 'Series', 'Hanna Stern', 'Hannah Stern', true, ME),
    ...Array.from(
      { length: 36 },
      (_, count) => () => giveCharacterKey(made, 'Series', 'Piet', (count % 8) + 1, ME),
    ),
  ];
  for (const step of steps) {
    step();
    after();
  }
}

it('undoes every decision to the very first state, and redoes each, over a restart', async () => {
  let made = await project();
  const states = [stateOf(made)];
  decideMuch(made, () => states.push(stateOf(made)));
  expect(states.length).toBeGreaterThan(40);
  const sentences = castDecisions(made, 'Series').history.map(({ sentence }) => sentence);
  expect(sentences).toHaveLength(states.length - 1);
  const restart = (): void => {
    made.close();
    made = openProject(made.path);
  };
  restart();
  onTestFinished(() => made.close());
  for (let at = states.length - 2; at >= 0; at -= 1) {
    expect(undoCastEdit(made, 'Series', ME)).toBe(sentences[at]);
    expect(stateOf(made)).toEqual(states[at]);
    if (at === 4) restart();
  }
  expect(undoCastEdit(made, 'Series', ME)).toBeNull();
  expect(castDecisions(made, 'Series')).toMatchObject({ canUndo: false, canRedo: true });
  restart();
  for (let at = 1; at < states.length; at += 1) {
    expect(redoCastEdit(made, 'Series', ME)).toBe(sentences[at - 1]);
    expect(stateOf(made)).toEqual(states[at]);
  }
  expect(redoCastEdit(made, 'Series', ME)).toBeNull();
  for (let at = states.length - 2; at >= 0; at -= 1) undoCastEdit(made, 'Series', ME);
  expect(stateOf(made)).toEqual(states[0]);
});

it('forgets what was undone once something else is decided, and tells who decided what', async () => {
  const made = await project();
  onTestFinished(() => made.close());
  renameCharacter(made, 'Series', 'Orla', 'Ida', ME);
  undoCastEdit(made, 'Series', ME);
  giveCharacterKey(made, 'Series', 'Piet', 9, 'you');
  expect(redoCastEdit(made, 'Series', ME)).toBeNull();
  expect(castDecisions(made, 'Series').history).toMatchObject([
    { sentence: 'Gave key 9 to Piet', who: 'you', undone: false },
  ]);
});

it('a label that a run found since then stays when a merge is undone and redone', async () => {
  const made = await project();
  onTestFinished(() => made.close());
  renameCharacter(made, 'Series', 'Orla', 'Piet', ME);
  const found = resolveCharacters(
    ['Hannah Stern', 'Orla', 'Piet', 'Newcomer'].map((label) => ({ label, count: 5 })),
    seriesCharacters(made, 'Series') ?? undefined,
  );
  putSeriesCharacters(made.database, 'Series', JSON.stringify(found));
  const names = () => seriesCharacters(made, 'Series')?.characters.map(({ name }) => name);
  expect(names()).not.toContain('Orla');
  undoCastEdit(made, 'Series', ME);
  expect(names()).toEqual(expect.arrayContaining(['Orla', 'Piet', 'Newcomer']));
  expect(seriesCharacters(made, 'Series')?.decisions).toEqual([]);
  redoCastEdit(made, 'Series', ME);
  expect(names()).toContain('Newcomer');
  expect(names()).not.toContain('Orla');
});

it('no undo in an episode brings back a name whose rename was undone', async () => {
  const made = await project();
  onTestFinished(() => made.close());
  renameCharacter(made, 'Series', 'Orla', 'Ida', ME);
  applyEdit(made.database, 'e1', { kind: 'accept', utterances: ['e1-21'] }, ME);
  undoCastEdit(made, 'Series', ME);
  undo(made.database, 'e1');
  const row = listUtterances(made.database, 'e1').find(({ id }) => id === 'e1-21');
  expect(row).toMatchObject({ speaker: 'Orla', review: 'unreviewed' });
  expect(row?.witnesses.script?.character).toBe('Orla');
});

it('what somebody decided since stays when a split is undone and redone', async () => {
  const made = await project();
  onTestFinished(() => made.close());
  giveUtterances(made, 'Series', ['e1-21', 'e1-22'], 'Twin', ME);
  applyEdit(made.database, 'e1', { kind: 'assign', utterances: ['e1-22'], character: 'Piet' }, ME);
  const of = (): (string | null)[] =>
    listUtterances(made.database, 'e1')
      .filter(({ id }) => ['e1-21', 'e1-22'].includes(id))
      .map(({ speaker }) => speaker);
  undoCastEdit(made, 'Series', ME);
  expect(of()).toEqual(['Orla', 'Piet']);
  redoCastEdit(made, 'Series', ME);
  expect(of()).toEqual(['Twin', 'Piet']);
  undoCastEdit(made, 'Series', ME);
  expect(of()).toEqual(['Orla', 'Piet']);
});

it('takes over what an older version kept, and can still take it back', async () => {
  const made = await project();
  const before = stateOf(made);
  renameCharacter(made, 'Series', 'Orla', 'Ida', ME);
  const after = stateOf(made);
  const row = made.database.prepare('SELECT * FROM cast_edit').get() as Record<string, string>;
  const old = {
    id: 1,
    series: 'Series',
    at: row['at'],
    sentence: row['sentence'],
    tableBefore: before.table,
    keysBefore: JSON.stringify({
      Series: JSON.parse(row['before'] ?? '').keys,
      'The "Other"': Array(9).fill(null),
    }),
    replaced: JSON.parse(row['replaced'] ?? ''),
    given: [],
  };
  made.close();
  const raw = new Database(databasePath(made.path));
  raw.exec('DROP TABLE cast_edit; PRAGMA user_version = 6');
  raw.prepare('INSERT INTO setting VALUES (?, ?)').run('characterEdits', JSON.stringify([old]));
  raw.close();
  openDatabase(made.path).close();
  const opened = openProject(made.path);
  onTestFinished(() => opened.close());
  expect(opened.database.prepare("SELECT 1 FROM setting WHERE key = 'characterEdits'").get()).toBeUndefined();
  expect(castDecisions(opened, 'Series').history).toMatchObject([{ sentence: 'Renamed Orla to Ida' }]);
  expect(undoCastEdit(opened, 'Series', ME)).toBe('Renamed Orla to Ida');
  expect(stateOf(opened)).toEqual(before);
  expect(redoCastEdit(opened, 'Series', ME)).toBe('Renamed Orla to Ida');
  expect(stateOf(opened)).toEqual(after);
});
