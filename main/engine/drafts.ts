import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { utterance } from '../model/index.ts';
import { cacheFile, writeWhole } from './cache.ts';
import type { DraftUtterance } from './episode-utterances.ts';

const drafts = z.array(z.object({ utterance, overlapped: z.boolean() }));

/** The utterances of an episode before any voice was compared, as the pipeline left them. */
export const readDrafts = async (project: string, episode: string): Promise<DraftUtterance[]> =>
  drafts.parse(JSON.parse(await readFile(cacheFile(project, episode, 'utterances'), 'utf8')));

export const writeDrafts = (
  project: string,
  episode: string,
  found: readonly DraftUtterance[],
): Promise<void> => writeWhole(cacheFile(project, episode, 'utterances'), JSON.stringify(found));
