import { writeDrafts } from '../../main/engine/drafts.ts';
import { writeClips } from '../../main/engine/embedding-stage.ts';
import { projectEncoder } from '../../main/engine/encoder.ts';
import type { Project } from '../../main/engine/project.ts';
import { seededRandom } from '../../main/model/index.ts';
import { putUtterances } from '../../main/store/index.ts';
import { addEpisode, makeUtterance } from './project.ts';

const DIMENSION = 16;

/** An episode with as many utterances as wanted of two voices, Orla's and Piet's in turn, as a run leaves them. */
export async function addCrowd(
  project: Project,
  { episode, series, count }: { readonly episode: string; readonly series: string; readonly count: number },
): Promise<void> {
  addEpisode(project.database, episode, undefined, series);
  const random = seededRandom(7);
  const rows = Array.from({ length: count }, (_, at) =>
    makeUtterance({
      id: `${episode}-${at}`,
      episode,
      speaker: at % 2 === 0 ? 'Orla' : 'Piet',
      start: at * 16_000,
      end: at * 16_000 + 8000,
    }),
  );
  const clips = rows.map((_row, at) => {
    const vector = Float32Array.from({ length: DIMENSION }, (_, axis) => {
      const own = axis === (at % 2) * 3 ? 4 : 0;
      return own + random() - 0.5;
    });
    const length = Math.hypot(...vector);
    return { embedding: vector.map((value) => value / length), durationSamples: 8000 };
  });
  // One write to the disk, not thousands.
  project.database.transaction(() => putUtterances(project.database, rows))();
  await writeDrafts(
    project.path,
    episode,
    rows.map((utterance) => ({ utterance, overlapped: false })),
  );
  await writeClips(project.path, episode, clips, DIMENSION, projectEncoder(project.database).sha256);
}
