import { z } from 'zod';
import { runStatus } from './procedures.ts';

/** Which part of work on an evaluation is at hand, and how far: the window has its own words for each. */
export const evaluationStep = z.object({
  what: z.enum(['clips', 'asked', 'heard', 'judged']),
  done: z.number().int(),
  of: z.number().int(),
});
export type EvaluationStep = z.infer<typeof evaluationStep>;

/** What the engine and the application tell the window unasked. */
export const events = {
  'run.progress': runStatus,
  /** Utterances or episodes changed by something other than this window's own review. */
  'project.changed': z.object({ episodes: z.array(z.string()).nullable() }),
  /** The engine ended or came back; commands in flight were lost. */
  'engine.state': z.object({ state: z.enum(['running', 'restarting', 'failed']), message: z.string() }),
  /** Something in the window's own main process failed, and it goes on; `log` is the file that tells more. */
  'app.fault': z.object({ log: z.string() }),
  /** Seconds left are null while too little is done to tell. */
  'export.progress': z.object({
    fraction: z.number(),
    message: z.string(),
    secondsLeft: z.number().nullable(),
  }),
  /** Work on a test set, on collecting answers or on comparing them. */
  'evaluation.progress': z.object({ fraction: z.number(), step: evaluationStep }),
  /** A model is being pulled: bytes that are there, and in all. */
  'models.progress': z.object({ id: z.string(), bytes: z.number(), total: z.number() }),
  /** A menu item or a second start asks for something. */
  'menu.command': z.object({ command: z.enum(['new-project', 'open-project', 'undo', 'redo', 'shortcuts']) }),
  'menu.openProject': z.object({ project: z.string() }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

export const isEventName = (name: string): name is EventName => Object.hasOwn(events, name);
