import { z } from 'zod';
import { type ErrorKind, RolecallError, type SettingsPart } from '../main/model/errors.ts';
import { manifestEntry } from './manifest.ts';
import type { EmbeddingOutcome, ModelStatus, SoundJudgement, SpeechScores } from './models.ts';
import { PROVIDERS } from './provider-names.ts';

/** What an inference process is told once, before anything else. */
export const setup = z.object({
  kind: z.literal('setup'),
  models: z.array(manifestEntry),
  /** Folder of the model files; the usual one where absent. */
  directory: z.string().optional(),
  providers: z.array(z.enum(PROVIDERS)),
  threads: z.number().int().min(1).max(64),
});
export type Setup = z.infer<typeof setup>;

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array, 'must be a Float32Array');
const samples = z.custom<Int16Array>((value) => value instanceof Int16Array, 'must be an Int16Array');
const place = z.number().int().min(0);
const part = z
  .object({ start: place, end: place })
  .refine(({ start, end }) => start <= end, 'must not end before it starts');
const storedClip = z.object({ file: z.string(), parts: z.array(part).readonly() });

/** Work for an inference process. Messages travel as structured clones between processes of one program. */
export const request = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('score'),
    id: z.number().int(),
    model: z.string(),
    samples,
    stream: z.object({ memory: floats, context: samples }),
  }),
  z.object({
    kind: z.literal('embed'),
    id: z.number().int(),
    model: z.string(),
    clips: z.array(z.union([floats, storedClip])),
  }),
  z.object({ kind: z.literal('enhance'), id: z.number().int(), model: z.string(), clips: z.array(floats) }),
  z.object({
    kind: z.literal('judge'),
    id: z.number().int(),
    model: z.string(),
    clips: z.array(z.union([samples, storedClip])),
  }),
  z.object({ kind: z.literal('describe'), id: z.number().int(), model: z.string() }),
  z.object({ kind: z.literal('cancel'), id: z.number().int() }),
]);
export type Request = z.infer<typeof request>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A request before the process that gets it gave it a number. */
export type Work = WithoutId<Exclude<Request, { kind: 'cancel' }>>;

/** What each kind of work gives. */
export interface Results {
  readonly score: SpeechScores;
  readonly embed: EmbeddingOutcome[];
  readonly enhance: Float32Array[];
  readonly judge: (SoundJudgement | null)[];
  readonly describe: ModelStatus;
}

export interface PlainError {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly remedy: string;
  readonly file?: string;
  readonly mendedIn?: SettingsPart;
  readonly passing: boolean;
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: Results[keyof Results] }
  | { readonly id: number; readonly ok: false; readonly error: PlainError };

export const toPlain = (error: RolecallError): PlainError => ({
  kind: error.kind,
  message: error.message,
  remedy: error.remedy,
  ...(error.file === undefined ? {} : { file: error.file }),
  ...(error.mendedIn === undefined ? {} : { mendedIn: error.mendedIn }),
  passing: error.passing,
});

export const fromPlain = (plain: PlainError): RolecallError => new RolecallError(plain);
