import { resolve } from 'node:path';
import { BUNDLED_MODELS } from '../../native-models/index.ts';
import { type ExportFormat, type ExportResult, writeDataset } from '../export/index.ts';
import { listEpisodes, listScenes, listUtterances } from '../store/index.ts';
import { cutClips } from './clips.ts';
import type { Project } from './project.ts';
import { ROLECALL_VERSION } from './version.ts';

export interface ExportOptions {
  readonly directory: string;
  readonly formats: readonly ExportFormat[];
  readonly acceptedOnly: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

/** Exports what the store holds now. @throws RolecallError as `writeDataset` does */
export function exportProject(project: Project, options: ExportOptions): Promise<ExportResult> {
  const { database } = project;
  return writeDataset({
    directory: resolve(options.directory),
    formats: options.formats,
    selection: { acceptedOnly: options.acceptedOnly },
    name: project.name,
    models: BUNDLED_MODELS.map(({ title, version, licence }) => `${title} ${version} (${licence})`),
    rolecallVersion: ROLECALL_VERSION,
    episodes: listEpisodes(database).map((episode) => ({
      episode,
      scenes: new Map(listScenes(database, episode.id).map(({ scene, heading }) => [scene, heading])),
      utterances: listUtterances(database, episode.id),
    })),
    cut: cutClips,
    signal: options.signal,
    onProgress: options.onProgress,
  });
}
