import { z } from 'zod';
import { problem, stage } from '../../model/index.ts';
import { id, nothing, procedure } from './procedure.ts';

/** Why an episode would be worked on. */
export const runReason = z.enum([
  'new',
  'unfinished',
  'media',
  'subtitles',
  'script',
  'names',
  'speechModel',
  'encoder',
  'program',
  'cache',
  'unknown',
]);

/** What a run would do, said before it starts. */
export const foreseenRun = z.object({
  episodes: z.array(
    z.object({
      id,
      title: z.string(),
      series: z.string(),
      action: z.enum(['work', 'nothing', 'cannot']),
      reasons: z.array(runReason),
      stages: z.array(stage),
      /** Stages whose results stay. */
      kept: z.array(stage),
      problem: problem.nullable(),
      audioSeconds: z.number().nullable(),
    }),
  ),
  /** Series whose voices would be compared again. */
  voices: z.array(z.string()),
  secondsExpected: z.number().nullable(),
});
export type ForeseenRun = z.infer<typeof foreseenRun>;

/** The run while it is at work, and its plan. */
export const nightProcedures = {
  'run.pause': procedure('engine', nothing, nothing),
  'run.resume': procedure('engine', nothing, nothing),
  /** Puts what waits into this order; a run at work follows. */
  'run.reorder': procedure('engine', z.object({ episodes: z.array(id).max(100_000) }), nothing),
  /** Says what a run would do and why; changes nothing. */
  'run.foresee': procedure('engine', nothing, foreseenRun),
} as const;
