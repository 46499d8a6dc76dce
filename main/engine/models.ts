import {
  checkModelFile,
  findModel,
  InferenceHost,
  isPulled,
  KNOWN_MODELS,
  type ManifestEntry,
  type ModelKind,
  newSpeechStream,
  PULLED_MODELS,
  type PullProgress,
  pullModel,
  remedyFor,
  takeModel,
  wishedProviders,
} from '../../native-models/index.ts';
import { asRolecallError } from '../model/index.ts';

export type ModelReport = Pick<
  ManifestEntry,
  'id' | 'kind' | 'title' | 'version' | 'size' | 'sha256' | 'licence' | 'source'
> & {
  /** Where `models pull` takes it from; null where it comes with Rolecall. */
  readonly address: string | null;
  /** Length of the vectors of a speaker encoder; null for other models. */
  readonly dimension: number | null;
  /** Whether the file is there and whole. */
  readonly installed: boolean;
  /** Whether the file is there and is not what it should be. */
  readonly damaged: boolean;
  /** Where the file lies, or would lie. */
  readonly path: string;
};

/** Every model of the manifest, those that may be pulled included, with whether its file is there and whole. */
export async function listModels(): Promise<ModelReport[]> {
  return Promise.all(
    KNOWN_MODELS.map(async (entry) => {
      const { id, kind, title, version, size, sha256, licence, source } = entry;
      const file = await checkModelFile(entry);
      return {
        ...{ id, kind, title, version, size, sha256, licence, source },
        address: entry.address ?? null,
        dimension: entry.dimension ?? null,
        installed: file.kind === 'good',
        damaged: file.kind === 'damaged',
        path: file.path,
      };
    }),
  );
}

export interface PullReport {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** False where the right file was there already. */
  readonly fetched: boolean;
}

/**
 * Gets a model into the user's folder: from its address, or from a file that was carried here.
 *
 * @param id may be null with a file, which is then known by its checksum
 * @throws RolecallError as `pullModel` and `takeModel` do
 */
export async function getModel(
  id: string | null,
  options: {
    readonly from: string | null;
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: PullProgress) => void;
  },
): Promise<PullReport> {
  const { from, signal, onProgress } = options;
  // Without a name and without a file, the error that lists the known names is the right one.
  const entry = id === null && from !== null ? null : anyModel(id ?? '');
  if (from !== null) {
    const taken = await takeModel(from, entry, { signal });
    return report(taken.entry, taken);
  }
  const pulled = entry as ManifestEntry;
  return report(pulled, await pullModel(pulled, { signal, ...(onProgress ? { onProgress } : {}) }));
}

const anyModel = (id: string): ManifestEntry =>
  KNOWN_MODELS.find((entry) => entry.id === id) ?? findModel('speaker-encoder', id);

const report = (
  { id, size, sha256 }: ManifestEntry,
  { path, fetched }: { readonly path: string; readonly fetched: boolean },
): PullReport => ({ id, path, size, sha256, fetched });

export interface ModelCheck {
  readonly id: string;
  readonly ok: boolean;
  /** What was found, in one sentence. */
  readonly message: string;
  readonly remedy: string | null;
  /** Where it ran; null where it did not. */
  readonly provider: string | null;
  /** One sentence for each provider that was given up. */
  readonly notes: readonly string[];
}

/** A second of a soft 200 Hz tone with overtones: no voice, but every model must give a finite answer to it. */
const knownInput = (): Float32Array =>
  Float32Array.from({ length: 16_384 }, (_, index) => {
    const phase = (2 * Math.PI * 200 * index) / 16_000;
    return 0.1 * (Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3);
  });

/** Checksum of every model, then one known input through it. Models that nobody pulled are left out. */
export async function checkModels(signal: AbortSignal): Promise<ModelCheck[]> {
  const host = new InferenceHost({ providers: wishedProviders() });
  try {
    const results: ModelCheck[] = [];
    for (const entry of KNOWN_MODELS) {
      const file = await checkModelFile(entry);
      if (file.kind === 'missing' && isPulled(entry)) continue;
      if (file.kind === 'good') results.push(await tryModel(entry, host, signal));
      else {
        const message = file.kind === 'missing' ? `${file.path} is missing.` : `${file.path} ${file.why}.`;
        results.push(failed(entry, message, remedyFor(entry)));
      }
    }
    return results;
  } finally {
    await host.close();
  }
}

/** The ids of models that could be pulled and are not there. */
export async function missingModels(): Promise<string[]> {
  const states = await Promise.all(
    PULLED_MODELS.map(async (entry) => ({ id: entry.id, state: (await checkModelFile(entry)).kind })),
  );
  return states.filter(({ state }) => state === 'missing').map(({ id }) => id);
}

async function tryModel(entry: ManifestEntry, host: InferenceHost, signal: AbortSignal): Promise<ModelCheck> {
  const { id, kind } = entry;
  try {
    const answer = await TRIES[kind](host, id, signal);
    if (answer === null) {
      return failed(entry, 'The checksum is right, but the answer is not finite.', remedyFor(entry));
    }
    const { provider, notes } = await host.describe(id, { signal });
    return { id, ok: true, message: answer, remedy: null, provider, notes };
  } catch (thrown) {
    const error = asRolecallError(thrown);
    return failed(entry, error.message, error.remedy);
  }
}

const TRIES: Readonly<
  Record<ModelKind, (host: InferenceHost, id: string, signal: AbortSignal) => Promise<string | null>>
> = { speech: trySpeech, 'speaker-encoder': tryEncoder, sound: tryEar, enhancer: tryEnhancer };

const failed = ({ id }: ManifestEntry, message: string, remedy: string): ModelCheck => ({
  id,
  ok: false,
  message,
  remedy,
  provider: null,
  notes: [],
});

async function trySpeech(host: InferenceHost, id: string, signal: AbortSignal): Promise<string | null> {
  const tone = Int16Array.from(knownInput(), (value) => Math.round(value * 32_767));
  const { probabilities } = await host.speechModel(id).score(tone, newSpeechStream(), { signal });
  const areSound = probabilities.length === 32 && probabilities.every((value) => value >= 0 && value <= 1);
  return areSound ? 'The checksum is right; a tone gives probabilities between 0 and 1.' : null;
}

async function tryEncoder(host: InferenceHost, id: string, signal: AbortSignal): Promise<string | null> {
  const [outcome] = await host.speakerEncoder(id).embed([knownInput()], { signal });
  const length = outcome?.kind === 'embedded' ? Math.hypot(...outcome.vector) : 0;
  return Math.abs(length - 1) < 1e-3 ? 'The checksum is right; a tone gives a vector of length one.' : null;
}

async function tryEnhancer(host: InferenceHost, id: string, signal: AbortSignal): Promise<string | null> {
  const [clip] = await host.enhancer(id).enhance([knownInput()], { signal });
  const isSound = clip?.length === knownInput().length && clip.every((value) => Math.abs(value) <= 2);
  return isSound ? 'The checksum is right; a tone comes back as long as it was.' : null;
}

async function tryEar(host: InferenceHost, id: string, signal: AbortSignal): Promise<string | null> {
  const [heard] = await host.soundJudge(id).judge([knownInput()], { signal });
  const areSound =
    heard && [heard.overlap, heard.music, heard.telephone, heard.signalToNoise].every(Number.isFinite);
  return areSound ? 'The checksum is right; a tone gives finite judgements.' : null;
}
