import {
  BUNDLED_MODELS,
  checkModelFile,
  InferenceHost,
  type ManifestEntry,
  newSpeechStream,
} from '../../native-models/index.ts';
import { asRolecallError } from '../model/index.ts';

export type ModelReport = Pick<
  ManifestEntry,
  'id' | 'kind' | 'version' | 'size' | 'sha256' | 'licence' | 'source'
> & {
  readonly installed: boolean;
};

/** Every model of the manifest, with whether its file is there and whole. */
export async function listModels(): Promise<ModelReport[]> {
  return Promise.all(
    BUNDLED_MODELS.map(async ({ id, kind, version, size, sha256, licence, source }) => ({
      id,
      kind,
      version,
      size,
      sha256,
      licence,
      source,
      installed: (await checkModelFile(findEntry(id))).kind === 'good',
    })),
  );
}

const findEntry = (id: string): ManifestEntry =>
  BUNDLED_MODELS.find((each) => each.id === id) as ManifestEntry;

export interface ModelCheck {
  readonly id: string;
  readonly ok: boolean;
  /** What was found, in one sentence. */
  readonly message: string;
}

/** A second of a soft 200 Hz tone with overtones: no voice, but every model must give a finite answer to it. */
const knownInput = (): Float32Array =>
  Float32Array.from({ length: 16_384 }, (_, index) => {
    const phase = (2 * Math.PI * 200 * index) / 16_000;
    return 0.1 * (Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3);
  });

/** Checksum of every model, then one known input through it. */
export async function checkModels(signal: AbortSignal): Promise<ModelCheck[]> {
  const host = new InferenceHost();
  try {
    const results: ModelCheck[] = [];
    for (const entry of BUNDLED_MODELS) results.push(await checkModel(entry, host, signal));
    return results;
  } finally {
    await host.close();
  }
}

async function checkModel(
  entry: ManifestEntry,
  host: InferenceHost,
  signal: AbortSignal,
): Promise<ModelCheck> {
  const { id, kind } = entry;
  const file = await checkModelFile(entry);
  if (file.kind === 'missing') return { id, ok: false, message: `${file.path} is missing.` };
  if (file.kind === 'damaged') return { id, ok: false, message: `${file.path} ${file.why}.` };
  try {
    const answer = kind === 'speech' ? await trySpeech(host, id, signal) : await tryEncoder(host, id, signal);
    return {
      id,
      ok: answer !== null,
      message: answer ?? 'The checksum is right, but the answer is not finite.',
    };
  } catch (thrown) {
    return { id, ok: false, message: asRolecallError(thrown).message };
  }
}

async function trySpeech(host: InferenceHost, id: string, signal: AbortSignal): Promise<string | null> {
  const { probabilities } = await host.speechModel(id).score([knownInput()], [newSpeechStream()], { signal });
  const answers = probabilities[0] ?? new Float32Array();
  const areSound = answers.length === 32 && answers.every((value) => value >= 0 && value <= 1);
  return areSound ? 'The checksum is right; a tone gives probabilities between 0 and 1.' : null;
}

async function tryEncoder(host: InferenceHost, id: string, signal: AbortSignal): Promise<string | null> {
  const [outcome] = await host.speakerEncoder(id).embed([knownInput()], { signal });
  const length = outcome?.kind === 'embedded' ? Math.hypot(...outcome.vector) : 0;
  return Math.abs(length - 1) < 1e-3 ? 'The checksum is right; a tone gives a vector of length one.' : null;
}
