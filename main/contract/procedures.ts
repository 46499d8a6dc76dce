import { z } from 'zod';
import { episode, historyEntry, problem, reviewEdit, stage, utterance } from '../model/index.ts';

/**
 * The one table of what the window may ask for. `host` says who answers: the
 * application (dialogs, recent projects) or the engine (everything else).
 * Inputs are validated where they are answered, outputs where they arrive.
 */
interface Procedure<H extends 'app' | 'engine', I extends z.ZodType, O extends z.ZodType> {
  readonly host: H;
  readonly input: I;
  readonly output: O;
}

const procedure = <H extends 'app' | 'engine', I extends z.ZodType, O extends z.ZodType>(
  host: H,
  input: I,
  output: O,
): Procedure<H, I, O> => ({ host, input, output });

const nothing = z.object({}).strict();
const path = z.string().min(1).max(4096);
const id = z.string().min(1).max(200);

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
  failures: z.array(z.object({ episode: id, problem })),
});
export type RunStatus = z.infer<typeof runStatus>;

export const characterSummary = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  utterances: z.number().int(),
  seconds: z.number(),
  /** 1 to 9 for the first nine characters: their key stays theirs. */
  key: z.number().int().nullable(),
});
export type CharacterSummary = z.infer<typeof characterSummary>;

export const reviewOutcome = z.object({
  /** Utterances that now exist with these values. */
  changed: z.array(utterance),
  removed: z.array(id),
  sentence: z.string(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type ReviewOutcome = z.infer<typeof reviewOutcome>;

export const exportOutcome = z.object({
  directory: z.string(),
  files: z.number().int(),
  utterances: z.number().int(),
  seconds: z.number(),
  characters: z.array(z.string()),
});

export const doctorFinding = z.object({
  subject: z.string(),
  status: z.enum(['good', 'warning', 'bad']),
  found: z.string(),
  remedy: z.string().nullable(),
});
export type DoctorFinding = z.infer<typeof doctorFinding>;

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

export const procedures = {
  'app.chooseFolder': procedure(
    'app',
    z.object({ title: z.string().max(200) }),
    z.object({ path: path.nullable() }),
  ),
  'app.chooseFile': procedure(
    'app',
    z.object({
      title: z.string().max(200),
      extensions: z.array(z.string().max(20)).max(40),
      startIn: path.optional(),
    }),
    z.object({ path: path.nullable() }),
  ),
  'app.chooseNewProject': procedure('app', nothing, z.object({ path: path.nullable() })),
  /** The project named on the command line, if any. */
  'app.startUp': procedure(
    'app',
    nothing,
    z.object({ project: path.nullable(), sampleLibrary: path.nullable() }),
  ),
  'app.recentProjects': procedure(
    'app',
    nothing,
    z.array(z.object({ path, name: z.string(), openedAt: z.string(), missing: z.boolean() })),
  ),
  'app.showInFolder': procedure('app', z.object({ path }), nothing),

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

  'run.start': procedure('engine', z.object({ episodes: z.array(id).optional() }), nothing),
  'run.cancel': procedure('engine', nothing, nothing),
  'run.status': procedure('engine', nothing, runStatus),

  'utterances.list': procedure('engine', z.object({ episode: id }), z.array(utterance)),
  'utterances.script': procedure('engine', z.object({ utterance: id }), scriptContext.nullable()),
  'characters.list': procedure('engine', nothing, z.array(characterSummary)),

  'review.apply': procedure('engine', z.object({ episode: id, edit: reviewEdit }), reviewOutcome),
  'review.undo': procedure('engine', z.object({ episode: id }), reviewOutcome.nullable()),
  'review.redo': procedure('engine', z.object({ episode: id }), reviewOutcome.nullable()),
  'review.history': procedure(
    'engine',
    z.object({ episode: id }),
    z.object({ entries: z.array(historyEntry), canUndo: z.boolean(), canRedo: z.boolean() }),
  ),

  'export.run': procedure(
    'engine',
    z.object({
      directory: path,
      formats: z.array(z.enum(['audiofolder', 'jsonl'])).min(1),
      acceptedOnly: z.boolean(),
    }),
    exportOutcome,
  ),
  'doctor.run': procedure('engine', nothing, z.array(doctorFinding)),
} as const;

export type ProcedureName = keyof typeof procedures;
export type ProcedureInput<N extends ProcedureName> = z.input<(typeof procedures)[N]['input']>;
export type ProcedureOutput<N extends ProcedureName> = z.output<(typeof procedures)[N]['output']>;

export const isProcedureName = (name: string): name is ProcedureName => Object.hasOwn(procedures, name);

/** The procedures that the application answers. */
export type AppProcedure = {
  [N in ProcedureName]: (typeof procedures)[N]['host'] extends 'app' ? N : never;
}[ProcedureName];
/** The procedures that the engine answers. */
export type EngineProcedure = Exclude<ProcedureName, AppProcedure>;
