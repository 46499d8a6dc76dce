import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { runProject } from '../../main/batch/run.ts';
import { events } from '../../main/contract/index.ts';
import { Engine } from '../../main/engine/engine.ts';
import { createProject } from '../../main/engine/project.ts';
import { chooseRecogniser, usableRecogniser } from '../../main/engine/recognise.ts';
import { putSetting } from '../../main/store/index.ts';
import { temporaryFolder } from '../helpers/project.ts';

let user: string;
beforeEach(() => {
  user = temporaryFolder();
  vi.stubEnv('ROLECALL_USER_FOLDER', user);
});

const newProject = async () => {
  const project = await createProject(join(temporaryFolder(), 'p.rolecall'), temporaryFolder());
  onTestFinished(() => project.close());
  return project;
};
const foreign = JSON.stringify({ kind: 'command', command: [process.execPath, '--version'] });

it('a program that somebody else wrote into a project is not started: the run says so and does not begin', async () => {
  const project = await newProject();
  putSetting(project.database, 'recogniser', foreign);
  await expect(runProject(project, { signal: new AbortController().signal })).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(/--version, that was not chosen on this machine/),
    remedy: expect.stringMatching(/--recogniser none/),
  });
});

it('what was chosen here is used in every project, with these arguments only', async () => {
  const project = await newProject();
  await chooseRecogniser(project, `command:["${process.execPath}","--version"]`, { allowRemote: false });
  expect(await usableRecogniser(project.database)).toEqual(JSON.parse(foreign));
  const other = await newProject();
  putSetting(other.database, 'recogniser', foreign);
  expect(await usableRecogniser(other.database)).toEqual(JSON.parse(foreign));
  putSetting(other.database, 'recogniser', foreign.replace('--version', '--help'));
  await expect(usableRecogniser(other.database)).rejects.toThrow('not chosen on this machine');
  putSetting(other.database, 'recogniser', '');
  expect(await usableRecogniser(other.database)).toBeNull();
});

it('a damaged list of choices is no choice', async () => {
  const project = await newProject();
  putSetting(project.database, 'recogniser', foreign);
  writeFileSync(join(user, 'recognisers.json'), '{"chosen": "all"}');
  await expect(usableRecogniser(project.database)).rejects.toThrow('not chosen on this machine');
});

it('the window is told why its run does not begin, in a message that the contract allows, and the run is over', async () => {
  const project = await newProject();
  putSetting(project.database, 'recogniser', foreign);
  const told: unknown[] = [];
  const engine = new Engine(({ event, payload }) => {
    if (event === 'run.progress') told.push(events[event].parse(payload));
  });
  onTestFinished(() => engine.close());
  await engine.call('project.open', { project: project.path });
  await engine.call('run.start', {});
  await expect
    .poll(() => told.at(-1))
    .toMatchObject({
      running: false,
      failures: [
        { episode: null, problem: { message: expect.stringMatching(/not chosen on this machine/) } },
      ],
    });
  expect(await engine.call('run.status', {})).toEqual(told.at(-1));
});
