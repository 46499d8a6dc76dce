import type { Utterance } from '../model/index.ts';
import type { ReadableDatabase } from './database.ts';
import { type UtteranceRow, utteranceFromRow } from './utterances.ts';

/** How an episode came out, as averages over its spoken utterances; null where nothing was measured. */
export interface EpisodeFigures {
  readonly episode: string;
  readonly utterances: number;
  readonly spoken: number;
  /** Shares of the spoken ones, 0 to 1. */
  readonly matched: number | null;
  readonly conflict: number | null;
  readonly confidence: number | null;
  /** Mean probability that the name is wrong, by the voice. */
  readonly mislabel: number | null;
  /** Mean signal-to-noise ratio, dB. */
  readonly signalToNoise: number | null;
}

export const episodeFigures = (database: ReadableDatabase): EpisodeFigures[] =>
  database
    .prepare(
      `SELECT episode, count(*) AS utterances, sum(end > start) AS spoken,
         avg(CASE WHEN end > start THEN state = 'matched' END) AS matched,
         avg(CASE WHEN end > start THEN state = 'conflict' END) AS conflict,
         avg(CASE WHEN end > start THEN confidence END) AS confidence,
         avg(mislabel_probability) AS mislabel,
         avg(json_extract(quality, '$.signalToNoise')) AS signalToNoise
       FROM utterance GROUP BY episode ORDER BY episode`,
    )
    .all() as EpisodeFigures[];

/** Unreviewed utterances whose name is most probably wrong, worst first. */
export const mostDoubtful = (database: ReadableDatabase, limit: number): Utterance[] =>
  (
    database
      .prepare(
        `SELECT * FROM utterance WHERE review = 'unreviewed' AND mislabel_probability >= 0.5
         ORDER BY mislabel_probability DESC, episode, start LIMIT ?`,
      )
      .all(limit) as UtteranceRow[]
  ).map(utteranceFromRow);
