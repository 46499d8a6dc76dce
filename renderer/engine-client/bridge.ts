import './zod-without-eval.ts';
import {
  type Bridge,
  type EventName,
  type EventPayload,
  events,
  isEventName,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
  procedures,
  type WireError,
} from '../../main/contract/index.ts';
import { applicationStrings } from '../ui/strings/application.ts';

const words = applicationStrings.bridge;

declare global {
  interface Window {
    /** Put there by the preload; absent when the page is opened outside the application. */
    readonly rolecall?: Bridge;
  }
}

/** A refused or failed command, as the engine or the application told it. */
export class EngineError extends Error {
  readonly kind: WireError['kind'];
  /** What the user can do about it, one sentence. */
  readonly remedy: string;
  readonly file: string | null;
  readonly place: string | null;

  constructor(wire: WireError) {
    super(wire.message);
    this.name = 'EngineError';
    this.kind = wire.kind;
    this.remedy = wire.remedy;
    this.file = wire.file;
    this.place = wire.place;
  }
}

const internal = (message: string, remedy: string): EngineError =>
  new EngineError({ kind: 'internal', message, remedy, file: null, place: null });

function bridge(): Bridge {
  if (window.rolecall) return window.rolecall;
  throw internal(words.outside, words.outsideRemedy);
}

/**
 * Calls one procedure of the contract and validates what comes back.
 * Rejects with an EngineError; never with anything else.
 */
export async function call<N extends ProcedureName>(
  name: N,
  input: ProcedureInput<N>,
): Promise<ProcedureOutput<N>> {
  const answer = await bridge()
    .call(name, input)
    .catch((thrown: unknown) => {
      throw internal(
        words.unreachable(thrown instanceof Error ? thrown.message : String(thrown)),
        words.unreachableRemedy,
      );
    });
  if (!answer.ok) throw new EngineError(answer.error);
  const output = procedures[name].output.safeParse(answer.output);
  if (!output.success)
    throw internal(words.unexpected(name, output.error.issues[0]?.message ?? ''), words.unexpectedRemedy);
  return output.data as ProcedureOutput<N>;
}

/** Listens for one event of the contract until the returned function is called. Malformed events are dropped. */
export function onEvent<N extends EventName>(
  name: N,
  listener: (payload: EventPayload<N>) => void,
): () => void {
  return bridge().onEvent((message) => {
    if (message.event !== name || !isEventName(message.event)) return;
    const payload = events[name].safeParse(message.payload);
    if (payload.success) listener(payload.data as EventPayload<N>);
  });
}

/** The absolute path of a file or folder dropped on the window, or null where it has none. */
export const pathOfDropped = (file: File): string | null => bridge().pathOfFile(file) || null;

/** Any thrown value as an EngineError. */
export const asEngineError = (thrown: unknown): EngineError =>
  thrown instanceof EngineError
    ? thrown
    : internal(thrown instanceof Error ? thrown.message : String(thrown), words.tryAgain);
