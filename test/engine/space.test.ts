import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createProject, type Project } from '../../main/engine/project.ts';
import { freeSpace, spaceOf } from '../../main/engine/space.ts';
import { takeRunLock } from '../../main/store/index.ts';
import { addEpisode, temporaryFolder } from '../helpers/project.ts';

async function project(): Promise<Project> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'library'));
  const made = await createProject(join(folder, 'p.rolecall'), join(folder, 'library'));
  onTestFinished(() => made.close());
  addEpisode(made.database, 'e1');
  const put = (name: string, bytes: number): void => {
    const file = join(made.path, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, new Uint8Array(bytes));
  };
  put('cache/e1/listening.ogg', 1000);
  put('cache/e1/peaks.i8', 200);
  put('cache/e1/audio.s16', 5000);
  put('cache/e1/speech.f32.part', 30);
  put('cache/gone/listening.ogg', 700);
  put('exports/mine/clip.flac', 90);
  put('backups/2026-01-01T00-00-00-000Z-scheduled.db', 80);
  return made;
}
const sizes = async (made: Project) =>
  Object.fromEntries((await spaceOf(made)).kinds.map(({ kind, bytes }) => [kind, bytes]));

it('tells what each kind takes, and removes only what nobody needs', async () => {
  const made = await project();
  expect(await sizes(made)).toMatchObject({
    listening: 1000,
    analysis: 200,
    leftovers: 5730,
    backups: 80,
    exports: 90,
  });
  expect(await freeSpace(made, 'leftovers')).toBe(5730);
  expect(await sizes(made)).toMatchObject({ listening: 1000, analysis: 200, leftovers: 0, exports: 90 });
});

it('clears the cache and nothing else', async () => {
  const made = await project();
  expect(await freeSpace(made, 'cache')).toBe(6930);
  expect(await sizes(made)).toMatchObject({
    listening: 0,
    analysis: 0,
    leftovers: 0,
    backups: 80,
    exports: 90,
  });
  expect(existsSync(join(made.path, 'project.db'))).toBe(true);
});

it('frees nothing while a run works', async () => {
  const made = await project();
  const lock = takeRunLock(made.database, made.path);
  await expect(freeSpace(made, 'leftovers')).rejects.toThrow('Another run');
  lock.giveBack();
  expect((await sizes(made))['leftovers']).toBe(5730);
});
