import type { Migration } from './migration.ts';

/**
 * What a decision about an utterance is worth, as `worthOf` of the model has it for what nobody judged; the columns
 * of one utterance are in scope. An index holds it, and SQLite uses that index only for this very expression.
 */
export const WORTH = `CASE
  WHEN state = 'conflict' THEN 3 + coalesce(mislabel_probability, 0.5)
  WHEN mislabel_probability >= 0.2 THEN 2 + mislabel_probability
  WHEN state <> 'unusable' AND json_valid(transcript) AND json_extract(transcript, '$.wrong') >= 0.5
    THEN 1 + json_extract(transcript, '$.wrong')
  WHEN speaker IS NULL AND state <> 'unusable' THEN 1.9 - confidence / 10
  WHEN state = 'overlap' THEN 1.5
  WHEN confidence < 0.85 AND state <> 'unusable' THEN 1 + (1 - confidence) / 3
  WHEN json_valid(quality) AND json_extract(quality, '$.speechRatio') < 0.45
    THEN 1 - json_extract(quality, '$.speechRatio') / 2
  WHEN state = 'spoken-not-scripted' THEN 0.6
  WHEN state = 'unusable' THEN 0.4
  ELSE (1 - confidence) / 3 END`;

/** Of which utterances the index knows; a query must ask for no others. */
export const WORTH_ASKING = `review = 'unreviewed' AND state <> 'scripted-not-spoken'`;

/** The queue, worst first, without reading every utterance of a series. */
export const worth: Migration = {
  version: 6,
  up: `CREATE INDEX utterance_by_worth ON utterance (episode, (${WORTH}), id) WHERE ${WORTH_ASKING};`,
};
