import { z } from 'zod';
import type { WireError } from '../contract/index.ts';
import { asRolecallError, type Problem, RolecallError } from '../model/index.ts';

/** Any thrown value in the form that crosses to the window. */
export function toWireError(thrown: unknown): WireError {
  const error = thrown instanceof z.ZodError ? wrongShape(thrown) : asRolecallError(thrown);
  return { kind: error.kind, ...toProblem(error) };
}

/** An error as it is stored with an episode and shown to people. */
export const toProblem = (error: RolecallError): Problem => ({
  message: error.message,
  remedy: error.remedy,
  file: error.file ?? null,
  place: error.place ?? null,
  ...(error.mendedIn === undefined ? {} : { mendedIn: error.mendedIn }),
});

const wrongShape = (error: z.ZodError): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `The call has the wrong shape: ${error.issues[0]?.path.join('.')} ${error.issues[0]?.message}.`,
    remedy: 'Use the same version of the window and the engine.',
  });
