import { z } from 'zod';
import { historyEntry, reviewEdit, utterance } from '../../model/index.ts';
import { id, procedure, series } from './procedure.ts';

export const reviewOutcome = z.object({
  /** Utterances that now exist with these values. */
  changed: z.array(utterance),
  removed: z.array(id),
  sentence: z.string(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type ReviewOutcome = z.infer<typeof reviewOutcome>;

export const scriptContext = z.object({
  file: z.string(),
  lines: z.array(
    z.object({
      ordinal: z.number().int(),
      speakerLabel: z.string(),
      text: z.string(),
      sourceLine: z.number().int(),
      matched: z.boolean(),
    }),
  ),
});

/** Utterances and what is decided about them. */
export const reviewProcedures = {
  'utterances.list': procedure('engine', z.object({ episode: id }), z.array(utterance)),
  /** A part of that list, so many from a place on: a long one in one piece would hold the window up. */
  'utterances.page': procedure(
    'engine',
    z.object({ episode: id, from: z.number().int().min(0), limit: z.number().int().min(1).max(5000) }),
    z.array(utterance),
  ),
  'utterances.script': procedure('engine', z.object({ utterance: id }), scriptContext.nullable()),
  /** What a decision is worth most in a series (null: in all), worst first; nothing that was judged. */
  'utterances.worst': procedure(
    'engine',
    z.object({ series: series.nullable(), limit: z.number().int().min(1).max(5000) }),
    z.array(utterance),
  ),
  'review.apply': procedure('engine', z.object({ episode: id, edit: reviewEdit }), reviewOutcome),
  'review.undo': procedure('engine', z.object({ episode: id }), reviewOutcome.nullable()),
  'review.redo': procedure('engine', z.object({ episode: id }), reviewOutcome.nullable()),
  'review.history': procedure(
    'engine',
    z.object({ episode: id }),
    z.object({ entries: z.array(historyEntry), canUndo: z.boolean(), canRedo: z.boolean() }),
  ),
} as const;
