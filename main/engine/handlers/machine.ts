import { runDoctor } from '../doctor.ts';
import type { EngineContext, HandlersOf } from './context.ts';

export const machineHandlers = (engine: EngineContext): HandlersOf<'doctor'> => ({
  'doctor.run': () => runDoctor(engine.current()?.path ?? null, new AbortController().signal),
});
