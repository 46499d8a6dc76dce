import type { Episode, Utterance } from '../model/index.ts';

/** Version of the neutral rows; raised when a field changes its meaning. */
export const DATASET_VERSION = 1;

/** One line of the dataset with everything that any format needs. Independent of the formats. */
export interface DatasetRow {
  readonly id: string;
  readonly episode: string;
  readonly episodeTitle: string;
  readonly series: string;
  /** The media file that the clip is cut from. */
  readonly media: string;
  readonly character: string;
  readonly text: string;
  /** Samples at 16 kHz from the start of the media. */
  readonly start: number;
  readonly end: number;
  readonly scene: number | null;
  readonly sceneHeading: string | null;
  /** Place among the exported rows of its episode, from 0. */
  readonly order: number;
  /** Ids of the rows before it in the same scene, oldest first, at most `CONTEXT_ROWS`. */
  readonly context: readonly string[];
  readonly source: Utterance;
}

export interface DatasetEpisode {
  readonly episode: Episode;
  readonly scenes: ReadonlyMap<number, string>;
  readonly utterances: readonly Utterance[];
}

export const CONTEXT_ROWS = 10;

export interface Selection {
  /** Only what a person accepted or edited. */
  readonly acceptedOnly: boolean;
}

/** Why an utterance stays out of the dataset; null where it is in. */
export function reasonToLeaveOut(utterance: Utterance, selection: Selection): string | null {
  if (utterance.review === 'rejected') return 'rejected in review';
  if (utterance.state === 'scripted-not-spoken') return 'in the script, not spoken';
  if (utterance.end <= utterance.start) return 'no sound';
  if (utterance.speaker === null) return 'no known character';
  if (utterance.text.trim() === '') return 'no text';
  const decided = utterance.review === 'accepted' || utterance.review === 'edited';
  if (decided) return null;
  if (selection.acceptedOnly) return 'not accepted yet';
  return utterance.state === 'matched' ? null : `state ${utterance.state}, not accepted yet`;
}

/** The rows of the dataset in the order of episodes and times. */
export function datasetRows(episodes: Iterable<DatasetEpisode>, selection: Selection): DatasetRow[] {
  const rows: DatasetRow[] = [];
  for (const { episode, scenes, utterances } of episodes) {
    const chosen = utterances.filter((each) => reasonToLeaveOut(each, selection) === null);
    let before: DatasetRow[] = [];
    chosen.forEach((utterance, order) => {
      if (before.at(-1)?.scene !== utterance.scene) before = [];
      const row: DatasetRow = {
        id: utterance.id,
        episode: episode.id,
        episodeTitle: episode.title,
        series: episode.series,
        media: episode.media,
        character: utterance.speaker as string,
        text: utterance.text,
        start: utterance.start,
        end: utterance.end,
        scene: utterance.scene,
        sceneHeading: utterance.scene === null ? null : (scenes.get(utterance.scene) ?? null),
        order,
        context: before.slice(-CONTEXT_ROWS).map((each) => each.id),
        source: utterance,
      };
      rows.push(row);
      before.push(row);
    });
  }
  return rows;
}

/** How many utterances are left out, by reason. */
export function countLeftOut(episodes: Iterable<DatasetEpisode>, selection: Selection): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { utterances } of episodes) {
    for (const utterance of utterances) {
      const reason = reasonToLeaveOut(utterance, selection);
      if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  return counts;
}
