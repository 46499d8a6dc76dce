import { z } from 'zod';
import { id, nothing, path, procedure, series } from './procedure.ts';

/** A figure with its 95% interval, from so many items. */
const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number(), count: z.number() });
const maybe = estimate.nullable();
const figure = z.number().nullable();

const systemScore = z.object({
  name: z.string(),
  characters: z.array(
    z.object({
      character: z.string(),
      answered: z.number().int(),
      of: z.number().int(),
      acoustic: z.object({ similarity: maybe, margin: maybe, position: figure, nearest: figure }),
      content: z.object({ score: maybe, position: figure, words: z.number() }),
      quality: z.object({
        spoken: z.number().int(),
        seconds: figure,
        speechRate: maybe,
        silence: maybe,
        longestPauseSeconds: figure,
        clipping: figure,
        level: figure,
        repeated: figure,
      }),
    }),
  ),
  overall: z.object({ similarity: maybe, margin: maybe, content: maybe }),
});
export type EvaluatedSystem = z.infer<typeof systemScore>;

/** What `score` writes as `evaluation.json`, as far as the window shows it. */
export const evaluationResult = z.object({
  series: z.string(),
  ceiling: systemScore,
  floor: systemScore,
  systems: z.array(systemScore),
  comparisons: z.array(
    z.object({
      measure: z.enum(['similarity', 'words']),
      first: z.string(),
      second: z.string(),
      difference: estimate,
      probability: z.number(),
    }),
  ),
  answers: z.array(
    z.object({
      prompt: z.string(),
      character: z.string(),
      system: z.string(),
      text: z.string().nullable(),
      voice: z.object({ similarity: z.number() }).nullable(),
      words: figure,
    }),
  ),
  withoutWords: z.array(z.string()),
  judge: z
    .object({
      model: z.string(),
      rubric: z.string(),
      systems: z.array(
        z.object({ name: z.string(), character: maybe, fit: maybe, judged: z.number(), failed: z.number() }),
      ),
    })
    .nullable(),
});
export type EvaluationResult = z.infer<typeof evaluationResult>;

/** How a model is asked; kept beside its answers, so that going on needs no second asking. */
export const modelQuestion = z.object({
  address: z.string().trim().min(1).max(2000),
  model: z.string().trim().min(1).max(500),
  voice: z.string().trim().max(200),
  textOnly: z.boolean(),
  allowRemote: z.boolean(),
  timeLimitSeconds: z.number().int().min(1).max(3600),
  attempts: z.number().int().min(1).max(10),
});
export type ModelQuestion = z.infer<typeof modelQuestion>;

export const evaluationSystem = z.object({
  name: z.string(),
  folder: z.string(),
  /** Null where the answers come from a folder that somebody named. */
  question: modelQuestion.nullable(),
  answered: z.number().int(),
});

export const evaluationSet = z.object({
  id,
  directory: z.string(),
  series: z.string(),
  /** Titles of the episodes held back. */
  heldOut: z.array(z.string()),
  characters: z.array(z.object({ name: z.string(), prompts: z.number().int(), voice: z.number().int() })),
  prompts: z.number().int(),
  systems: z.array(evaluationSystem),
  /** The report of the last comparison; null before the first. `stale`: systems or answers came since. */
  report: z.object({ file: z.string(), at: z.string(), stale: z.boolean() }).nullable(),
});
export type EvaluationSet = z.infer<typeof evaluationSet>;

export const collectOutcome = z.object({
  asked: z.number().int(),
  answered: z.number().int(),
  already: z.number().int(),
  failed: z.array(z.object({ prompt: z.string(), message: z.string() })),
});
export type CollectOutcome = z.infer<typeof collectOutcome>;

/** One prompt: what was said before, and what was answered. */
export const evaluationPrompt = z.object({
  character: z.string(),
  episode: z.string(),
  context: z.array(z.object({ speaker: z.string(), text: z.string() })),
  reference: z.string(),
});

const systemName = z.string().trim().min(1).max(80);

/** ARP-Eval: test sets, the answers of models, and what comes of comparing them. */
export const evaluationProcedures = {
  /** Newest first. */
  'evaluation.list': procedure('engine', nothing, z.array(evaluationSet)),
  'evaluation.prepare': procedure(
    'engine',
    z.object({
      series,
      /** Episodes to hold back; null: a fifth, drawn by their ids. */
      heldOut: z.array(id).nullable(),
      prompts: z.number().int().min(4).max(500),
      acceptedOnly: z.boolean(),
    }),
    z.object({
      id,
      leftOut: z.array(z.object({ character: z.string(), reason: z.string() })),
    }),
  ),
  /** Asks a model what has no answer yet; the name is the system's in the comparison. */
  'evaluation.collect': procedure(
    'engine',
    z.object({ set: id, name: systemName, question: modelQuestion }),
    collectOutcome,
  ),
  /** Answers that lie in a folder, made by something else. */
  'evaluation.addFolder': procedure('engine', z.object({ set: id, name: systemName, folder: path }), nothing),
  /** Takes a system out of the comparison; its answers stay on the disk. */
  'evaluation.remove': procedure('engine', z.object({ set: id, name: systemName }), nothing),
  'evaluation.score': procedure(
    'engine',
    z.object({
      set: id,
      judge: z
        .object({
          address: z.string().min(1).max(2000),
          model: z.string().min(1).max(500),
          allowRemote: z.boolean(),
        })
        .nullable(),
    }),
    z.object({ warnings: z.array(z.string()) }),
  ),
  'evaluation.result': procedure('engine', z.object({ set: id }), evaluationResult.nullable()),
  'evaluation.prompt': procedure('engine', z.object({ set: id, prompt: id }), evaluationPrompt),
  /** The bytes of one sound file: of a system's answer, or the real one (system null); null where there is none. */
  'evaluation.sound': procedure(
    'engine',
    z.object({ set: id, prompt: id, system: z.string().max(200).nullable() }),
    z.object({ bytes: z.instanceof(Uint8Array).nullable() }),
  ),
  'evaluation.cancel': procedure('engine', nothing, nothing),
} as const;
