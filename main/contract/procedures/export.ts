import { z } from 'zod';
import { enhancement, gateReport, gateSettings, reviewState, utteranceState } from '../../model/index.ts';
import { id, name, nothing, path, procedure, series } from './procedure.ts';

export const exportOutcome = z.object({
  directory: z.string(),
  files: z.number().int(),
  utterances: z.number().int(),
  seconds: z.number(),
  characters: z.array(z.string()),
});

/** What goes in. */
const chosen = z.object({
  acceptedOnly: z.boolean(),
  /** Null: everybody. */
  characters: z.array(name).nullable(),
  gates: gateSettings,
});
export type ExportChoice = z.infer<typeof chosen>;

/** Everything that the export screen sets, but the folder. Seconds, hertz, dBFS. */
export const exportWish = chosen.extend({
  formats: z.array(z.string().min(1).max(40)).max(60),
  clips: z.object({
    codec: z.enum(['flac', 'wav', 'opus']),
    rate: z.number().int().min(4000).max(192_000).nullable(),
    padding: z.number().min(0).max(5),
    fade: z.number().min(0).max(1),
    level: z.number().min(-60).max(-5).nullable(),
    /** What the noise in clips is lowered with. */
    enhance: enhancement,
  }),
  split: z.enum(['episode', 'season', 'character', 'scene']).nullable(),
});
export type ExportWish = z.infer<typeof exportWish>;

export const exportSettings = z.object({ wish: exportWish, directory: z.string().max(4096) });
export type ExportSettings = z.infer<typeof exportSettings>;

/** A format as the screen offers it. */
const offered = z.object({
  name: z.string(),
  description: z.string(),
  /** Whether it needs no sound, refers to clips, or holds them. */
  clips: z.enum(['none', 'refers', 'embeds']),
});

/** An utterance that stays out, with what is known of why. Times in samples. */
const leftOut = z.object({
  id,
  episode: id,
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  speaker: z.string().nullable(),
  state: utteranceState,
  review: reviewState,
  reasons: z.array(
    z.object({ sentence: z.string(), gate: z.string().nullable(), value: z.number().nullable() }),
  ),
});
export type LeftOutUtterance = z.infer<typeof leftOut>;

/** Datasets. */
export const exportProcedures = {
  'export.offers': procedure(
    'engine',
    nothing,
    z.object({ formats: z.array(offered), packs: z.array(offered.pick({ name: true, description: true })) }),
  ),
  /** What was set last for this project. */
  'export.settings': procedure('engine', nothing, exportSettings),
  'export.remember': procedure('engine', exportSettings, nothing),
  /** What would be in, what each gate costs, how large it would be and how long it would take. */
  'export.preview': procedure(
    'engine',
    exportWish,
    z.object({
      report: gateReport,
      /** Bytes and seconds of work, roughly; null where nothing would be written. */
      estimate: z.object({ bytes: z.number(), seconds: z.number() }).nullable(),
    }),
  ),
  /** A random sample of what stays out: by this gate or rule, or by any gate. */
  'export.sample': procedure(
    'engine',
    chosen.extend({
      reason: z.string().max(200).nullable(),
      size: z.number().int().min(1).max(200),
      seed: z.number().int().min(0),
    }),
    z.array(leftOut),
  ),
  'export.run': procedure('engine', z.object({ directory: path, wish: exportWish }), exportOutcome),
  'export.cancel': procedure('engine', nothing, nothing),
  /** Reads an exported folder again; at most a hundred findings. */
  'export.verify': procedure(
    'engine',
    z.object({ directory: path }),
    z.object({
      ok: z.boolean(),
      files: z.number().int(),
      findings: z.array(z.object({ file: z.string(), message: z.string() })),
      more: z.number().int(),
    }),
  ),
  /** The training set of one character. */
  'export.pack': procedure(
    'engine',
    z.object({
      directory: path,
      series,
      character: name,
      format: z.string().max(40),
      acceptedOnly: z.boolean(),
    }),
    z.object({ directory: z.string(), examples: z.number().int(), clips: z.number().int() }),
  ),
} as const;
