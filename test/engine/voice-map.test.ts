import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { giveUtterances } from '../../main/engine/cast.ts';
import { createProject } from '../../main/engine/project.ts';
import { mapVoices } from '../../main/engine/voice-map.ts';
import { listUtterances } from '../../main/store/index.ts';
import { addCrowd } from '../helpers/crowd.ts';
import { temporaryFolder } from '../helpers/project.ts';

const COUNT = 4501;

it('knows the place of every utterance, also of those that are not drawn', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'library'));
  const made = await createProject(join(folder, 'p.rolecall'), join(folder, 'library'));
  onTestFinished(() => made.close());
  await addCrowd(made, { episode: 'e1', series: 'Series', count: COUNT });
  const { points, others } = await mapVoices(made, 'Series');
  expect(points.length).toBeLessThanOrEqual(4000);
  expect(points.length + others.utterances.length).toBe(COUNT);
  expect(others.places).toHaveLength(2 * others.utterances.length);
  const reach = Math.max(...[...others.places, ...points.flatMap(({ x, y }) => [x, y])].map(Math.abs));
  expect(reach).toBeCloseTo(1, 5);
  // Two who speak in turn are both drawn, and lie apart: where the drawn of one lie, there lie all of that one.
  expect(new Set(points.map(({ speaker }) => speaker)).size).toBe(2);
  const ofOne = points.filter(({ speaker }) => speaker === 'Orla').map(({ x }) => x);
  const [left, right] = [Math.min(...ofOne) - 0.05, Math.max(...ofOne) + 0.05];
  const isBetween = (x = 0): boolean => x > left && x < right;
  const taken = [
    ...points.filter(({ x }) => isBetween(x)).map(({ utterance }) => utterance),
    ...others.utterances.filter((_id, at) => isBetween(others.places[2 * at])),
  ];
  expect(others.utterances.map((_id, at) => others.speakers[others.speaker[at] ?? -1])).toEqual(
    others.utterances.map((id) => (Number(id.split('-')[1]) % 2 === 0 ? 'Orla' : 'Piet')),
  );
  const rows = listUtterances(made.database, 'e1');
  expect(taken.toSorted()).toEqual(
    rows
      .filter(({ speaker }) => speaker === 'Orla')
      .map(({ id }) => id)
      .toSorted(),
  );
  giveUtterances(made, 'Series', taken, 'Ida', 'me');
  const speakers = Map.groupBy(listUtterances(made.database, 'e1'), ({ speaker }) => speaker);
  expect(speakers.get('Ida')).toHaveLength(taken.length);
  expect(speakers.get('Orla')).toBeUndefined();
});
