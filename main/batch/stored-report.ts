import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { characterCount, diskUse, doubtfulLine, episodeOutlier, problem } from '../model/index.ts';

const count = z.number().int().min(0);

/** What is read of `report.json`: other fields, and those of other versions, are left alone. */
const stored = z.object({
  madeAt: z.string(),
  run: z
    .object({
      seconds: z.number().min(0),
      audioSeconds: z.number().min(0),
      xRealtime: z.number().min(0),
      done: count,
      skipped: count,
      stopped: count,
    })
    .nullable(),
  episodes: z.array(
    z.object({ id: z.string(), title: z.string(), status: z.string(), audioSeconds: z.number().nullable() }),
  ),
  failures: z.array(z.object({ episode: z.string(), title: z.string(), problem })),
  outliers: z.array(episodeOutlier),
  doubtful: z.array(doubtfulLine.extend({ id: z.string() })),
  states: z.record(z.string(), count),
  characters: z.array(characterCount),
  stageSeconds: z.record(z.string(), z.number().min(0)),
  disk: diskUse,
});
export type StoredReport = z.infer<typeof stored>;

/**
 * The report of the last run that ended, as it lies in the project's folder; null where none has ended since something
 * changed, or where the file is none of ours.
 */
export async function readStoredReport(project: string): Promise<StoredReport | null> {
  const text = await readFile(join(project, 'report.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
