import { z } from 'zod';
import {
  characterProposal,
  episode,
  historyEntry,
  problem,
  reviewEdit,
  stage,
  utterance,
} from '../model/index.ts';

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
const series = z.string().min(1).max(4096);
const name = z.string().min(1).max(10_000);

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
  series: z.string(),
  /** A group is what scripts call several at once ("All", "Crowd", "Ross and Rachel"): nobody's voice. */
  kind: z.enum(['person', 'group']),
  aliases: z.array(z.string()),
  utterances: z.number().int(),
  /** Of them accepted or corrected by a person. */
  accepted: z.number().int(),
  seconds: z.number(),
  /** 1 to 9 for nine people of a series: their key stays theirs. */
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

export const castDecisions = z.object({
  /** What may be one person: to be confirmed or declined. */
  proposals: z.array(characterProposal),
  /** What was decided about characters and can be taken back, newest last. */
  history: z.array(z.object({ id: z.number().int(), at: z.string(), sentence: z.string() })),
});
export type CastDecisions = z.infer<typeof castDecisions>;

/** The voices of a series as a picture: each point one utterance, near ones sound alike. Both axes within -1 to 1. */
export const voiceMap = z.array(
  z.object({
    utterance: id,
    episode: id,
    start: z.number().int(),
    end: z.number().int(),
    text: z.string(),
    speaker: z.string().nullable(),
    x: z.number(),
    y: z.number(),
  }),
);
export type VoiceMap = z.infer<typeof voiceMap>;

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
});

export const measureReport = measures.extend({
  acceptedSeconds: z.number(),
  minutesPerAcceptedHour: z.number().nullable(),
  decisionsPerMinute: z.number().nullable(),
  keystrokesPerDecision: z.number().nullable(),
});
export type MeasureReport = z.infer<typeof measureReport>;

/** What a person set for this machine. */
export const preferences = z.object({
  /** Chords of the commands whose keys were changed. */
  shortcuts: z.record(z.string().max(60), z.array(z.string().max(40)).max(4)),
});
export type Preferences = z.infer<typeof preferences>;

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
  'app.preferences': procedure('app', nothing, preferences),
  'app.setPreferences': procedure('app', preferences, preferences),
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
    }),
    nothing,
  ),
  'run.cancel': procedure('engine', nothing, nothing),
  'run.status': procedure('engine', nothing, runStatus),

  'utterances.list': procedure('engine', z.object({ episode: id }), z.array(utterance)),
  'utterances.script': procedure('engine', z.object({ utterance: id }), scriptContext.nullable()),
  /** What a decision is worth most in a series (null: in all), worst first; nothing that was judged. */
  'utterances.worst': procedure(
    'engine',
    z.object({ series: series.nullable(), limit: z.number().int().min(1).max(5000) }),
    z.array(utterance),
  ),
  'characters.list': procedure('engine', z.object({ series: series.optional() }), z.array(characterSummary)),
  /** The utterances that a character's voice is known best by, best first. */
  'characters.exemplars': procedure(
    'engine',
    z.object({ series, character: name, except: id.nullable(), limit: z.number().int().min(1).max(20) }),
    z.array(utterance),
  ),
  'characters.decisions': procedure('engine', z.object({ series }), castDecisions),
  /** Another name for a character; the name of another one makes the two one person. */
  'characters.rename': procedure(
    'engine',
    z.object({ series, from: name, to: z.string().trim().min(1).max(200) }),
    nothing,
  ),
  'characters.answer': procedure(
    'engine',
    z.object({ series, label: name, name, same: z.boolean() }),
    nothing,
  ),
  'characters.undo': procedure('engine', z.object({ series }), z.object({ sentence: z.string().nullable() })),
  'characters.giveKey': procedure(
    'engine',
    z.object({ series, name, key: z.number().int().min(1).max(9) }),
    nothing,
  ),
  'characters.map': procedure('engine', z.object({ series }), voiceMap),

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
  'measures.add': procedure('engine', measures, nothing),
  'measures.report': procedure('engine', nothing, measureReport),

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
