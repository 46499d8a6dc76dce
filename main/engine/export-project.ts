import { resolve } from 'node:path';
import { BUNDLED_MODELS, findModel, type ManifestEntry } from '../../native-models/index.ts';
import {
  type ClipOptions,
  type DatasetEpisode,
  type Decision,
  type ExportFormat,
  type ExportResult,
  type OpenSamples,
  PLAIN_CLIPS,
  type Selection,
  type SplitPlan,
  temporaryFolder,
  writeDataset,
} from '../export/index.ts';
import { contentHash, PcmReader } from '../media/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';
import { listDecisions, listEpisodes, listScenes, listUtterances, mediaIdentity } from '../store/index.ts';
import { auditResults } from './audits.ts';
import { cacheFile, hasCacheFiles } from './cache.ts';
import { projectEncoder, requireInstalled } from './encoder.ts';
import { clipTools } from './export-clips.ts';
import { gateContext } from './gate-context.ts';
import type { Project } from './project.ts';
import { ROLECALL_VERSION } from './version.ts';

export interface ExportOptions {
  readonly directory: string;
  readonly formats: readonly ExportFormat[];
  readonly acceptedOnly: boolean;
  /** Further limits on what goes in. */
  readonly selection?: Pick<Selection, 'characters' | 'gates'>;
  readonly clips?: ClipOptions;
  readonly split?: SplitPlan | null;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

/** Exports what the store holds now. @throws RolecallError as `writeDataset` does */
export async function exportProject(project: Project, options: ExportOptions): Promise<ExportResult> {
  const { signal, clips = PLAIN_CLIPS } = options;
  const encoder = projectEncoder(project.database);
  const enhancer = clips.enhance === 'none' ? null : findModel('enhancer', clips.enhance);
  if (enhancer !== null) for (const model of [enhancer, encoder]) await requireInstalled(model);
  const tools = clipTools(signal, { encoder: encoder.id, temporary: temporaryFolder(options.directory) });
  const idOfMedia = new Map(listEpisodes(project.database).map(({ id, media }) => [media, id]));
  const open = (media: string, how: ClipOptions): Promise<OpenSamples> =>
    keptSamples(project, idOfMedia.get(media) ?? null, media, how, signal).then(
      (kept) => kept ?? tools.open(media, how),
    );
  return writeDataset({
    directory: resolve(options.directory),
    formats: options.formats,
    selection: {
      ...options.selection,
      acceptedOnly: options.acceptedOnly,
      context: gateContext(project.database),
    },
    name: project.name,
    models: [
      ...BUNDLED_MODELS.filter(({ kind }) => kind !== 'enhancer'),
      ...(enhancer ? [enhancer] : []),
    ].map(modelTitle),
    measured: auditResults(project).map(auditSentence),
    rolecallVersion: ROLECALL_VERSION,
    episodes: { [Symbol.iterator]: () => episodesOf(project) },
    clips,
    split: options.split ?? null,
    cut: (media, requests, _signal, how) => tools.cut(media, requests, how, open),
    async sound(_episode, media) {
      const { reader, close } = await open(media, PLAIN_CLIPS);
      return { read: (start, end) => reader.read({ start, end }), close };
    },
    signal,
    onProgress: options.onProgress,
  }).finally(() => tools.close());
}

const modelTitle = ({ title, version, licence }: ManifestEntry): string => `${title} ${version} (${licence})`;

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** A finished audit as the card tells it. Where nothing could be judged, there is no rate, not one of nought. */
function auditSentence(result: ReturnType<typeof auditResults>[number]): string {
  const { judged, population, series, finishedAt, errors, rate, low, high, unsure } = result;
  const found =
    judged === 0
      ? 'no error rate'
      : `${errors} wrong, ${percent(rate)} (95% interval ${percent(low)} to ${percent(high)})`;
  return (
    `Blind audit of ${judged} of ${population} labels${series === null ? '' : ` of ${series}`}, ` +
    `finished ${finishedAt.slice(0, 10)}: ${found}, ${unsure} undecidable.`
  );
}

/** Reads one episode after the other: a library is larger than the memory. */
function* episodesOf({ database }: Project): Generator<DatasetEpisode> {
  for (const episode of listEpisodes(database)) {
    yield {
      episode,
      scenes: new Map(listScenes(database, episode.id).map(({ scene, heading }) => [scene, heading])),
      utterances: listUtterances(database, episode.id),
      identity: mediaIdentity(database, episode.id),
      decisions: listDecisions(database, episode.id) satisfies Decision[],
    };
  }
}

/** What a run has decoded already, as long as the media is still the same; null where it is not there. */
async function keptSamples(
  project: Project,
  episode: string | null,
  media: string,
  options: ClipOptions,
  signal: AbortSignal,
): Promise<OpenSamples | null> {
  if (options.rate !== SAMPLE_RATE || episode === null) return null;
  const known = mediaIdentity(project.database, episode);
  if (known === null || !hasCacheFiles(project.path, episode, ['samples'])) return null;
  if ((await contentHash(media, { signal })).hash !== known.hash) return null;
  const reader = await PcmReader.open(cacheFile(project.path, episode, 'samples'));
  return { reader, rate: SAMPLE_RATE, close: () => reader.close() };
}
