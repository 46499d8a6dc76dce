import { z } from 'zod';
import { id, nothing, path, procedure } from './procedure.ts';

export const doctorFinding = z.object({
  subject: z.string(),
  status: z.enum(['good', 'warning', 'bad']),
  found: z.string(),
  remedy: z.string().nullable(),
});
export type DoctorFinding = z.infer<typeof doctorFinding>;

/** A model of this installation, or one that may be pulled. */
export const modelState = z.object({
  id: z.string(),
  kind: z.enum(['speech', 'speaker-encoder', 'sound', 'enhancer']),
  title: z.string(),
  version: z.string(),
  /** Bytes of its file. */
  size: z.number(),
  licence: z.string(),
  source: z.string(),
  /** Where it would be pulled from; null where it comes with Rolecall. */
  address: z.string().nullable(),
  state: z.enum(['installed', 'missing', 'damaged']),
  path: z.string(),
  /** Whether the open project compares voices with it. */
  used: z.boolean(),
});
export type ModelState = z.infer<typeof modelState>;

export const modelCheck = z.object({
  id: z.string(),
  ok: z.boolean(),
  message: z.string(),
  remedy: z.string().nullable(),
  /** Where it ran, and one sentence for each better place that was given up. */
  provider: z.string().nullable(),
  notes: z.array(z.string()),
});
export type ModelCheck = z.infer<typeof modelCheck>;

export const SPACE_KINDS = ['listening', 'analysis', 'leftovers', 'database', 'backups', 'exports'] as const;

export const spaceReport = z.object({
  project: z.string(),
  /** Bytes of each kind of file in the project's folder. */
  kinds: z.array(z.object({ kind: z.enum(SPACE_KINDS), bytes: z.number(), files: z.number().int() })),
  /** Bytes that the disk has left. */
  free: z.number(),
});
export type SpaceReport = z.infer<typeof spaceReport>;

export const backup = z.object({ file: z.string(), bytes: z.number(), madeAt: z.string() });
export type Backup = z.infer<typeof backup>;

/** What this machine has and lacks, and what a project takes of it. */
export const machineProcedures = {
  'doctor.run': procedure('engine', nothing, z.array(doctorFinding)),

  'models.list': procedure('engine', nothing, z.array(modelState)),
  /** Runs one known input through every model that is there. */
  'models.check': procedure('engine', nothing, z.array(modelCheck)),
  'models.pull': procedure('engine', z.object({ id }), z.object({ path: z.string() })),
  /** Takes a model from a file that was carried here; it is known by its checksum. */
  'models.take': procedure('engine', z.object({ file: path }), z.object({ id: z.string() })),
  /** Chooses with which encoder the open project compares voices; its next run follows. */
  'models.use': procedure('engine', z.object({ id }), nothing),
  'models.cancel': procedure('engine', nothing, nothing),

  'space.report': procedure('engine', nothing, spaceReport),
  /** Removes what an interrupted run left, or the whole cache, which the next run makes again. */
  'space.free': procedure(
    'engine',
    z.object({ what: z.enum(['leftovers', 'cache']) }),
    z.object({ bytes: z.number() }),
  ),

  /** Newest first. */
  'backups.list': procedure('engine', nothing, z.array(backup)),
  'backups.make': procedure('engine', nothing, backup),
  /** Puts a backup in the place of the database; what stood there is kept beside it. */
  'backups.restore': procedure('engine', z.object({ file: path }), nothing),
} as const;
