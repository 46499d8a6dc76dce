import type { VoiceMap } from '../contract/index.ts';
import { seededRandom, type Utterance } from '../model/index.ts';
import { listEpisodes, listUtterances } from '../store/index.ts';
import { onPlane } from '../voice/index.ts';
import { hasCacheFiles } from './cache.ts';
import { readDrafts } from './drafts.ts';
import { embeddingDimension, isEmbeddedBy, readClips } from './embedding-stage.ts';
import { projectEncoder } from './encoder.ts';
import type { Project } from './project.ts';

/** More points than this only cover each other; one of each few is drawn then, the others are only known to be there. */
const MOST_POINTS = 4000;

/** Every utterance of a series whose voice is known, laid out so that near ones sound alike. */
export async function mapVoices(project: Project, series: string): Promise<VoiceMap> {
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
  const drawn = drawnOf(known.length);
  const isDrawn = (index: number): boolean => drawn.has(index);
  const vectors = known.map(({ vector }) => vector);
  const places = onPlane(
    vectors,
    vectors.filter((_vector, index) => isDrawn(index)),
  );
  const placed = known.map(({ row }, index) => ({ row, x: places[index]?.x ?? 0, y: places[index]?.y ?? 0 }));
  return {
    points: placed
      .filter((_each, index) => isDrawn(index))
      .map(({ row, x, y }) => ({
        utterance: row.id,
        episode: row.episode,
        start: row.start,
        end: row.end,
        text: row.text,
        speaker: row.speaker,
        x,
        y,
      })),
    others: columnsOf(placed.filter((_each, index) => !isDrawn(index))),
  };
}

/** One of each few, by chance: two who speak in turn would else be drawn as one. The same each time. */
function drawnOf(count: number): Set<number> {
  const step = Math.max(1, Math.ceil(count / MOST_POINTS));
  const random = seededRandom(count);
  const drawn = new Set<number>();
  for (let first = 0; first < count; first += step)
    drawn.add(Math.min(count - 1, first + Math.floor(random() * step)));
  return drawn;
}

/** What is not drawn, in columns: tens of thousands of small objects would hold the window up. */
function columnsOf(placed: readonly { readonly row: Utterance; readonly x: number; readonly y: number }[]) {
  const speakers = new Map<string | null, number>();
  const speaker = Int32Array.from(placed, ({ row }) => {
    const at = speakers.get(row.speaker) ?? speakers.size;
    speakers.set(row.speaker, at);
    return at;
  });
  return {
    utterances: placed.map(({ row }) => row.id),
    speakers: [...speakers.keys()],
    speaker,
    places: Float32Array.from(placed.flatMap(({ x, y }) => [x, y])),
  };
}
