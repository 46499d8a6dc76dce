import { z } from 'zod';

/** A decision about one or more utterances of one episode. All of them can be undone. */
export const reviewEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accept'), utterances: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('reject'), utterances: z.array(z.string()).min(1) }),
  /** `character` null: "nobody known". Assigning also accepts: a person has decided. */
  z.object({
    kind: z.literal('assign'),
    utterances: z.array(z.string()).min(1),
    character: z.string().min(1).max(200).nullable(),
  }),
  z.object({
    kind: z.literal('retime'),
    utterance: z.string(),
    start: z.number().int().min(0),
    end: z.number().int().min(0),
  }),
  z.object({ kind: z.literal('retext'), utterance: z.string(), text: z.string().max(10_000) }),
  /** Cuts the span at `at` and the text at character `textAt`. */
  z.object({
    kind: z.literal('split'),
    utterance: z.string(),
    at: z.number().int().min(0),
    textAt: z.number().int().min(0),
  }),
  /** Joins neighbours of one episode into the first of them. */
  z.object({ kind: z.literal('merge'), utterances: z.array(z.string()).min(2) }),
]);
export type ReviewEdit = z.infer<typeof reviewEdit>;

/** One entry of an episode's history, newest last. */
export const historyEntry = z.object({
  id: z.number().int(),
  episode: z.string(),
  at: z.string(),
  who: z.string(),
  /** A sentence: "Accepted 3 utterances", "Assigned “Hello there.” to Orla". */
  sentence: z.string(),
  undone: z.boolean(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;
