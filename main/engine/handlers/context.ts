import type {
  EngineProcedure,
  EventName,
  EventPayload,
  ProcedureInput,
  ProcedureOutput,
} from '../../contract/index.ts';
import type { Episode } from '../../model/index.ts';
import type { Project } from '../project.ts';
import type { Tasks } from '../tasks.ts';

export type Handlers = {
  [N in EngineProcedure]: (input: ProcedureInput<N>) => ProcedureOutput<N> | Promise<ProcedureOutput<N>>;
};

/** The rows of the contract's table whose names begin with one of these words. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<EngineProcedure, `${Area}.${string}`>>;

/** What the answers to the window's calls may reach of the engine. */
export interface EngineContext {
  /** The open project. @throws RolecallError `usage` where none is open */
  open(): Project;
  /** The open project, or null. */
  current(): Project | null;
  /** An episode of the open project. @throws RolecallError `usage` where there is none of this id */
  episode(id: string): Episode;
  emit<N extends EventName>(event: N, payload: EventPayload<N>): void;
  /** Tells the window to read everything anew. */
  changedEverything(): Record<string, never>;
  /** Long work that can be cancelled; it ends with the project. */
  readonly tasks: Tasks;
}
