import { z } from 'zod';

/**
 * One row of what the window may ask for. `host` says who answers: the
 * application (dialogs, recent projects) or the engine (everything else).
 * Inputs are validated where they are answered, outputs where they arrive.
 */
export interface Procedure<H extends 'app' | 'engine', I extends z.ZodType, O extends z.ZodType> {
  readonly host: H;
  readonly input: I;
  readonly output: O;
}

export const procedure = <H extends 'app' | 'engine', I extends z.ZodType, O extends z.ZodType>(
  host: H,
  input: I,
  output: O,
): Procedure<H, I, O> => ({ host, input, output });

export const nothing = z.object({}).strict();
export const path = z.string().min(1).max(4096);
export const id = z.string().min(1).max(200);
export const series = z.string().min(1).max(4096);
export const name = z.string().min(1).max(10_000);
