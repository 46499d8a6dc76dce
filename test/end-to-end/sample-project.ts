import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject, runProject, scanProject } from '../../main/engine/index.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';

/** Where the tests find the project that is made once for all of them. */
export const SAMPLE_PROJECT = 'ROLECALL_TEST_SAMPLE_PROJECT';

/** Runs the sample library once; each test file works on a copy of its own. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-sample-'));
  const path = join(folder, 'The Lamplighters.rolecall');
  const project = await createProject(path, sampleLibrary);
  try {
    await scanProject(project);
    await runProject(project, { signal: new AbortController().signal });
  } finally {
    project.close();
  }
  process.env[SAMPLE_PROJECT] = path;
  return () => rmSync(folder, { recursive: true, force: true });
}
