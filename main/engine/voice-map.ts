import type { z } from 'zod';
import type { voiceMap } from '../contract/index.ts';
import type { Utterance } from '../model/index.ts';
import { listEpisodes, listUtterances } from '../store/index.ts';
import { onPlane } from '../voice/index.ts';
import { hasCacheFiles } from './cache.ts';
import { readDrafts } from './drafts.ts';
import { embeddingDimension, isEmbeddedBy, readClips } from './embedding-stage.ts';
import { projectEncoder } from './encoder.ts';
import type { Project } from './project.ts';

/** More points than this only cover each other; every n-th is taken then. */
const MOST_POINTS = 4000;

/** Every utterance of a series whose voice is known, laid out so that near ones sound alike. */
export async function mapVoices(project: Project, series: string): Promise<z.infer<typeof voiceMap>> {
  const encoder = projectEncoder(project.database);
  const known: { row: Utterance; vector: Float32Array }[] = [];
  for (const { id, series: of } of listEpisodes(project.database)) {
    if (of !== series || !hasCacheFiles(project.path, id, ['utterances', 'embeddings'])) continue;
    if (!(await isEmbeddedBy(encoder.sha256, project.path, id))) continue;
    const drafts = await readDrafts(project.path, id);
    const clips = await readClips(
      project.path,
      id,
      drafts.length,
      await embeddingDimension(project.path, id, drafts.length),
    );
    const rows = new Map(listUtterances(project.database, id).map((row) => [row.id, row]));
    drafts.forEach(({ utterance }, index) => {
      const row = rows.get(utterance.id);
      const vector = clips[index]?.embedding;
      if (row !== undefined && vector) known.push({ row, vector });
    });
  }
  const step = Math.max(1, Math.ceil(known.length / MOST_POINTS));
  const shown = known.filter((_each, index) => index % step === 0);
  const places = onPlane(shown.map(({ vector }) => vector));
  return shown.map(({ row, vector: _vector }, index) => ({
    utterance: row.id,
    episode: row.episode,
    start: row.start,
    end: row.end,
    text: row.text,
    speaker: row.speaker,
    x: places[index]?.x ?? 0,
    y: places[index]?.y ?? 0,
  }));
}
