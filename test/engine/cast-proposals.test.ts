import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  answerProposal,
  castDecisions,
  redoCastEdit,
  refuseVoice,
  renameCharacter,
  undoCastEdit,
} from '../../main/engine/cast.ts';
import { createProject, type Project } from '../../main/engine/project.ts';
import { seriesCharacters } from '../../main/engine/series-characters.ts';
import { openVoices, readSeriesVoices, voicesForStore } from '../../main/engine/unnamed-voices.ts';
import {
  listUtterances,
  putSeriesCharacters,
  putSeriesVoices,
  putUtterances,
} from '../../main/store/index.ts';
import { resolveCharacters } from '../../main/text/index.ts';
import { enrol, measureSameVoice } from '../../main/voice/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';
import { madeVoices } from '../voice/made-voices.ts';

const ME = 'me';
const NAMES: Readonly<Record<string, string>> = {
  'Voice A': 'Orla',
  'Voice B': 'Piet',
  'Voice C': 'Ida',
  'Voice D': 'Rook',
};

/** A cast in which every third line of Ida's voice is called Stranger, and three lines have no name. */
async function project(): Promise<{ made: Project; run: (seed: number) => void; unnamed: string[] }> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'library'));
  const made = await createProject(join(folder, 'p.rolecall'), join(folder, 'library'));
  onTestFinished(() => made.close());
  addEpisode(made.database, 'e1');
  const nameOf = (truth: string, at: number): string | null => {
    if (truth === 'Voice A' && at % 8 === 0) return null;
    return truth === 'Voice C' && at % 3 === 0 ? 'Stranger' : (NAMES[truth] ?? null);
  };
  const voicesOf = (seed: number) =>
    madeVoices({ seed }).map(({ truth, utterance }, at) => ({
      ...utterance,
      script: { character: nameOf(truth, at), probability: nameOf(truth, at) === null ? 0 : 0.97 },
    }));
  const all = voicesOf(1);
  putUtterances(
    made.database,
    all.map(({ id, script }, at) =>
      makeUtterance({ id, speaker: script.character, start: at * 16_000, end: at * 16_000 + 8000 }),
    ),
  );
  const labels = [...Object.values(NAMES), 'Stranger'].map((label) => ({ label, count: 9 }));
  putSeriesCharacters(made.database, 'Series', JSON.stringify(resolveCharacters(labels)));
  const unnamed = all.filter(({ script }) => script.character === null).map(({ id }) => id);
  const run = (seed: number): void => {
    const heard = voicesOf(seed);
    const bank = enrol(heard);
    const [id = ''] = seed === 1 ? unnamed : [...unnamed].reverse();
    const voice = {
      id,
      utterances: unnamed,
      seconds: 9,
      cohesion: 0.8,
      proposal: 'Orla',
      agreement: 1,
      candidates: [
        { character: 'Orla', probability: 0.98, similarity: 0.9 },
        { character: 'Piet', probability: 0.15, similarity: 0.5 },
      ],
    };
    const scale = measureSameVoice(heard, bank);
    putSeriesVoices(
      made.database,
      'Series',
      voicesForStore({ bank, encoder: 'test', unnamed: [voice], scale }),
    );
  };
  run(1);
  return { made, run, unnamed };
}

const proposed = (made: Project) => castDecisions(made, 'Series').proposals;

it('proposes two names whose voices are one, with numbers, and merges nothing by itself', async () => {
  const { made } = await project();
  const before = [seriesCharacters(made, 'Series'), listUtterances(made.database, 'e1')];
  expect(proposed(made)).toEqual([
    {
      label: 'Stranger',
      name: 'Ida',
      reason: 'voice',
      voice: { probability: expect.any(Number), similarity: expect.any(Number) },
    },
  ]);
  expect(proposed(made)[0]?.voice?.probability).toBeGreaterThan(0.5);
  const { likeness } = castDecisions(made, 'Series');
  expect(likeness?.halves?.low).toBeGreaterThan(likeness?.people?.high ?? 1);
  expect([seriesCharacters(made, 'Series'), listUtterances(made.database, 'e1')]).toEqual(before);
});

it('a refused proposal stays refused after a later run, under another name too, until that is undone', async () => {
  const { made, run } = await project();
  answerProposal(made, 'Series', 'Stranger', 'Ida', false, ME);
  expect(proposed(made)).toEqual([]);
  run(2);
  expect(proposed(made)).toEqual([]);
  renameCharacter(made, 'Series', 'Ida', 'Idabel', ME);
  expect(proposed(made)).toEqual([]);
  undoCastEdit(made, 'Series', ME);
  undoCastEdit(made, 'Series', ME);
  expect(proposed(made)).toMatchObject([{ label: 'Stranger', name: 'Ida' }]);
  redoCastEdit(made, 'Series', ME);
  expect(proposed(made)).toEqual([]);
});

it('a confirmed one merges the two, and is asked no more', async () => {
  const { made } = await project();
  answerProposal(made, 'Series', 'Stranger', 'Ida', true, ME);
  expect(proposed(made)).toEqual([]);
  expect(listUtterances(made.database, 'e1').some(({ speaker }) => speaker === 'Stranger')).toBe(false);
  expect(castDecisions(made, 'Series').history).toMatchObject([{ sentence: 'Merged Stranger into Ida' }]);
});

it('what spelling proposes says what the voices say of it', async () => {
  const { made } = await project();
  const table = seriesCharacters(made, 'Series');
  if (table === null) throw new Error('there is no cast');
  const proposals = [
    { label: 'Stranger', name: 'Ida', reason: 'spelling' as const },
    { label: 'Rook', name: 'Piet', reason: 'title' as const },
  ];
  putSeriesCharacters(made.database, 'Series', JSON.stringify({ ...table, proposals }));
  expect(proposed(made)).toMatchObject([
    { label: 'Stranger', reason: 'spelling', voice: { probability: expect.any(Number) } },
    { label: 'Rook', reason: 'title', voice: null },
  ]);
});

it('an unnamed voice is proposed for the next likely when somebody is refused, also after a later run', async () => {
  const { made, run, unnamed } = await project();
  const open = () => openVoices(made, 'Series').map(({ proposal, voice }) => [proposal, voice?.probability]);
  expect(open()).toEqual([['Orla', 0.98]]);
  refuseVoice(made, 'Series', unnamed, 'Orla', ME);
  expect(open()).toEqual([['Piet', 0.15]]);
  run(2);
  expect(readSeriesVoices(made, 'Series')?.unnamed[0]?.id).not.toBe(unnamed[0]);
  expect(open()).toEqual([['Piet', 0.15]]);
  refuseVoice(made, 'Series', unnamed, 'Piet', ME);
  expect(open()).toEqual([[null, undefined]]);
  undoCastEdit(made, 'Series', ME);
  undoCastEdit(made, 'Series', ME);
  expect(open()).toEqual([['Orla', 0.98]]);
});
