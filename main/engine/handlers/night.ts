import { foreseeRun } from '../../batch/foresee.ts';
import { reorder, steerRun } from '../../batch/steer.ts';
import type { EngineContext, Handlers } from './context.ts';

type Rows = 'run.pause' | 'run.resume' | 'run.reorder' | 'run.foresee';

export const nightHandlers = (engine: EngineContext): Pick<Handlers, Rows> => ({
  'run.pause': () => {
    steerRun(engine.open(), 'pause');
    return {};
  },
  'run.resume': () => {
    steerRun(engine.open(), null);
    return {};
  },
  'run.reorder': ({ episodes }) => {
    reorder(engine.open(), episodes);
    return {};
  },
  'run.foresee': async () =>
    engine.tasks.run('foresee', async (signal) => {
      const { episodes, ...rest } = await foreseeRun(engine.open(), { signal });
      return {
        ...rest,
        voices: [...rest.voices],
        episodes: episodes.map((each) => ({
          ...each,
          reasons: [...each.reasons],
          stages: [...each.stages],
          kept: [...each.kept],
        })),
      };
    }),
});
