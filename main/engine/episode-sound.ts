import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTools, PcmReader } from '../media/index.ts';
import type { Episode } from '../model/index.ts';
import { cacheFile } from './cache.ts';
import { decodeToFile } from './decode-to-file.ts';
import type { Project } from './project.ts';

/**
 * The samples of an episode: those that the run kept, or decoded anew where the cache was emptied.
 *
 * @throws RolecallError `input` where the media is missing or damaged
 */
export async function withEpisodeSound<Result>(
  project: Project,
  episode: Pick<Episode, 'id' | 'media'>,
  signal: AbortSignal,
  work: (sound: PcmReader) => Promise<Result>,
): Promise<Result> {
  const kept = cacheFile(project.path, episode.id, 'samples');
  if (existsSync(kept)) return reading(kept, work);
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-sound-'));
  try {
    const samples = join(folder, 'samples.s16');
    await decodeToFile(episode.media, samples, { tools: await findTools(), signal });
    return await reading(samples, work);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function reading<Result>(file: string, work: (sound: PcmReader) => Promise<Result>): Promise<Result> {
  const sound = await PcmReader.open(file);
  try {
    return await work(sound);
  } finally {
    await sound.close();
  }
}
