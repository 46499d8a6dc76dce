import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { RolecallError, utterance } from '../model/index.ts';
import { cacheFile, writeWhole } from './cache.ts';
import type { DraftUtterance } from './episode-utterances.ts';

const drafts = z.array(z.object({ utterance, overlapped: z.boolean() }));

/**
 * The utterances of an episode before any voice was compared, as the pipeline left them.
 *
 * @throws RolecallError where the file is damaged; it is then gone, and the next run makes it anew
 */
export async function readDrafts(project: string, episode: string): Promise<DraftUtterance[]> {
  const file = cacheFile(project, episode, 'utterances');
  const content = await readFile(file, 'utf8');
  try {
    return drafts.parse(JSON.parse(content));
  } catch (cause) {
    await rm(file, { force: true });
    throw new RolecallError({
      kind: 'project',
      message: 'What the last run kept of this episode is damaged, and was removed.',
      remedy: 'Run again: it is made anew, and what was reviewed stays.',
      file,
      cause,
    });
  }
}

export const writeDrafts = (
  project: string,
  episode: string,
  found: readonly DraftUtterance[],
): Promise<void> => writeWhole(cacheFile(project, episode, 'utterances'), JSON.stringify(found));
