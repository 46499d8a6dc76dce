import { z } from 'zod';
import { quality, utterance, utteranceLanguage } from '../model/index.ts';
import type { ReadableDatabase } from './database.ts';
import { parseJson } from './json.ts';

const selectable = utterance
  .pick({
    id: true,
    episode: true,
    start: true,
    end: true,
    text: true,
    speaker: true,
    state: true,
    review: true,
    confidence: true,
    mislabelProbability: true,
  })
  .extend({
    quality: z.string().nullable(),
    language: z.string().nullable(),
    wrong: z.number().nullable(),
    wordErrorRate: z.number().nullable(),
  });

/** The check of the transcript may be long: only its two figures are read. */
const COLUMNS = `id, episode, start, end, text, speaker, state, review, confidence,
  mislabel_probability AS mislabelProbability, quality, language,
  CASE WHEN json_valid(transcript) THEN json_extract(transcript, '$.wrong') END AS wrong,
  CASE WHEN json_valid(transcript) THEN json_extract(transcript, '$.recogniser.wordErrorRate') END
    AS wordErrorRate`;

/** An utterance without its witnesses: what a selection looks at. */
export type SelectableRow = ReturnType<typeof fromRow>;

function fromRow(row: unknown) {
  const { quality: sound, language, wrong, wordErrorRate, ...rest } = selectable.parse(row);
  return {
    ...rest,
    quality: sound === null ? null : parseJson(quality, sound, 'utterance.quality'),
    language: language === null ? null : parseJson(utteranceLanguage, language, 'utterance.language'),
    transcript:
      wrong === null ? null : { wrong, recogniser: wordErrorRate === null ? null : { wordErrorRate } },
  };
}

/** What a selection looks at, of one episode. */
export const listSelectable = (database: ReadableDatabase, episode: string): SelectableRow[] =>
  database
    .prepare(`SELECT ${COLUMNS} FROM utterance WHERE episode = ? ORDER BY start, id`)
    .all(episode)
    .map(fromRow);

/** The same of single utterances, in the order asked for; what is not there is left out. */
export function getSelectable(database: ReadableDatabase, ids: readonly string[]): SelectableRow[] {
  const statement = database.prepare(`SELECT ${COLUMNS} FROM utterance WHERE id = ?`);
  return ids.flatMap((id) => {
    const row = statement.get(id);
    return row === undefined ? [] : [fromRow(row)];
  });
}

/** The episodes in their order, without what is counted of them. */
export const episodeIds = (database: ReadableDatabase): string[] =>
  z
    .array(z.string())
    .parse(database.prepare('SELECT id FROM episode ORDER BY series, title, id').pluck().all());

/** Grows where another connection has written. */
export const dataVersion = (database: ReadableDatabase): number =>
  z.number().parse(database.pragma('data_version', { simple: true }));
