import { z } from 'zod';
import { path, procedure } from './procedure.ts';

export const exportOutcome = z.object({
  directory: z.string(),
  files: z.number().int(),
  utterances: z.number().int(),
  seconds: z.number(),
  characters: z.array(z.string()),
});

/** Datasets. */
export const exportProcedures = {
  'export.run': procedure(
    'engine',
    z.object({
      directory: path,
      formats: z.array(z.enum(['audiofolder', 'jsonl'])).min(1),
      acceptedOnly: z.boolean(),
    }),
    exportOutcome,
  ),
} as const;
