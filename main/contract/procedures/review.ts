import { z } from 'zod';
import { enhancement, enhancementOutcome, historyEntry, reviewEdit, utterance } from '../../model/index.ts';
import { id, nothing, procedure, series } from './procedure.ts';

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

/** What the texts of an episode say when: cues as the subtitles have them, lines of the script where they were found. */
export const textLanes = z.object({
  /** Name of the file or track that the cues are from; null: there are none. */
  subtitles: z.string().nullable(),
  cues: z.array(
    z.object({
      /** Ordinal in the file from 1, as an utterance names its cue. */
      ordinal: z.number().int(),
      start: z.number().int(),
      end: z.number().int(),
      text: z.string(),
    }),
  ),
  lines: z.array(
    z.object({
      start: z.number().int(),
      end: z.number().int(),
      speakerLabel: z.string(),
      text: z.string(),
    }),
  ),
});
export type TextLanes = z.infer<typeof textLanes>;

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
  /** Times in samples of the media, sorted by start. */
  'utterances.lanes': procedure('engine', z.object({ episode: id }), textLanes),
  /**
   * How strong each frequency up to 8 kHz is: for each column `rows` bytes, the lowest frequency first. `start` is
   * the sample of the first column, `hop` the samples from one to the next.
   */
  'utterances.spectrogram': procedure(
    'engine',
    z.object({
      episode: id,
      start: z.number().int().min(0),
      hop: z.number().int().min(8).max(16_384),
      columns: z.number().int().min(1).max(4096),
    }),
    z.object({ rows: z.number().int(), bytes: z.instanceof(Uint8Array) }),
  ),
  /**
   * A span (samples) as an export would clean it, as a WAV file, and whether an export would take it. One at a time:
   * a newer wish cancels the older.
   */
  'utterances.enhanced': procedure(
    'engine',
    z.object({ episode: id, start: z.number().int().min(0), end: z.number().int().min(1) }),
    z.object({ bytes: z.instanceof(Uint8Array), outcome: enhancementOutcome, by: enhancement }),
  ),
  /** The clip that is being made is wanted no longer; ends when nothing works on it any more. */
  'utterances.cancelEnhanced': procedure('engine', nothing, nothing),
  'review.apply': procedure('engine', z.object({ episode: id, edit: reviewEdit }), reviewOutcome),
  'review.undo': procedure('engine', z.object({ episode: id }), reviewOutcome.nullable()),
  'review.redo': procedure('engine', z.object({ episode: id }), reviewOutcome.nullable()),
  'review.history': procedure(
    'engine',
    z.object({ episode: id }),
    z.object({ entries: z.array(historyEntry), canUndo: z.boolean(), canRedo: z.boolean() }),
  ),
} as const;
