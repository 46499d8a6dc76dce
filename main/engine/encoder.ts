import { checkModelFile, findModel, type ManifestEntry, remedyFor } from '../../native-models/index.ts';
import { RolecallError } from '../model/index.ts';
import { getSetting, putSetting, type ReadableDatabase } from '../store/index.ts';
import type { Project } from './project.ts';

/**
 * The speaker encoder of a project: the one that was chosen for it, else the bundled one.
 *
 * @throws RolecallError `usage` where this version does not know the chosen one
 */
export const projectEncoder = (database: ReadableDatabase): ManifestEntry =>
  findModel('speaker-encoder', getSetting(database, 'encoder') ?? undefined);

/**
 * Chooses the speaker encoder of a project. Its next run embeds again what another encoder embedded.
 *
 * @throws RolecallError `usage` where there is none of this name, `environment` where it is not installed whole
 */
export async function chooseEncoder(project: Project, id: string): Promise<void> {
  const entry = findModel('speaker-encoder', id);
  await requireInstalled(entry);
  putSetting(project.database, 'encoder', entry.id);
}

/** @throws RolecallError `environment` that says how to get the model */
export async function requireInstalled(entry: ManifestEntry): Promise<void> {
  const state = await checkModelFile(entry);
  if (state.kind === 'good') return;
  throw new RolecallError({
    kind: 'environment',
    mendedIn: 'models',
    message:
      state.kind === 'missing'
        ? `The ${nameOf(entry)} ${entry.id} is not installed.`
        : `The file of the ${nameOf(entry)} ${entry.id} ${state.why}.`,
    remedy: remedyFor(entry),
    file: state.path,
  });
}

const nameOf = ({ kind }: ManifestEntry): string =>
  kind === 'speaker-encoder' ? 'speaker encoder' : kind === 'enhancer' ? 'noise model' : 'model';
