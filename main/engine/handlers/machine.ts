import { makeBackup } from '../../store/index.ts';
import { projectBackups } from '../backups.ts';
import { runDoctor } from '../doctor.ts';
import { chooseEncoder, projectEncoder } from '../encoder.ts';
import { checkModels, getModel, listModels } from '../models.ts';
import { freeSpace, spaceOf } from '../space.ts';
import type { EngineContext, HandlersOf } from './context.ts';

const PULL = 'models';
const CHECK = 'models-check';

export const machineHandlers = (
  engine: EngineContext,
): Omit<HandlersOf<'doctor' | 'models' | 'space' | 'backups'>, 'backups.restore'> => ({
  'doctor.run': () => runDoctor(engine.current()?.path ?? null, new AbortController().signal),
  'models.list': async () => {
    const project = engine.current();
    const used = project === null ? null : projectEncoder(project.database).id;
    return (await listModels()).map(({ installed, damaged, ...model }) => ({
      ...model,
      state: installed ? 'installed' : damaged ? 'damaged' : 'missing',
      used: model.id === used,
    }));
  },
  'models.check': () =>
    engine.tasks.run(CHECK, async (signal) =>
      (await checkModels(signal)).map(({ notes, ...check }) => ({ ...check, notes: [...notes] })),
    ),
  'models.pull': ({ id }) =>
    engine.tasks.run(PULL, (signal) =>
      getModel(id, {
        from: null,
        signal,
        onProgress: ({ bytes, total }) => engine.emit('models.progress', { id, bytes, total }),
      }),
    ),
  'models.take': ({ file }) => engine.tasks.run(PULL, (signal) => getModel(null, { from: file, signal })),
  'models.use': async ({ id }) => {
    await chooseEncoder(engine.open(), id);
    return {};
  },
  'models.cancel': async () => {
    await engine.tasks.cancel(PULL);
    return {};
  },
  'space.report': () => spaceOf(engine.open()),
  'space.free': async ({ what }) => {
    const bytes = await freeSpace(engine.open(), what);
    engine.changedEverything();
    return { bytes };
  },
  'backups.list': () =>
    projectBackups(engine.open().path).map(({ madeAt, ...each }) => ({
      ...each,
      madeAt: madeAt.toISOString(),
    })),
  'backups.make': async () => {
    const { database, path } = engine.open();
    const { madeAt, ...made } = await makeBackup(database, path);
    return { ...made, madeAt: madeAt.toISOString() };
  },
});
