import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { RunProgress } from '../../main/batch/progress.ts';
import { createProject, runProject, scanProject } from '../../main/engine/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { makeShortLibrary } from '../helpers/short-library.ts';

it('the comparison of one series after the other is told as going on, never as beginning again', async () => {
  const library = await makeShortLibrary(join(temporaryFolder(), 'library'));
  const scripts = join(library, 'Scripts');
  for (const folder of [library, scripts])
    for (const name of readdirSync(folder))
      if (name.includes('S01E02'))
        renameSync(join(folder, name), join(folder, `The Keepers S01E01.${name.split('.').at(-1)}`));
  const project = await createProject(join(temporaryFolder(), 'two.rolecall'), library);
  onTestFinished(() => project.close());
  await scanProject(project);
  const told: RunProgress[] = [];
  await runProject(project, {
    signal: new AbortController().signal,
    onProgress: (progress) => told.push(progress),
  });
  const ofStage = (stage: string): number[] =>
    told
      .filter(({ running }) => running)
      .map(({ stages }) => stages.find((each) => each.stage === stage)?.fraction ?? 0);
  for (const stage of ['voice', 'words']) {
    const fractions = ofStage(stage);
    expect(fractions, stage).toEqual(fractions.toSorted((a, b) => a - b));
    expect([...new Set(fractions)], stage).toEqual([0, 0.5, 1]);
  }
});
