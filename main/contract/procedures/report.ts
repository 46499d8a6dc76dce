import { z } from 'zod';
import { characterCount, diskUse, doubtfulLine, episodeOutlier, problem } from '../../model/index.ts';
import { id, name, nothing, procedure, series } from './procedure.ts';

export const auditResult = z.object({
  id: z.number().int(),
  series: z.string().nullable(),
  seed: z.number().int(),
  finishedAt: z.string(),
  population: z.number().int(),
  judged: z.number().int(),
  unsure: z.number().int(),
  errors: z.number().int(),
  /** Share of wrong labels among the judged, with Wilson's interval at 95%. */
  rate: z.number(),
  low: z.number(),
  high: z.number(),
  wrong: z.array(
    z.object({
      utterance: id,
      episode: id,
      text: z.string(),
      label: z.string(),
      heard: z.string().nullable(),
    }),
  ),
});
export type AuditResult = z.infer<typeof auditResult>;

export const auditState = z.object({
  /** The audit at work: what it samples, never how that is labelled. */
  current: z
    .object({
      id: z.number().int(),
      series: z.string().nullable(),
      seed: z.number().int(),
      population: z.number().int(),
      items: z.array(
        z.object({
          utterance: id,
          episode: id,
          start: z.number().int(),
          end: z.number().int(),
          text: z.string(),
          answer: z.object({ character: z.string().nullable(), unsure: z.boolean() }).nullable(),
        }),
      ),
    })
    .nullable(),
  /** Newest first. */
  results: z.array(auditResult),
});
export type AuditState = z.infer<typeof auditState>;

export const measures = z.object({
  seconds: z.number().min(0),
  keystrokes: z.number().int().min(0),
  decisions: z.record(z.string().max(40), z.number().int().min(0)),
  /** Decisions whose time is known, and the seconds of work that they took, by kind. */
  timed: z.record(
    z.string().max(40),
    z.object({ count: z.number().int().min(0), seconds: z.number().min(0) }),
  ),
});

export const measureReport = measures.extend({
  acceptedSeconds: z.number(),
  minutesPerAcceptedHour: z.number().nullable(),
  decisionsPerMinute: z.number().nullable(),
  perMinuteByKind: z.record(z.string(), z.number()),
  keystrokesPerDecision: z.number().nullable(),
});
export type MeasureReport = z.infer<typeof measureReport>;

/** What the last run left behind, cut to what a screen holds: the page in `file` has the whole of it. */
export const morning = z.object({
  file: z.string(),
  madeAt: z.string(),
  /** Absent where the report was written without a run. Seconds. */
  run: z
    .object({ seconds: z.number(), audioSeconds: z.number(), xRealtime: z.number(), stopped: z.number() })
    .nullable(),
  episodes: z.object({ all: z.number().int(), done: z.number().int(), failed: z.number().int() }),
  /** Seconds of audio of the episodes that are done. */
  audioSeconds: z.number(),
  failures: z.array(z.object({ episode: id, title: z.string(), problem })),
  /** Episodes that stand apart from the others. */
  outliers: z.array(episodeOutlier.extend({ episode: id, title: z.string() })),
  /** The lines that a person should hear first. */
  doubtful: z.array(doubtfulLine.extend({ episode: id, utterance: id })),
  states: z.record(z.string(), z.number().int()),
  /** Those with the most lines first. */
  characters: z.array(characterCount),
  characterCount: z.number().int(),
  stageSeconds: z.record(z.string(), z.number()),
  disk: diskUse,
});
export type Morning = z.infer<typeof morning>;

/** The morning's report, the blind audit and what the review costs. */
export const reportProcedures = {
  'audit.state': procedure('engine', nothing, auditState),
  'audit.start': procedure(
    'engine',
    z.object({
      series: series.nullable(),
      size: z.number().int().min(1).max(5000),
      seed: z.number().int().min(0).optional(),
    }),
    auditState,
  ),
  'audit.answer': procedure(
    'engine',
    z.object({ utterance: id, character: name.nullable(), unsure: z.boolean() }),
    auditState,
  ),
  'audit.finish': procedure('engine', nothing, auditState),
  /** Null where no run has ended since something changed. */
  'report.morning': procedure('engine', nothing, morning.nullable()),
  'measures.add': procedure('engine', measures, nothing),
  'measures.report': procedure('engine', nothing, measureReport),
} as const;
