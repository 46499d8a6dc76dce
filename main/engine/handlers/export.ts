import { exportProject } from '../export-project.ts';
import type { EngineContext, HandlersOf } from './context.ts';

export const exportHandlers = (engine: EngineContext): HandlersOf<'export'> => ({
  'export.run': ({ directory, formats, acceptedOnly }) =>
    engine.tasks.run('export', (signal) =>
      exportProject(engine.open(), {
        directory,
        formats,
        acceptedOnly,
        signal,
        onProgress: (fraction, message) => engine.emit('export.progress', { fraction, message }),
      }),
    ),
});
