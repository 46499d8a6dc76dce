import { basename } from 'node:path';
import type { EnhancementOutcome, Episode, Utterance } from '../model/index.ts';
import { distinctNames, oneLine, safeToken } from './names.ts';
import { type Reason, reasonsToLeaveOut, reasonToLeaveOut, type Selection } from './selection.ts';
import { groupOf, type Split, type SplitPlan, splitOf } from './splits.ts';

/** Version of the neutral rows; raised when a field changes its meaning. */
export const DATASET_VERSION = 2;

/** A decision of a person, as the ledger tells it. */
export interface Decision {
  readonly at: string;
  readonly who: string;
  readonly sentence: string;
  readonly utterances: readonly string[];
}

/** What the store holds of one episode. */
export interface DatasetEpisode {
  readonly episode: Episode;
  readonly scenes: ReadonlyMap<number, string>;
  readonly utterances: readonly Utterance[];
  /** Size and content hash of the media as the last run saw them; null or absent: unknown. */
  readonly identity?: { readonly size: number; readonly hash: string } | null;
  readonly decisions?: readonly Decision[];
  /** What the media is called in the dataset; absent: the name of its file. Its folder is nobody's business. */
  readonly mediaName?: string;
  /** What became of each utterance's clip in the export that a recipe tells of. */
  readonly enhancements?: ReadonlyMap<string, EnhancementOutcome>;
}

/** The clip of a row, once it is cut. */
export interface Clip {
  /** Seen from the exported folder, with `/`; null where the clip itself does not stay. */
  readonly path: string | null;
  /** Where its bytes are while formats are written. */
  readonly file: string;
  /** Hertz. */
  readonly rate: number;
  /** Length in samples at `rate`. */
  readonly samples: number;
  /** Null where nothing was to be enhanced. */
  readonly enhancement: EnhancementOutcome | null;
}

/** One line of the dataset with everything that any format needs. Independent of the formats. */
export interface DatasetRow {
  readonly id: string;
  /** The id as a file name: safe, without dots, different from all others of its episode. */
  readonly name: string;
  readonly episode: string;
  /** The episode's id as a folder name, different from all others. */
  readonly episodeName: string;
  readonly episodeTitle: string;
  readonly series: string;
  readonly character: string;
  /** The character as one token without spaces, different from all others. */
  readonly speaker: string;
  readonly text: string;
  /** Samples at 16 kHz from the start of the media. */
  readonly start: number;
  readonly end: number;
  readonly scene: number | null;
  readonly sceneHeading: string | null;
  /** Place among the exported rows of its episode, from 0. */
  readonly order: number;
  /** Ids of the rows before it in the same scene and split, oldest first, at most `CONTEXT_ROWS`. */
  readonly context: readonly string[];
  /** Null where the dataset is not split. */
  readonly split: Split | null;
  /** What is never divided between splits; null where the dataset is not split. */
  readonly group: string | null;
  readonly clip: Clip | null;
  readonly source: Utterance;
}

export interface EpisodeRows {
  readonly episode: Episode;
  readonly name: string;
  readonly mediaName: string;
  readonly identity: { readonly size: number; readonly hash: string } | null;
  readonly scenes: ReadonlyMap<number, string>;
  readonly decisions: readonly Decision[];
  readonly enhancements: ReadonlyMap<string, EnhancementOutcome>;
  readonly rows: readonly DatasetRow[];
}

export const CONTEXT_ROWS = 10;

/** Why the leak check leaves a row out. */
export const IN_ANOTHER_SPLIT = 'heard or said in another split';

/** A row as other parts refer to it: ids are only unique within an episode where the project is foreign. */
export const rowKey = (row: { readonly episode: string; readonly id: string }): string =>
  `${row.episode}\n${row.id}`;

/**
 * The rows of a dataset, episode by episode. Nothing but the episode in hand is in memory: a
 * format that needs the rows again goes over them again, and finds the same.
 */
export class Dataset {
  readonly #source: Iterable<DatasetEpisode>;
  readonly #selection: Selection;
  readonly #split: SplitPlan | null;
  #episodeNames: ReadonlyMap<string, string> = new Map();
  #speakers: ReadonlyMap<string, string> = new Map();
  #dropped: ReadonlySet<string> = new Set();
  #clipOf: ((row: DatasetRow) => Clip | null) | null = null;

  /** @param source may be gone over many times and gives the same each time */
  constructor(source: Iterable<DatasetEpisode>, selection: Selection, split: SplitPlan | null) {
    this.#source = source;
    this.#selection = selection;
    this.#split = split;
  }

  /** Names for the files and tokens, once all episodes and characters are known. */
  giveNames(episodes: Iterable<string>, characters: Iterable<string>): void {
    this.#episodeNames = distinctNames(episodes);
    this.#speakers = distinctNames(characters, safeToken);
  }

  /** Leaves out rows that the leak check found in another split; keys as of `rowKey`. */
  drop(keys: ReadonlySet<string>): void {
    this.#dropped = keys;
  }

  /** What tells a row's clip from the rest of the row. */
  giveClips(clipOf: (row: DatasetRow) => Clip | null): void {
    this.#clipOf = clipOf;
  }

  /** Every episode that has rows, in the order of the source. */
  *episodes(): Generator<EpisodeRows> {
    for (const each of this.#source) {
      const rows = this.#rowsOf(each);
      if (rows.length === 0) continue;
      yield {
        episode: each.episode,
        name: this.#episodeName(each.episode.id),
        mediaName: each.mediaName ?? oneLine(basename(each.episode.media)),
        identity: each.identity ?? null,
        scenes: each.scenes,
        decisions: each.decisions ?? [],
        enhancements: each.enhancements ?? new Map(),
        rows,
      };
    }
  }

  /** Every utterance that is not among the rows, with all reasons. */
  *leftOut(): Generator<{ readonly utterance: Utterance; readonly reasons: readonly Reason[] }> {
    for (const { episode, utterances } of this.#source) {
      for (const utterance of utterances) {
        const reasons = reasonsToLeaveOut(utterance, this.#selection);
        if (reasons.length > 0) yield { utterance, reasons };
        else if (this.#dropped.has(rowKey({ episode: episode.id, id: utterance.id }))) {
          yield { utterance, reasons: [{ gate: null, sentence: IN_ANOTHER_SPLIT }] };
        }
      }
    }
  }

  *rows(): Generator<DatasetRow> {
    for (const { rows } of this.episodes()) yield* rows;
  }

  #episodeName = (id: string): string => this.#episodeNames.get(id) ?? id;

  #rowsOf({ episode, scenes, utterances }: DatasetEpisode): DatasetRow[] {
    const chosen = utterances.filter(
      (each) =>
        reasonToLeaveOut(each, this.#selection) === null &&
        !this.#dropped.has(rowKey({ episode: episode.id, id: each.id })),
    );
    const names = distinctNames(chosen.map((each) => each.id));
    let before: DatasetRow[] = [];
    return chosen.map((utterance, order) => {
      const character = oneLine(utterance.speaker as string);
      const { id: episodeId, title: episodeTitle, series } = episode;
      const grouped = { series, episode: episodeId, episodeTitle, character, scene: utterance.scene };
      const group = this.#split === null ? null : groupOf(grouped, this.#split.by);
      const split = this.#split === null || group === null ? null : splitOf(group, this.#split);
      if (before.at(-1)?.scene !== utterance.scene) before = [];
      const row: DatasetRow & { clip: Clip | null } = {
        ...grouped,
        id: utterance.id,
        name: names.get(utterance.id) as string,
        episodeName: this.#episodeName(episodeId),
        speaker: this.#speakers.get(character) ?? character,
        text: oneLine(utterance.text),
        start: utterance.start,
        end: utterance.end,
        sceneHeading: utterance.scene === null ? null : (scenes.get(utterance.scene) ?? null),
        order,
        context: before
          .filter((each) => each.split === split)
          .slice(-CONTEXT_ROWS)
          .map((each) => each.id),
        split,
        group,
        clip: null,
        source: utterance,
      };
      row.clip = this.#clipOf?.(row) ?? null;
      before.push(row);
      return row;
    });
  }
}
