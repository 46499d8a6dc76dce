import { z } from 'zod';
import { nothing, procedure, series } from './procedure.ts';

/** Which recogniser checks a project's texts, as a person writes it down; `text` says what each part may be. */
const wishOf = (text: (longest: number) => z.ZodString) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    /** A program with its first arguments, with spaces between them; a JSON list where arguments hold spaces. */
    z.object({ kind: z.literal('command'), line: text(8000) }),
    /** A server with OpenAI's `/v1/audio/transcriptions`. */
    z.object({
      kind: z.literal('server'),
      address: text(2000),
      model: text(200),
      /** Whether the address may be another machine's: clips then leave this one. */
      allowRemote: z.boolean(),
    }),
    /** A folder with a model of sherpa-onnx. */
    z.object({ kind: z.literal('sherpa'), folder: text(4096) }),
  ]);
export const recogniserWish = wishOf((longest) => z.string().max(longest));
/** What a project names: where it comes from elsewhere it may be longer, and must be seen all the same to be refused. */
const recogniserFound = wishOf(() => z.string());
export type RecogniserWish = z.infer<typeof recogniserWish>;

/** What a recogniser heard of one utterance. */
export const recogniserTrial = z.object({
  recogniser: z.string(),
  /** Title of the episode, and where the utterance begins there, in samples. */
  episode: z.string(),
  start: z.number().int(),
  text: z.string(),
  heard: z.string(),
  /** Null where the text has no words to compare. */
  wordErrorRate: z.number().nullable(),
  /** How long it took, its loading included. */
  seconds: z.number(),
});
export type RecogniserTrial = z.infer<typeof recogniserTrial>;

export const languagesOfSeries = z.object({
  series: z.string(),
  /** What a person said; null where nobody did. */
  expected: z.array(z.string()).nullable(),
  /** What the last run found in the text. */
  found: z.array(z.string()),
  /** Most first; null: lines too short to tell. */
  lines: z.array(z.object({ code: z.string().nullable(), utterances: z.number().int() })),
  /** Lines of which a part is in another language. */
  mixed: z.number().int(),
});
export type LanguagesOfSeries = z.infer<typeof languagesOfSeries>;

/** How the words of a project are checked: by which recogniser, in which languages. */
export const wordsProcedures = {
  /** `chosenHere` is false for one that came with the project: it is not used until it is chosen on this machine. */
  'recogniser.get': procedure(
    'engine',
    nothing,
    z.object({ wish: recogniserFound, chosenHere: z.boolean() }),
  ),
  /** The next run checks all texts with it. */
  'recogniser.choose': procedure('engine', recogniserWish, nothing),
  /** Has it hear one utterance of the project, without choosing it; `turn` picks which, from 0. */
  'recogniser.try': procedure(
    'engine',
    z.object({ wish: recogniserWish, turn: z.number().int().min(0).max(1000) }),
    recogniserTrial,
  ),
  'recogniser.cancel': procedure('engine', nothing, nothing),

  /** ISO 639-1 codes that may be expected, and what each series is in. */
  'languages.report': procedure(
    'engine',
    nothing,
    z.object({ known: z.array(z.string()), series: z.array(languagesOfSeries) }),
  ),
  /** Says which languages a series is in; null: they are to be found in its text. Its next run reads it anew. */
  'languages.expect': procedure(
    'engine',
    z.object({ series, codes: z.array(z.string().max(20)).max(60).nullable() }),
    nothing,
  ),
} as const;
