import { probe } from '../media/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';
import type { Workbench } from './workbench.ts';

/** How many seconds a media file says it lasts; null where it does not say, or cannot be read. */
export async function mediaSeconds(file: string, { tools, signal }: Workbench): Promise<number | null> {
  const found = await probe(file, { tools, signal }).catch(() => null);
  return found?.duration ? found.duration / SAMPLE_RATE : null;
}
