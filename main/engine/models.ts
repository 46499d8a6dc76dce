import { BUNDLED_MODELS, checkModelFile, type ManifestEntry } from '../../native-models/index.ts';

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
