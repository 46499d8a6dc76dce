import type { z } from 'zod';
import { RolecallError } from '../model/index.ts';

/** Parses a JSON column and validates it: the database may be older than this code, or damaged. */
export function parseJson<T extends z.ZodType>(schema: T, text: string, column: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(column, cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damaged(column, parsed.error);
  return parsed.data;
}

const damaged = (column: string, cause: unknown): RolecallError =>
  new RolecallError({
    kind: 'project',
    message: `The project database holds a value in ${column} that does not fit.`,
    remedy: 'Run `rolecall doctor` on the project, and restore a backup if it finds damage.',
    cause,
  });
