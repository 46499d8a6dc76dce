import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { writeDrafts } from '../../main/engine/drafts.ts';
import type { VoiceClip } from '../../main/engine/embedding-stage.ts';
import { isEmbeddedBy, writeClips } from '../../main/engine/embedding-stage.ts';
import { createProject, nameVoiceAs, type Project, reportVoices } from '../../main/engine/index.ts';
import { compareVoices } from '../../main/engine/series-voice.ts';
import { readSeriesVoices } from '../../main/engine/unnamed-voices.ts';
import type { Workbench } from '../../main/engine/workbench.ts';
import { undo } from '../../main/review/index.ts';
import { listUtterances, putCheckpoint, putSeriesCharacters } from '../../main/store/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';
import { madeVoices } from '../voice/made-voices.ts';

const ENCODER = 'the checksum of an encoder';
const DIMENSION = 48;
const made = madeVoices({ voices: 5, each: 18, noise: 0.7, dimension: DIMENSION });
/** Two of the five voices are in no script. */
const isNamed = (truth: string): boolean => truth < 'Voice D';

let project: Project;

/** Three episodes as the pipeline leaves them: utterances in the store, drafts and vectors in the cache. */
beforeEach(async () => {
  const folder = temporaryFolder();
  project = await createProject(join(folder, 'Made.rolecall'), folder);
  onTestFinished(() => project.close());
  putSeriesCharacters(
    project.database,
    'Series',
    JSON.stringify({ version: 1, characters: [], decisions: [], proposals: [] }),
  );
  for (const episode of ['e0', 'e1', 'e2']) await addMade(episode, ENCODER);
});

async function addMade(episode: string, encoder: string): Promise<void> {
  const own = made.filter(({ utterance }) => utterance.episode === episode);
  addEpisode(project.database, episode);
  const drafts = own.map(({ truth, utterance }, index) => ({
    overlapped: false,
    utterance: makeUtterance({
      id: utterance.id,
      episode,
      start: index * 100_000,
      end: index * 100_000 + utterance.durationSamples,
      text: `${truth} says this.`,
      speaker: isNamed(truth) ? truth : null,
      state: isNamed(truth) ? 'matched' : 'spoken-not-scripted',
      witnesses: {
        script: isNamed(truth) ? { character: truth, probability: 0.97, lines: [index] } : null,
        subtitle: null,
        voice: [],
      },
    }),
  }));
  const clips = own.map(
    ({ utterance }): VoiceClip => ({
      embedding: utterance.embedding,
      durationSamples: utterance.durationSamples,
    }),
  );
  await writeDrafts(project.path, episode, drafts);
  await writeClips(project.path, episode, clips, DIMENSION, encoder);
  putCheckpoint(project.database, { episode, stage: 'embedding', key: `${episode} ${encoder}`, seconds: 0 });
}

const compare = (encoder = ENCODER): Promise<string[]> =>
  compareVoices(
    {
      project,
      encoder: {
        id: 'made',
        dimension: DIMENSION,
        minimumSamples: 4_000,
        embed: () => Promise.reject(new Error('nothing is embedded here')),
      },
      modelKeys: { speech: '', encoder },
      signal: new AbortController().signal,
    } as unknown as Workbench,
    'Series',
  );
const truthOf = (id: string): string => id.slice(0, 7);

describe('voices that nobody named', () => {
  test('are stored with the series, one group for each voice', async () => {
    expect(await compare()).toEqual(['e0', 'e1', 'e2']);
    const unnamed = readSeriesVoices(project, 'Series')!.unnamed.filter(({ seconds }) => seconds > 10);
    expect(unnamed.map(({ utterances }) => [...new Set(utterances.map(truthOf))])).toHaveLength(2);
    for (const { utterances, cohesion } of unnamed) {
      expect(new Set(utterances.map(truthOf)).size).toBe(1);
      expect(utterances).toHaveLength(18);
      expect(cohesion).toBeGreaterThan(0.5);
    }
  });

  test('one decision names all utterances of one, over all episodes, and can be undone in each', async () => {
    await compare();
    const [voice] = reportVoices(project)[0]!.unnamed;
    const truth = truthOf(voice!.id);
    const named = nameVoiceAs(project, `${voice!.id}=Night Porter`, 'tester');
    expect([...named.episodes].sort()).toEqual(['e0', 'e1', 'e2']);
    const rows = ['e0', 'e1', 'e2'].flatMap((episode) => listUtterances(project.database, episode));
    expect(rows.filter(({ speaker }) => speaker === 'Night Porter').map(({ id }) => id)).toEqual(
      rows.filter(({ id }) => truthOf(id) === truth).map(({ id }) => id),
    );
    expect(reportVoices(project)[0]!.unnamed.some(({ id }) => id === voice!.id)).toBe(false);

    undo(project.database, 'e1');
    expect(
      listUtterances(project.database, 'e1').filter(({ speaker }) => speaker === 'Night Porter'),
    ).toEqual([]);
    expect(
      listUtterances(project.database, 'e2').filter(({ speaker }) => speaker === 'Night Porter'),
    ).toHaveLength(6);
  });

  test('the next comparison knows the voice by its name', async () => {
    await compare();
    const [voice] = reportVoices(project)[0]!.unnamed;
    nameVoiceAs(project, `${voice!.id}=Night Porter`, 'tester');
    await compare();
    const [report] = reportVoices(project);
    expect(report!.characters.map(({ name }) => name)).toContain('Night Porter');
    expect(report!.unnamed.flatMap(({ utterances }) => utterances)).not.toContain(voice!.id);
  });

  test('what a person decided meanwhile stays', async () => {
    await compare();
    const [voice] = reportVoices(project)[0]!.unnamed;
    const [first, second] = voice!.utterances as [string, string];
    nameVoiceAs(project, `${voice!.id}=Night Porter`, 'tester');
    const all = ['e0', 'e1', 'e2'].flatMap((episode) => listUtterances(project.database, episode));
    expect(all.filter(({ id }) => id === first || id === second).map(({ review }) => review)).toEqual([
      'edited',
      'edited',
    ]);
    expect(() => nameVoiceAs(project, `${voice!.id}=Somebody Else`, 'tester')).toThrow(/No unnamed voice/);
  });

  test('an empty name is refused', async () => {
    await compare();
    const [voice] = reportVoices(project)[0]!.unnamed;
    expect(() => nameVoiceAs(project, `${voice!.id}= `, 'tester')).toThrow(/name is empty/);
  });
});

describe('the report', () => {
  test('says who is known by how much, and the rates that result', async () => {
    await compare();
    const [report] = reportVoices(project);
    expect(report).toMatchObject({ series: 'Series', encoder: 'made', labelled: 54 });
    expect(report!.characters.map(({ name, trimmed }) => [name, trimmed]).sort()).toEqual([
      ['Voice A', 0],
      ['Voice B', 0],
      ['Voice C', 0],
    ]);
    expect(report!.operatingPoints.map(({ threshold }) => threshold)).toEqual([0.5, 0.8, 0.95]);
    for (const { falseAccepts, falseRejects } of report!.operatingPoints) {
      expect(falseAccepts).toBeLessThan(0.35);
      expect(falseRejects).toBeLessThan(0.35);
    }
    expect(Number.isFinite(report!.adaptation.gain)).toBe(true);
  });

  test('of a project without a run is empty', () => {
    expect(reportVoices(project)).toEqual([]);
  });
});

describe('another encoder', () => {
  test('its vectors are never compared with those of the first', async () => {
    await compare();
    await addMade('e1', 'another checksum');
    expect(await isEmbeddedBy(ENCODER, project.path, 'e1')).toBe(false);
    expect(await compare()).toEqual(['e0', 'e2']);
    expect(reportVoices(project)[0]!.labelled).toBe(36);
    expect(await compare('another checksum')).toEqual(['e1']);
    expect(reportVoices(project)[0]!.labelled).toBe(18);
  });
});
