import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';

export const doctorFinding = z.object({
  subject: z.string(),
  status: z.enum(['good', 'warning', 'bad']),
  found: z.string(),
  remedy: z.string().nullable(),
});
export type DoctorFinding = z.infer<typeof doctorFinding>;

/** What this machine has and lacks. */
export const machineProcedures = {
  'doctor.run': procedure('engine', nothing, z.array(doctorFinding)),
} as const;
