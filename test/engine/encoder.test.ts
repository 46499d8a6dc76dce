import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { chooseEncoder, projectEncoder } from '../../main/engine/encoder.ts';
import { createProject, type Project } from '../../main/engine/index.ts';
import { makeWorkbench } from '../../main/engine/workbench.ts';
import { putSetting } from '../../main/store/index.ts';
import { findModel } from '../../native-models/index.ts';
import { temporaryFolder } from '../helpers/project.ts';

const { signal } = new AbortController();
let project: Project;

beforeEach(async () => {
  const folder = temporaryFolder();
  project = await createProject(join(folder, 'Made.rolecall'), folder);
  onTestFinished(() => project.close());
  process.env['ROLECALL_PULLED_MODELS'] = join(folder, 'models');
});
afterEach(() => {
  delete process.env['ROLECALL_PULLED_MODELS'];
});

describe('the speaker encoder of a project', () => {
  test('is the bundled one until another is chosen', () => {
    expect(projectEncoder(project.database).id).toBe('rolecall-voice-v0');
  });

  test('is kept once chosen, and is what a run works with', async () => {
    await chooseEncoder(project, 'rolecall-voice-v0');
    expect(projectEncoder(project.database).id).toBe('rolecall-voice-v0');
    const workbench = await makeWorkbench(project, { jobs: 1, signal });
    onTestFinished(() => workbench.close());
    expect([workbench.encoder.id, workbench.modelKeys.encoder]).toEqual([
      'rolecall-voice-v0',
      findModel('speaker-encoder', 'rolecall-voice-v0').sha256,
    ]);
  });

  test('that was not pulled is not chosen, and the old one stays', async () => {
    await expect(chooseEncoder(project, 'wespeaker-resnet293-lm')).rejects.toMatchObject({
      kind: 'environment',
      remedy: expect.stringMatching(/models pull wespeaker-resnet293-lm/),
    });
    expect(projectEncoder(project.database).id).toBe('rolecall-voice-v0');
  });

  test('that nobody knows is named with those that are known', async () => {
    await expect(chooseEncoder(project, 'nobody')).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/known: rolecall-voice-v0, .*speechbrain-ecapa/),
    });
  });

  test('that is gone when the project runs ends the run before it begins', async () => {
    putSetting(project.database, 'encoder', '3d-speaker-campplus');
    await expect(makeWorkbench(project, { jobs: 1, signal })).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/3d-speaker-campplus is not installed/),
    });
  });
});
