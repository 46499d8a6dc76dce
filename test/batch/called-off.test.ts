import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readStoredReport } from '../../main/batch/stored-report.ts';
import { createProject, type Project, runProject, scanProject } from '../../main/engine/index.ts';
import { listEpisodes } from '../../main/store/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { makeShortLibrary } from '../helpers/short-library.ts';

const statuses = ({ database }: Project): string[] => listEpisodes(database).map(({ status }) => status);

/** A run that is to begin in two hours, called off as soon as it waits. */
async function callOff(project: Project) {
  const abort = new AbortController();
  return runProject(project, {
    signal: abort.signal,
    startAt: new Date(Date.now() + 7_200_000),
    onProgress: ({ phase }) => {
      if (phase === 'scheduled') setTimeout(() => abort.abort(), 50);
    },
  });
}

it('a run that is called off while it waits for its time leaves every episode and the last report as they were', async () => {
  const library = await makeShortLibrary(join(temporaryFolder(), 'library'));
  const project = await createProject(join(temporaryFolder(), 'p.rolecall'), library);
  onTestFinished(() => project.close());
  await scanProject(project);
  const first = await callOff(project);
  expect(first.ended).toBe('cancelled');
  expect(first.episodes.map(({ status }) => status)).toEqual(['stopped', 'stopped']);
  expect(statuses(project)).toEqual(['new', 'new']);

  await runProject(project, { signal: new AbortController().signal });
  expect(statuses(project)).toEqual(['done', 'done']);
  const report = await readStoredReport(project.path);
  expect(report?.run).toMatchObject({ done: 2 });
  expect((await callOff(project)).ended).toBe('cancelled');
  expect(statuses(project)).toEqual(['done', 'done']);
  expect(await readStoredReport(project.path)).toEqual(report);
});
