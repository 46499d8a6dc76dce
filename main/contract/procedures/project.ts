import { z } from 'zod';
import { episode, problem, stage } from '../../model/index.ts';
import { id, nothing, path, procedure } from './procedure.ts';

export const projectSummary = z.object({
  path: z.string(),
  name: z.string(),
  library: z.string(),
  episodes: z.number().int(),
  utterances: z.number().int(),
});
export type ProjectSummary = z.infer<typeof projectSummary>;

/** Progress of a run. Seconds are wall-clock; `fraction` runs from 0 to 1. */
export const runStatus = z.object({
  running: z.boolean(),
  /** Waits for its time, looks at what changed, works on episodes, compares voices, writes the report. */
  phase: z.enum(['scheduled', 'planning', 'episodes', 'voices', 'report']),
  paused: z.boolean(),
  /** Episodes that wait, in the order in which they are taken. */
  waiting: z.array(id),
  /** How much of each stage is done over the whole run, 0 to 1. */
  stages: z.array(z.object({ stage, fraction: z.number() })),
  /** Present while an episode is worked on, one for each job. */
  active: z.array(z.object({ episode: id, stage, fraction: z.number() })),
  done: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  total: z.number().int(),
  fraction: z.number(),
  secondsLeft: z.number().nullable(),
  /** Seconds of audio finished for each second of work. */
  xRealtime: z.number().nullable(),
  /** Without an episode: the run as a whole, which could not begin or broke off. */
  failures: z.array(z.object({ episode: id.nullable(), problem })),
});
export type RunStatus = z.infer<typeof runStatus>;

/** A project, its library and its run. */
export const projectProcedures = {
  'project.create': procedure('engine', z.object({ project: path, library: path }), projectSummary),
  'project.open': procedure('engine', z.object({ project: path }), projectSummary),
  'project.close': procedure('engine', nothing, nothing),
  'library.episodes': procedure('engine', nothing, z.array(episode)),
  'library.scan': procedure(
    'engine',
    nothing,
    z.object({
      added: z.array(id),
      changed: z.array(id),
      missing: z.array(id),
      unpaired: z.array(z.string()),
    }),
  ),
  'library.pair': procedure(
    'engine',
    z.object({ episode: id, subtitles: path.nullable().optional(), script: path.nullable().optional() }),
    episode,
  ),
  /** Follows a library that was moved to another folder. */
  'library.relink': procedure(
    'engine',
    z.object({ library: path }),
    z.object({ summary: projectSummary, found: z.number().int() }),
  ),
  'run.start': procedure(
    'engine',
    z.object({
      episodes: z.array(id).optional(),
      /** Start nothing that would not end by this time of the day, today or tomorrow. */
      until: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .optional(),
      /** Wait for this time of the day before anything is started. */
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .optional(),
    }),
    nothing,
  ),
  'run.cancel': procedure('engine', nothing, nothing),
  'run.status': procedure('engine', nothing, runStatus),
} as const;
