import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createProject } from '../../main/engine/project.ts';
import { relinkLibrary } from '../../main/engine/relink.ts';
import { scanProject } from '../../main/engine/scan.ts';
import { RolecallError } from '../../main/model/index.ts';
import { getSetting, listEpisodes, listUtterances, putUtterances } from '../../main/store/index.ts';
import { makeUtterance, temporaryFolder } from '../helpers/project.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';

async function moved() {
  const folder = temporaryFolder();
  const library = join(folder, 'old');
  cpSync(sampleLibrary, library, { recursive: true });
  const project = await createProject(join(folder, 'p.rolecall'), library);
  onTestFinished(() => project.close());
  await scanProject(project);
  const [first] = listEpisodes(project.database);
  if (first === undefined) throw new Error('the sample library is empty');
  putUtterances(project.database, [makeUtterance({ id: 'u1', episode: first.id, review: 'accepted' })]);
  renameSync(library, join(folder, 'new'));
  await scanProject(project).catch(() => undefined);
  return { folder, project, first };
}

it('follows a library that was moved, and keeps what was decided', async () => {
  const { folder, project, first } = await moved();
  const { project: after, found } = relinkLibrary(project, join(folder, 'new'));
  const report = await scanProject(after);
  expect(found).toBe(2);
  expect(getSetting(project.database, 'library')).toBe(join(folder, 'new'));
  const episodes = listEpisodes(project.database);
  expect(episodes.map(({ id }) => id)).toContain(first.id);
  expect(episodes).toHaveLength(2);
  expect(
    episodes.every(({ media, status }) => media.startsWith(join(folder, 'new')) && status !== 'missing'),
  ).toBe(true);
  expect(report.episodes.map(({ change }) => change)).not.toContain('missing');
  expect(listUtterances(project.database, first.id)[0]?.review).toBe('accepted');
});

it.each(['nothing is there', 'another library', 'a file'])(
  'refuses where %s, and changes nothing',
  async (what) => {
    const { folder, project } = await moved();
    const wrong = join(folder, 'wrong');
    if (what === 'another library') mkdirSync(wrong);
    if (what === 'a file') writeFileSync(wrong, '');
    const before = listEpisodes(project.database);
    expect(() => relinkLibrary(project, wrong)).toThrow(RolecallError);
    expect(listEpisodes(project.database)).toEqual(before);
    expect(getSetting(project.database, 'library')).toBe(join(folder, 'old'));
  },
);
